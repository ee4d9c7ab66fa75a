package dev.rowseal.annotations;

/** What "equal" means for a column that can be looked up. It must be what the database's own collation means. */
public enum Equality {
    /** Equal as the declared type has it; text by code points. */
    EXACT,
    /** Text whose case does not matter. */
    CASE_INSENSITIVE
}
