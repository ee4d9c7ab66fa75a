package dev.rowseal.samples.quickstart;

/** Something is not as the quickstart says it is; the run fails. */
final class Unexpected extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unexpected(String message) {
        super(message);
    }
}
