package dev.rowseal.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/** An {@link Array} of the wrapped driver, whose rows do not lead back to it. Otherwise it is the wrapped one. */
final class RowsealArray implements Array {

    private final Array delegate;
    private final RowsealConnection connection;

    RowsealArray(Array delegate, RowsealConnection connection) {
        this.delegate = delegate;
        this.connection = connection;
    }

    private ResultSet rows(ResultSet rows) throws SQLException {
        return new RowsealResultSet(rows, connection, null, null);
    }

    @Override
    public String getBaseTypeName() throws SQLException {
        return delegate.getBaseTypeName();
    }

    @Override
    public int getBaseType() throws SQLException {
        return delegate.getBaseType();
    }

    @Override
    public Object getArray() throws SQLException {
        return delegate.getArray();
    }

    @Override
    public Object getArray(Map<String, Class<?>> types) throws SQLException {
        return delegate.getArray(types);
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        return delegate.getArray(index, count);
    }

    @Override
    public Object getArray(long index, int count, Map<String, Class<?>> types) throws SQLException {
        return delegate.getArray(index, count, types);
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return rows(delegate.getResultSet());
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> types) throws SQLException {
        return rows(delegate.getResultSet(types));
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        return rows(delegate.getResultSet(index, count));
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> types) throws SQLException {
        return rows(delegate.getResultSet(index, count, types));
    }

    @Override
    public void free() throws SQLException {
        delegate.free();
    }

    /** As the wrapped one: drivers send an array that is not theirs by its text. */
    @Override
    public String toString() {
        return delegate.toString();
    }
}
