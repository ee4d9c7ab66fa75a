package dev.rowseal.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A table with sealed columns, as the database has it. Immutable; names are as the database stores them.
 *
 * @param schema its schema
 * @param name its name
 * @param id its stable id in the context of values and keys: the policy's, or {@code <schema>.<name>}
 * @param rowId the columns that identify a row, in the policy's order
 * @param sealed the sealed columns by name, in the policy's order
 * @param columns all columns in the database's order, index columns included
 * @param indexColumns the columns that hold blind indexes and that no application sees
 * @param acts what acts on its rows when they are changed
 */
public record SealedTable(
        String schema,
        String name,
        String id,
        List<RowIdColumn> rowId,
        Map<String, SealedColumn> sealed,
        List<String> columns,
        Set<String> indexColumns,
        RowActs acts)
        implements Relation {

    /** A table of which only this is known. */
    public SealedTable(
            String schema,
            String name,
            String id,
            List<RowIdColumn> rowId,
            Map<String, SealedColumn> sealed,
            List<String> columns,
            Set<String> indexColumns,
            boolean mayRewriteRows) {
        this(schema, name, id, rowId, sealed, columns, indexColumns, RowActs.all(mayRewriteRows));
    }

    public SealedTable {
        rowId = List.copyOf(rowId);
        sealed = Collections.unmodifiableMap(new LinkedHashMap<>(sealed));
        columns = List.copyOf(columns);
        indexColumns = Set.copyOf(indexColumns);
    }

    /** The columns that an application sees: all but the index columns, in the database's order. */
    public List<String> visibleColumns() {
        return columns.stream().filter(column -> !indexColumns.contains(column)).toList();
    }

    /**
     * Whether something in the database (a trigger before or instead of a row's change, a rule) may store another row id
     * than the statement gave; then the id must come from the stored row.
     */
    public boolean mayRewriteRows() {
        return acts.beforeInsert() || acts.beforeUpdate();
    }

    /** Whether the database has both alike. */
    boolean isLike(SealedTable other) {
        return schema.equals(other.schema)
                && name.equals(other.name)
                && rowId.equals(other.rowId)
                && columns.equals(other.columns)
                && indexColumns.equals(other.indexColumns)
                && acts.equals(other.acts)
                && sealed.keySet().equals(other.sealed.keySet())
                && sealed.values().stream()
                        .allMatch(column -> column.isLike(Objects.requireNonNull(other.sealed.get(column.name()))));
    }

    /** Whether this column is part of the row id. */
    public boolean isRowId(String column) {
        return rowId.stream().anyMatch(part -> part.name().equals(column));
    }
}
