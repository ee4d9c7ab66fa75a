package dev.rowseal.jdbc;

import dev.rowseal.failure.Misconfigured;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections, and keeps what the connections to one database share. The one place where a wrapped connection
 * becomes an application's. Safe for use by many threads.
 */
public final class Connector implements AutoCloseable {

    /** What is shared by everything that the driver manager opens; for the life of the process. */
    private static final Connector SHARED = new Connector();

    private record Key(String wrapped, Map<String, String> options, Properties properties) {}

    private final Map<Key, SealedDatabase> databases = new ConcurrentHashMap<>();
    private final Object opening = new Object();

    /** A connector of its own, to be closed by who made it. */
    public Connector() {}

    /** The connector that {@link DriverManager} users share; never closed. */
    public static Connector shared() {
        return SHARED;
    }

    /** Whether a URL is for Rowseal. */
    public static boolean accepts(@Nullable String url) {
        return RowsealUrl.isOurs(url);
    }

    /**
     * Opens a connection.
     *
     * @param url a URL that {@link #accepts} accepts
     * @throws SQLException RS004 when the configuration is missing or wrong, or what the wrapped driver says
     */
    public Connection connect(String url, Properties info) throws SQLException {
        try {
            return connect(RowsealUrl.of(url, info));
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }

    /**
     * Opens the keys of what a URL names.
     *
     * @param url a URL that {@link #accepts} accepts
     * @return the caller closes it
     * @throws SQLException as {@link #connect}
     */
    public static KeyDoor keys(String url, Properties info) throws SQLException {
        try {
            RowsealUrl read = RowsealUrl.of(url, info);
            Driver driver = driver(read.wrapped());
            try (Connection first = wrapped(read, driver)) {
                return new KeyDoor(SealedDatabase.open(read, driver, first));
            }
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }

    private static Connection wrapped(RowsealUrl url, Driver driver) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(url.properties());
        Connection wrapped = driver.connect(url.wrapped(), properties);
        if (wrapped == null) {
            throw new Misconfigured("the wrapped driver does not take its URL");
        }
        return wrapped;
    }

    private Connection connect(RowsealUrl url) throws SQLException {
        Driver driver = driver(url.wrapped());
        Connection wrapped = wrapped(url, driver);
        boolean handedOver = false;
        try {
            SealedDatabase database = database(url, driver, wrapped);
            database.requireSession(wrapped);
            Connection connection = new RowsealConnection(wrapped, database, url.asked());
            handedOver = true;
            return connection;
        } finally {
            if (!handedOver) {
                wrapped.close();
            }
        }
    }

    private SealedDatabase database(RowsealUrl url, Driver driver, Connection first) throws SQLException {
        Key key = new Key(url.wrapped(), url.options(), url.properties());
        SealedDatabase known = databases.get(key);
        if (known != null) {
            return known;
        }
        // Held while the configuration and the key table are read, once for each database; users of one that is open
        // never come here.
        synchronized (opening) {
            known = databases.get(key);
            if (known == null) {
                known = SealedDatabase.open(url, driver, first);
                databases.put(key, known);
            }
            return known;
        }
    }

    private static Driver driver(String wrapped) {
        try {
            return DriverManager.getDriver(wrapped);
        } catch (SQLException none) {
            throw new Misconfigured("no JDBC driver takes the wrapped URL; add the driver to the class path", none);
        }
    }

    /** Ends the use of keys by all that this connector opened; connections that are still open fail at their next use. */
    @Override
    public void close() {
        databases.values().forEach(SealedDatabase::close);
        databases.clear();
    }
}
