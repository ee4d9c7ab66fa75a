package dev.rowseal.catalog;

/**
 * What the database says about a column. Immutable.
 *
 * @param name as the database stores it
 * @param type its type
 * @param notNull whether it is declared NOT NULL
 */
public record ColumnFacts(String name, StoredType type, boolean notNull) {}
