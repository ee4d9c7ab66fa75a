package dev.rowseal.samples.quickstart;

/** What was asked for cannot be done as asked; the message says what to ask for instead. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refused(String message) {
        super(message);
    }
}
