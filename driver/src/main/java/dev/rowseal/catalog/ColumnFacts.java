package dev.rowseal.catalog;

/**
 * What the database says about a column. Immutable.
 *
 * @param name as the database stores it
 * @param type its type
 * @param notNull whether it is declared NOT NULL
 * @param generated what it gets when an INSERT gives it nothing
 */
public record ColumnFacts(String name, StoredType type, boolean notNull, Generated generated) {

    /** A column that gets nothing but what it is given. */
    public ColumnFacts(String name, StoredType type, boolean notNull) {
        this(name, type, notNull, Generated.NEVER);
    }
}
