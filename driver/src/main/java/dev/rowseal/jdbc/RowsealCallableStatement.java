package dev.rowseal.jdbc;

import java.sql.CallableStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The {@link CallableStatement} that an application holds. A call that names a sealed table is refused when it is
 * prepared, so that every one there is passes.
 */
final class RowsealCallableStatement extends DelegatingCallableStatement {

    private final CallableStatement delegate;
    private final RowsealConnection connection;
    private final String sql;
    private Planned planned;

    RowsealCallableStatement(CallableStatement delegate, RowsealConnection connection, String sql, Planned planned) {
        this.delegate = delegate;
        this.connection = connection;
        this.sql = sql;
        this.planned = planned;
    }

    @Override
    CallableStatement delegate() {
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

    @Override
    void bind(@Nullable String parameter, @Nullable Object value, BindType type, NamedReplay replay) {
        throw neverSealed();
    }

    @Override
    int physical(int column) {
        return column;
    }

    @Override
    @Nullable
    Object read(int column, ReadType type, @Nullable Object argument) {
        throw neverSealed();
    }

    @Override
    <T extends @Nullable Object> T screen(int column, T value) throws SQLException {
        return Screen.isOrdinary(value) ? value : Screen.pass("parameter " + column, value, connection, this);
    }

    @Override
    @Nullable
    String physical(@Nullable String parameter) {
        return parameter;
    }

    @Override
    @Nullable
    Object read(@Nullable String parameter, ReadType type, @Nullable Object argument) {
        throw neverSealed();
    }

    @Override
    <T extends @Nullable Object> T screen(@Nullable String parameter, T value) throws SQLException {
        return Screen.isOrdinary(value) ? value : Screen.pass("parameter " + parameter, value, connection, this);
    }

    private static IllegalStateException neverSealed() {
        return new IllegalStateException("a call was planned as if it named a sealed table");
    }

    @Override
    public boolean wasNull() throws SQLException {
        return delegate.wasNull();
    }
}
