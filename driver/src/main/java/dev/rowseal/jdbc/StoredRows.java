package dev.rowseal.jdbc;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.value.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The query that fetches rows by their ids, in a given order: those that an INSERT has stored and sealed. */
final class StoredRows {

    private final SealedDatabase database;
    private final SealedTable table;
    private final List<List<Value>> ids;

    StoredRows(SealedDatabase database, SealedTable table, List<List<Value>> ids) {
        this.database = database;
        this.table = table;
        this.ids = ids;
    }

    /** Its text, with the columns that a result set has. */
    String sql(ResultSetMetaData columns) throws SQLException {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            names.add(database.vendor().quote(columns.getColumnLabel(i)));
        }
        return sql(String.join(", ", names));
    }

    /** Its text, with the keys that MariaDB's driver gives: a number for each row. */
    String numbers() {
        return sql("CAST(" + database.vendor().quote(table.rowId().get(0).name()) + " AS UNSIGNED) AS insert_id");
    }

    private String sql(String columns) {
        String row = table.rowId().stream()
                .map(RowIdColumn::name)
                .map(name -> database.vendor().quote(name) + " = ?")
                .collect(Collectors.joining(" AND "));
        StringBuilder sql = new StringBuilder("SELECT " + columns + " FROM "
                + database.vendor().quote(table.schema()) + "."
                + database.vendor().quote(table.name()) + " WHERE " + row);
        sql.append((" OR " + row).repeat(Math.max(0, ids.size() - 1)));
        if (ids.size() > 1) {
            sql.append(" ORDER BY CASE");
            for (int i = 0; i < ids.size(); i++) {
                sql.append(" WHEN ").append(row).append(" THEN ").append(i);
            }
            sql.append(" END");
        }
        return sql.toString();
    }

    /** Sets its parameters. */
    void bindTo(PreparedStatement statement) throws SQLException {
        int position = 0;
        for (int times = 0; times < (ids.size() > 1 ? 2 : 1); times++) {
            for (List<Value> id : ids) {
                position = RowIds.bind(id, statement, position);
            }
        }
    }
}
