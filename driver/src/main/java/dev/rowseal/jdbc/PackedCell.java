package dev.rowseal.jdbc;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.Storage;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.plan.PackedOrigin;
import dev.rowseal.plan.RowIdSource;
import dev.rowseal.seal.RowId;
import dev.rowseal.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sealed cell that brings its origin and its row id along, as the planner has the database pack it:
 * {@code <origin>:<row id>:<envelope>}. Whatever else is in such a cell is not authentic.
 *
 * @param rowId null when the origin has it already
 */
record PackedCell(PackedOrigin origin, @Nullable RowId rowId, byte[] envelope) {

    /** Reads a packed cell; null for NULL. */
    static @Nullable PackedCell read(@Nullable String text, SealedColumn column, RowIdSource.Packed packed) {
        if (text == null) {
            return null;
        }
        String[] fields = text.split(":", 3);
        try {
            if (fields.length == 3) {
                PackedOrigin origin = packed.origins().get(Integer.parseInt(fields[0]));
                if (origin != null) {
                    RowId rowId = rowId(origin, fields[1]);
                    return new PackedCell(origin, rowId, envelope(origin.column(), fields[2]));
                }
            }
        } catch (IllegalArgumentException | ArithmeticException notPacked) {
            // What was read is not shown: it may hold anything.
            throw altered(column);
        }
        throw altered(column);
    }

    private static NotAuthentic altered(SealedColumn column) {
        return new NotAuthentic("column " + column.display()
                + " holds something that the query did not put together: it was altered on its way");
    }

    private static @Nullable RowId rowId(PackedOrigin origin, String text) {
        if (origin.given() != null) {
            if (!text.isEmpty()) {
                throw new IllegalArgumentException("a row id where the statement has it");
            }
            return null;
        }
        List<RowIdColumn> columns = origin.table().rowId();
        String[] parts = text.split("\\.", -1);
        if (parts.length != columns.size()) {
            throw new IllegalArgumentException("a row id of another length");
        }
        List<Value> values = new ArrayList<>(parts.length);
        for (int i = 0; i < parts.length; i++) {
            values.add(
                    switch (columns.get(i).type().valueClass()) {
                        case INTEGER -> new Value.Int(Long.parseLong(parts[i]));
                        case UUID -> new Value.Uuid(UUID.fromString(parts[i]));
                        case TEXT ->
                            new Value.Text(new String(HexFormat.of().parseHex(parts[i]), StandardCharsets.UTF_8));
                        default -> throw new IllegalArgumentException("a row id of a class that is not packed");
                    });
        }
        return RowId.of(values);
    }

    private static byte[] envelope(SealedColumn column, String text) {
        return column.storage() == Storage.TEXT
                ? Cells.sealed(text, column)
                : Cells.sealed(HexFormat.of().parseHex(text), column);
    }
}
