package dev.rowseal.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The {@link DatabaseMetaData} that an application holds: sealed columns as they are declared, index columns not at all. */
final class RowsealDatabaseMetaData extends DelegatingDatabaseMetaData {

    private final DatabaseMetaData delegate;
    private final RowsealConnection connection;
    private final String url;

    RowsealDatabaseMetaData(DatabaseMetaData delegate, RowsealConnection connection, String url) {
        this.delegate = delegate;
        this.connection = connection;
        this.url = url;
    }

    @Override
    DatabaseMetaData delegate() {
        return delegate;
    }

    @Override
    SQLException failed(SQLException failure) {
        return failure;
    }

    @Override
    ResultSet list(String method, ResultSet listing) throws SQLException {
        return new CatalogueListing(method, listing, connection);
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    /** The URL that was asked for. */
    @Override
    public String getURL() {
        return url;
    }

    @Override
    public String getDriverName() throws SQLException {
        return delegate.getDriverName();
    }

    @Override
    public String getDriverVersion() throws SQLException {
        return delegate.getDriverVersion();
    }

    @Override
    public int getDriverMajorVersion() {
        return delegate.getDriverMajorVersion();
    }

    @Override
    public int getDriverMinorVersion() {
        return delegate.getDriverMinorVersion();
    }

    @Override
    public boolean supportsRefCursors() throws SQLException {
        return delegate.supportsRefCursors();
    }

    @Override
    public boolean supportsSharding() throws SQLException {
        return delegate.supportsSharding();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return Unwrapping.isWrapperFor(this, delegate, type, connection.database());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(this, delegate, type, connection.database());
    }
}
