package dev.rowseal.catalog;

import dev.rowseal.seal.ColumnContext;
import dev.rowseal.value.DeclaredType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One sealed column. Immutable.
 *
 * @param table its table, for messages
 * @param name as the database stores it
 * @param type what the application believes it to be
 * @param storage how the database holds its envelopes
 * @param pad plaintexts are padded to a multiple of this many bytes; 1 for none
 * @param context what every value of the column is bound to, besides its row
 * @param index its blind index, or null when rows cannot be found by it
 * @param absent what it holds where an INSERT gives it nothing, as the policy has it; null for NULL
 * @param notNull whether it is declared NOT NULL
 */
public record SealedColumn(
        String table,
        String name,
        DeclaredType type,
        Storage storage,
        int pad,
        ColumnContext context,
        @Nullable Index index,
        @Nullable String absent,
        boolean notNull) {

    /** A column without a default, which may be NULL. */
    public SealedColumn(
            String table,
            String name,
            DeclaredType type,
            Storage storage,
            int pad,
            ColumnContext context,
            @Nullable Index index) {
        this(table, name, type, storage, pad, context, index, null, false);
    }

    /** The same under another declared type, for what a query makes of it. */
    public SealedColumn ofType(DeclaredType other) {
        return new SealedColumn(table, name, other, storage, pad, context, index, absent, notNull);
    }

    /** Whether the database has both alike, under one policy. */
    boolean isLike(SealedColumn other) {
        return name.equals(other.name)
                && storage == other.storage
                && notNull == other.notNull
                && Objects.equals(index, other.index);
    }

    /** Table and column, as messages name them. */
    public String display() {
        return table + "." + name;
    }
}
