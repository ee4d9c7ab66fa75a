package dev.rowseal.policy;

import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Equality;
import org.jspecify.annotations.Nullable;

/**
 * One sealed column.
 *
 * @param name the column as the database knows it
 * @param id the stable id in the context of every value, or null for the name as the database has it
 * @param type what the application believes the column to be
 * @param lookup how rows can be found by it, or null when they cannot
 * @param pad plaintexts are padded to a multiple of this many bytes; 1 for none, at most 65535
 * @param absent what it holds where an INSERT gives it nothing, in a form that its type has (a number's digits, {@code true},
 *     {@code 2024-02-29}); null for NULL
 * @param position where it was declared
 */
public record ColumnPolicy(
        Name name,
        @Nullable String id,
        DeclaredType type,
        @Nullable Lookup lookup,
        int pad,
        @Nullable String absent,
        Position position) {

    /** A column without a default. */
    public ColumnPolicy(
            Name name, @Nullable String id, DeclaredType type, @Nullable Lookup lookup, int pad, Position position) {
        this(name, id, type, lookup, pad, null, position);
    }

    /** The column that holds the blind index, or null when there is no lookup; quoted as the column is by default. */
    public @Nullable Name indexName() {
        if (lookup == null) {
            return null;
        }
        Name named = lookup.indexColumn();
        return named == null ? new Name(name.text() + "_idx", name.quoted()) : named;
    }

    /**
     * A blind index over the column.
     *
     * @param equality what equal means
     * @param group the lookup group whose key it uses and within which columns can be joined, or null for one of its own
     * @param indexColumn the column that holds it, or null for {@code <column>_idx}
     */
    public record Lookup(
            Equality equality,
            @Nullable String group,
            @Nullable Name indexColumn) {}
}
