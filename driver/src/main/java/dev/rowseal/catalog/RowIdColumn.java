package dev.rowseal.catalog;

import dev.rowseal.value.DeclaredType;

/**
 * One column of a sealed table's row id. Immutable.
 *
 * @param name as the database stores it
 * @param type its declared type, which decides how it is encoded
 * @param storedAsGiven whether the database keeps a value exactly as a statement gives it: integers, UUIDs, bytes and
 *     text that is neither padded, trimmed nor compared without regard to case. Where it does not, the id must come
 *     from the stored row, never from the statement
 * @param generated what it gets when an INSERT gives it nothing
 */
public record RowIdColumn(String name, DeclaredType type, boolean storedAsGiven, Generated generated) {

    /** A column that gets nothing but what it is given. */
    public RowIdColumn(String name, DeclaredType type, boolean storedAsGiven) {
        this(name, type, storedAsGiven, Generated.NEVER);
    }
}
