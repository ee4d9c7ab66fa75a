package dev.rowseal.catalog;

import dev.rowseal.failure.Misconfigured;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs the catalogue's queries on one connection. Their parameters and results are names, never values. */
final class Queries {

    private final Connection connection;
    private final String before;

    Queries(Connection connection) {
        this(connection, "");
    }

    /** @param before what stands before every query */
    Queries(Connection connection, String before) {
        this.connection = connection;
        this.before = before;
    }

    /** Makes one element of one row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** All rows of a query. */
    <T> List<T> list(Row<T> row, String sql, Object... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(before + sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    rows.add(row.read(results));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new Misconfigured("the database's catalogue cannot be read", e);
        }
    }

    /**
     * The labels of a query's columns. It is prepared for that and not run. That it cannot be is no failure: then they are
     * not known.
     */
    List<String> labels(String query) {
        try (PreparedStatement prepared = connection.prepareStatement(query)) {
            ResultSetMetaData columns = prepared.getMetaData();
            List<String> labels = new ArrayList<>();
            for (int i = 1; columns != null && i <= columns.getColumnCount(); i++) {
                labels.add(columns.getColumnLabel(i));
            }
            return labels;
        } catch (SQLException notPrepared) {
            return List.of();
        }
    }
}
