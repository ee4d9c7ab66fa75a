package dev.rowseal.jdbc;

import dev.rowseal.plan.ResultShape;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Rows that the steps of a change gave, each part before its first row: what RETURNING says, or generated keys.
 *
 * @param statements what they came from; open as long as they are
 * @param parts at least one, all alike
 * @param shape how they are read
 * @param values the values that the change was run with
 */
record GivenRows(List<PreparedStatement> statements, List<ResultSet> parts, ResultShape shape, Values values) {

    GivenRows {
        statements = List.copyOf(statements);
        parts = List.copyOf(parts);
    }

    /** Rows that one statement gave. */
    static GivenRows of(PreparedStatement statement, ResultSet rows, ResultShape shape, Values values) {
        return new GivenRows(List.of(statement), List.of(rows), shape, values);
    }

    /** The rows of several, which are alike, behind each other. */
    static GivenRows joined(List<GivenRows> all) {
        return new GivenRows(
                all.stream().flatMap(one -> one.statements().stream()).toList(),
                all.stream().flatMap(one -> one.parts().stream()).toList(),
                all.get(0).shape(),
                all.get(0).values());
    }

    /**
     * The application's view of them, as one.
     *
     * @param most how many rows it shows, where there are several parts; 0 for all
     */
    ResultSet shown(StatementResults statement, int most) throws SQLException {
        RowsealConnection connection = statement.connection();
        Reading reading = new Reading(connection.database(), shape, values);
        return parts.size() == 1
                ? new RowsealResultSet(parts.get(0), connection, statement, reading)
                : new JoinedResultSet(parts, most, connection, statement, reading);
    }

    void close() throws SQLException {
        for (PreparedStatement statement : statements) {
            statement.close();
        }
    }
}
