package dev.rowseal.jdbc;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.plan.ResultShape;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The row that a wrapped driver writes when a row of a result set is updated. It finds it by a key that it chooses, and a
 * value is sealed for the row id that was read: by another key it may find a row that has another id by now.
 */
final class WrittenRow {

    private final SealedTable table;
    private final Vendor vendor;
    private final ResultSetMetaData shown;
    private final Set<String> rowId;
    /** Positions of the columns by the names that the driver looks for. */
    private final Map<String, Integer> selected = new HashMap<>();

    private WrittenRow(ResultSet rows, ResultShape.Changes plan, Vendor vendor) throws SQLException {
        this.table = plan.table();
        this.vendor = vendor;
        this.shown = rows.getMetaData();
        this.rowId = table.rowId().stream().map(RowIdColumn::name).collect(Collectors.toSet());
        for (int i = 1; i <= shown.getColumnCount(); i++) {
            selected.putIfAbsent(vendor.ordersKeysByName() ? shown.getColumnLabel(i) : shown.getColumnName(i), i);
        }
    }

    /** Refuses a row that the driver does not find by its row id. */
    static void requireByRowId(Connection wrapped, ResultSet rows, ResultShape.Changes plan, Vendor vendor)
            throws SQLException {
        WrittenRow row = new WrittenRow(rows, plan, vendor);
        boolean itself = plan.rowId().entrySet().stream()
                .allMatch(part -> part.getKey()
                        .equals(row.selected.get(
                                plan.table().rowId().get(part.getValue()).name())));
        if (!itself || !row.isByRowId(wrapped.getMetaData())) {
            throw Failures.refused(
                    "to set a sealed column through a result set where the driver finds the row of \""
                            + row.table.name() + "\" by another key than its row id",
                    "run an UPDATE, or leave the other key out of the query");
        }
    }

    private boolean isByRowId(DatabaseMetaData database) throws SQLException {
        if (!vendor.ordersKeysByName()) {
            Set<String> primary = new HashSet<>();
            try (ResultSet keys = database.getPrimaryKeys(catalog(), schema(), table.name())) {
                while (keys.next()) {
                    if (isOfTable(keys)) {
                        primary.add(keys.getString("COLUMN_NAME"));
                    }
                }
            }
            if (!primary.isEmpty() && selected.keySet().containsAll(primary)) {
                return primary.containsAll(rowId);
            }
        }
        for (Set<String> key : unique(database).values()) {
            if (!selected.keySet().containsAll(key)) {
                continue;
            }
            if (vendor.ordersKeysByName() && isNotNull(key)) {
                return key.containsAll(rowId);
            } else if (!vendor.ordersKeysByName() && !key.containsAll(rowId)) {
                return false;
            }
        }
        return true;
    }

    /** The columns of unique indexes, by the indexes' names. */
    private Map<String, Set<String>> unique(DatabaseMetaData database) throws SQLException {
        Map<String, Set<String>> unique = new TreeMap<>();
        try (ResultSet keys = database.getIndexInfo(catalog(), schema(), table.name(), true, true)) {
            while (keys.next()) {
                String name = keys.getString("INDEX_NAME");
                if (name != null && keys.getString("FILTER_CONDITION") == null && isOfTable(keys)) {
                    unique.computeIfAbsent(name, any -> new HashSet<>()).add(keys.getString("COLUMN_NAME"));
                }
            }
        }
        return unique;
    }

    private boolean isNotNull(Set<String> key) throws SQLException {
        for (String column : key) {
            Integer position = selected.get(column);
            if (position == null || shown.isNullable(position) != ResultSetMetaData.columnNoNulls) {
                return false;
            }
        }
        return true;
    }

    private @Nullable String catalog() {
        return vendor.schemasAreCatalogs() ? table.schema() : null;
    }

    private @Nullable String schema() {
        return vendor.schemasAreCatalogs() ? null : table.schema();
    }

    /** Some drivers take a schema's name for a pattern. */
    private boolean isOfTable(ResultSet keys) throws SQLException {
        return table.schema().equals(keys.getString(vendor.schemasAreCatalogs() ? "TABLE_CAT" : "TABLE_SCHEM"));
    }
}
