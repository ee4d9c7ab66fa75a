package dev.rowseal.policy;

import dev.rowseal.value.DeclaredType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One sealed table.
 *
 * @param name the table as the database knows it
 * @param id the stable id in the context of every value and key, or null for "schema.table" as the database has it
 * @param rowId the primary key, in order; at least one column, none of them sealed or floating-point
 * @param columns the sealed columns; at least one
 * @param position where it was declared
 */
public record TablePolicy(
        TableName name, @Nullable String id, List<RowIdPolicy> rowId, List<ColumnPolicy> columns, Position position) {

    public TablePolicy {
        rowId = List.copyOf(rowId);
        columns = List.copyOf(columns);
    }

    /**
     * One column of the row id.
     *
     * @param name the column
     * @param type its declared type, which decides how it is encoded
     */
    public record RowIdPolicy(Name name, DeclaredType type) {}
}
