package dev.rowseal.annotations;

/** How rows can be found by a sealed column. */
public enum Lookup {
    /** Not at all. */
    NONE,
    /** By equal values, through a blind index in a column beside the sealed one. */
    EQUALITY
}
