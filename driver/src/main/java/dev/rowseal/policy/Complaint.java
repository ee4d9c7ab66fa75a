package dev.rowseal.policy;

/** One thing that is wrong with a policy, at its place. Caught by {@link Complaints}, which goes on to the next. */
final class Complaint extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Complaint(Position position, String message) {
        super(position + ": " + message, null, false, false);
    }

    /** The message, which this class always has. */
    String text() {
        return String.valueOf(getMessage());
    }
}
