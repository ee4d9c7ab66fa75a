package dev.rowseal;

import dev.rowseal.jdbc.Connector;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The JDBC driver for {@code jdbc:rowseal:<rest>}: opens {@code jdbc:<rest>} (or {@code <rest>}, where it begins with
 * {@code jdbc}) with the driver that takes it, and seals the columns that the configuration names. Found by
 * {@link DriverManager} by itself. Stateless; what its connections share lives as long as the process.
 *
 * <p>Properties that begin with {@code rowseal.}, in the URL or beside it, are Rowseal's: {@code rowseal.config},
 * {@code rowseal.create-key-table}, {@code rowseal.allow-unwrap}.
 */
public final class RowsealDriver implements Driver {

    static {
        try {
            DriverManager.registerDriver(new RowsealDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** For {@link java.util.ServiceLoader} and pools. */
    public RowsealDriver() {}

    /**
     * Opens a connection.
     *
     * @return null when the URL is not for Rowseal
     * @throws SQLException {@code RS004} when the configuration is missing or wrong; what the wrapped driver says
     */
    @Override
    public @Nullable Connection connect(String url, @Nullable Properties info) throws SQLException {
        return acceptsURL(url) ? Connector.shared().connect(url, info == null ? new Properties() : info) : null;
    }

    @Override
    public boolean acceptsURL(@Nullable String url) {
        return Connector.accepts(url);
    }

    /** Rowseal's own properties. */
    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[] {
            property("rowseal.config", "where the configuration is: a path, file: or classpath:", null),
            property("rowseal.create-key-table", "make the key table when it is missing", "false"),
            property("rowseal.allow-unwrap", "let unwrap() give the wrapped driver's objects", "false")
        };
    }

    private static DriverPropertyInfo property(String name, String description, @Nullable String value) {
        DriverPropertyInfo property = new DriverPropertyInfo(name, value);
        property.description = description;
        return property;
    }

    @Override
    public int getMajorVersion() {
        return 0;
    }

    @Override
    public int getMinorVersion() {
        return 1;
    }

    /** Not compliant, because it refuses what it cannot seal. */
    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Rowseal logs through System.Logger", "0A000");
    }
}
