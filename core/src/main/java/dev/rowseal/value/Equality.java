package dev.rowseal.value;

/** What "equal" means for a column that can be looked up. */
public enum Equality {
    /** Equal as the declared type has it: text by code points, decimals by number ({@code 1.0 = 1.00}), timestamps by instant. */
    EXACT,
    /** Text whose case does not matter, folded by code point and without regard to a locale. */
    CASE_INSENSITIVE
}
