package dev.rowseal.surface;

/** What becomes of one JDBC method. The README says which hook of the hand-written class each verb calls. */
enum Verb {
    /** Forward to the wrapped object. */
    PASS,
    /** A setter or updater: funnelled to {@code bind} or {@code update}, forwarded only where the hook allows it. */
    BIND,
    /** A getter by column or parameter: funnelled to {@code read}, forwarded only where the column is open. */
    READ,
    /** A metadata fact about one column or parameter: funnelled to {@code describe} unless it is open. */
    COLUMN,
    /** Moves a result set's cursor: {@code moved} is told, then it is forwarded. */
    MOVE,
    /** A DatabaseMetaData listing: the wrapped result set goes through {@code list}, which wraps it. */
    LIST,
    /** Takes SQL text: abstract, to be written by hand over the planner. */
    SQL,
    /** Returns another JDBC object: abstract, to be written by hand so that it is wrapped. */
    CHILD,
    /** Has Rowseal's own meaning: abstract, to be written by hand. */
    HAND,
    /** Throws SQLFeatureNotSupportedException, with the way out that the policy gives. */
    REFUSE,
    /** Only with LATER: a default method of a newer JDK, read and found safe to run over our own methods. */
    DEFAULT;

    /** Whether the method is left abstract, so that the hand-written class does not compile without it. */
    boolean byHand() {
        return this == SQL || this == CHILD || this == HAND;
    }
}
