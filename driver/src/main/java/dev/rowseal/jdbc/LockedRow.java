package dev.rowseal.jdbc;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.seal.RowId;
import dev.rowseal.value.Value;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that is being changed.
 *
 * @param key its id as it is stored
 * @param sealFor the id that its values are sealed for: another where the change sets it
 * @param copies what was read of it, in the plan's order; null for NULL
 * @param held sealed cells that stay as they are when the same value is set: the database counts changes by their bytes
 */
record LockedRow(List<Value> key, RowId sealFor, List<@Nullable CopiedValue> copies, List<Held> held) {

    /** A cell, and the value that it holds. */
    record Held(SealedColumn column, Value value, byte[] envelope) {}

    LockedRow {
        key = List.copyOf(key);
        held = List.copyOf(held);
    }

    LockedRow(List<Value> key, RowId sealFor, List<@Nullable CopiedValue> copies) {
        this(key, sealFor, copies, List.of());
    }

    /** A row of which nothing but the id is known that its values are sealed for. */
    static LockedRow of(RowId sealFor) {
        return new LockedRow(List.of(), sealFor, List.of());
    }

    /** The envelope that a cell has already when it holds this value; null when it does not. */
    byte @Nullable [] held(SealedColumn column, Value value) {
        for (Held cell : held) {
            if (cell.column().equals(column) && same(cell.value(), value)) {
                return cell.envelope();
            }
        }
        return null;
    }

    private static boolean same(Value one, Value other) {
        return one instanceof Value.Binary first && other instanceof Value.Binary second
                ? Arrays.equals(first.bytes(), second.bytes())
                : one.equals(other);
    }
}
