package dev.rowseal;

import dev.rowseal.jdbc.Connector;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source that does what {@link RowsealDriver} does, with keys and plans of its own. Each {@code getConnection}
 * opens a connection; put a pool before it. Set it up first, then share it: afterwards it is safe for use by many threads.
 * Whoever made it closes it, which ends its use of keys.
 */
public final class RowsealDataSource implements DataSource, AutoCloseable {

    private final Connector connector = new Connector();
    private final Properties properties = new Properties();
    private @Nullable String url;

    /** A data source without a URL; {@link #setUrl} comes next. */
    public RowsealDataSource() {}

    /**
     * @param url a URL that begins with {@code jdbc:rowseal:}
     */
    public void setUrl(String url) {
        if (!Connector.accepts(url)) {
            throw new IllegalArgumentException("the URL of a RowsealDataSource begins with jdbc:rowseal:");
        }
        this.url = url;
    }

    public void setUser(String user) {
        properties.setProperty("user", user);
    }

    public void setPassword(String password) {
        properties.setProperty("password", password);
    }

    /**
     * @param name a property of the wrapped driver, or one that begins with {@code rowseal.}
     */
    public void setProperty(String name, String value) {
        properties.setProperty(name, value);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return connect(properties);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        Properties own = new Properties();
        own.putAll(properties);
        own.setProperty("user", user);
        own.setProperty("password", password);
        return connect(own);
    }

    private Connection connect(Properties info) throws SQLException {
        if (url == null) {
            throw new SQLException("the RowsealDataSource has no URL; call setUrl", "RS004");
        }
        return connector.connect(url, info);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("Rowseal logs through System.Logger", "0A000");
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "set the time-out as a property of the wrapped driver, such as loginTimeout", "0A000");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Rowseal logs through System.Logger", "0A000");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException("a RowsealDataSource wraps no " + type.getName(), "0A000");
    }

    /** Ends the use of keys; connections that are still open fail when they next need one. */
    @Override
    public void close() {
        connector.close();
    }
}
