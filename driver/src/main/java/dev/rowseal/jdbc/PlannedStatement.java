package dev.rowseal.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** A {@link PreparedStatement}. */
final class PlannedStatement extends RowsealPreparedStatement {

    private final PreparedStatement delegate;
    private final RowsealConnection connection;
    private final String sql;
    private Planned planned;

    /** @param asked the generated keys that the wrapped statement was prepared to give */
    PlannedStatement(
            PreparedStatement delegate, RowsealConnection connection, String sql, Planned planned, AskedKeys asked) {
        ask(asked);
        this.delegate = delegate;
        this.connection = connection;
        this.sql = sql;
        this.planned = planned;
    }

    @Override
    PreparedStatement delegate() {
        return delegate;
    }

    @Override
    RowsealConnection connection() {
        return connection;
    }

    @Override
    Planned planned() {
        return planned;
    }

    @Override
    void replan() throws SQLException {
        planned = connection.planning().replan(sql, planned);
    }
}
