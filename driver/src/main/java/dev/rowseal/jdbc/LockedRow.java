package dev.rowseal.jdbc;

import dev.rowseal.seal.RowId;
import dev.rowseal.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that is being changed.
 *
 * @param key its id as it is stored
 * @param sealFor the id that its values are sealed for: another where the change sets it
 * @param copies what was read of it, in the plan's order; null for NULL
 */
record LockedRow(List<Value> key, RowId sealFor, List<@Nullable CopiedValue> copies) {

    LockedRow {
        key = List.copyOf(key);
    }

    /** A row of which nothing but the id is known that its values are sealed for. */
    static LockedRow of(RowId sealFor) {
        return new LockedRow(List.of(), sealFor, List.of());
    }
}
