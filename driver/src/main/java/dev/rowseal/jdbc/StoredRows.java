package dev.rowseal.jdbc;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.plan.ResultShape;
import dev.rowseal.value.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** The keys that MariaDB's driver gives: a number for each row; the caller closes the statement. */
    GivenRows numbers(InnerSession session) throws SQLException {
        ResultShape shape = new ResultShape(List.of(new ResultShape.OpenColumn(1)), 1, Map.of(), List.of());
        return select(session, numbers(), shape);
    }

    private String numbers() {
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

    /** Runs one of these texts; the caller closes the statement. */
    GivenRows select(InnerSession session, String sql, ResultShape shape) throws SQLException {
        PreparedStatement select = session.open(connection -> connection.prepareStatement(sql));
        boolean given = false;
        try {
            bindTo(select);
            Values none = new Values(database.dialect(), new Bound[0]);
            GivenRows keys = GivenRows.of(select, select.executeQuery(), shape, none);
            given = true;
            return keys;
        } finally {
            if (!given) {
                select.close();
            }
        }
    }

    private void bindTo(PreparedStatement statement) throws SQLException {
        int position = 0;
        for (int times = 0; times < (ids.size() > 1 ? 2 : 1); times++) {
            for (List<Value> id : ids) {
                position = RowIds.bind(id, statement, position);
            }
        }
    }
}
