package dev.rowseal.realinput;

/**
 * A NULL parameter that is set with a type.
 *
 * @param type of {@link java.sql.Types}
 */
record Null(int type) {}
