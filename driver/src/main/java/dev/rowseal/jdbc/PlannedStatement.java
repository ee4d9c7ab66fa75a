package dev.rowseal.jdbc;

import java.sql.PreparedStatement;

/** A {@link PreparedStatement}. */
final class PlannedStatement extends RowsealPreparedStatement {

    private final PreparedStatement delegate;
    private final RowsealConnection connection;
    private final Planned planned;

    PlannedStatement(PreparedStatement delegate, RowsealConnection connection, Planned planned) {
        this.delegate = delegate;
        this.connection = connection;
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
}
