package dev.rowseal.jdbc;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.policy.Policy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
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
    private final CredentialSources credentials = new CredentialSources();
    private final Map<Key, Object> openings = new ConcurrentHashMap<>();
    private final Object opening = new Object();
    private final Clocks clocks;
    private boolean closed;

    /** A connector of its own, to be closed by who made it. */
    public Connector() {
        this(Clocks.MACHINE);
    }

    /** For those who turn the clocks. */
    Connector(Clocks clocks) {
        this.clocks = clocks;
    }

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
            return keys(RowsealUrl.of(url, info));
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }

    private static KeyDoor keys(RowsealUrl url) throws SQLException {
        CredentialSources credentials = new CredentialSources();
        KeyDoor keys = null;
        boolean handedOver = false;
        try {
            Policy policy = SealedDatabase.policy(url);
            WrappedDriver driver = driver(url, policy, credentials);
            try (Connection first = driver.connect()) {
                keys = new KeyDoor(SealedDatabase.open(driver, policy, first, Clocks.MACHINE), credentials);
            }
            handedOver = true;
            return keys;
        } finally {
            if (!handedOver && keys != null) {
                keys.close();
            } else if (!handedOver) {
                credentials.close();
            }
        }
    }

    private Connection connect(RowsealUrl url) throws SQLException {
        Key key = new Key(url.wrapped(), url.options(), url.properties());
        SealedDatabase known = databases.get(key);
        Policy policy = known == null ? SealedDatabase.policy(url) : known.policy();
        WrappedDriver driver = driver(url, policy, credentials);
        Connection wrapped = driver.connect();
        boolean handedOver = false;
        try {
            SealedDatabase database = known == null ? database(key, driver, policy, wrapped) : known;
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

    private SealedDatabase database(Key key, WrappedDriver driver, Policy policy, Connection first)
            throws SQLException {
        // Held while the key table is read, once for each database; users of others, and of one that is open, never
        // wait.
        Object one = openings.computeIfAbsent(key, any -> new Object());
        try {
            synchronized (one) {
                return opened(key, driver, policy, first);
            }
        } finally {
            // Not to be kept where it failed: the key has the password.
            openings.remove(key, one);
        }
    }

    private SealedDatabase opened(Key key, WrappedDriver driver, Policy policy, Connection first) throws SQLException {
        SealedDatabase known = databases.get(key);
        if (known != null) {
            return known;
        }
        requireOpen();
        SealedDatabase opened = SealedDatabase.open(driver, policy, first, clocks);
        @Nullable SealedDatabase other;
        synchronized (opening) {
            other = closed ? null : databases.putIfAbsent(key, opened);
            if (!closed && other == null) {
                return opened;
            }
        }
        // Another was first, behind one that had failed, or the connector is closed.
        opened.close();
        if (other != null) {
            return other;
        }
        throw closed();
    }

    private void requireOpen() throws SQLException {
        synchronized (opening) {
            if (closed) {
                throw closed();
            }
        }
    }

    /** As by a pool that is being closed, too: nobody would end the use of its keys. */
    private static SQLException closed() {
        return new SQLException("the data source is closed", "08003");
    }

    private static WrappedDriver driver(RowsealUrl url, Policy policy, CredentialSources credentials) {
        return new WrappedDriver(
                url,
                driver(url.wrapped()),
                policy.credentials().map(credentials::of).orElse(null));
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
        List<SealedDatabase> all;
        synchronized (opening) {
            closed = true;
            all = List.copyOf(databases.values());
            databases.clear();
        }
        RuntimeException failed = null;
        for (SealedDatabase database : all) {
            try {
                database.close();
            } catch (RuntimeException failure) {
                // One KMS that cannot be closed does not keep the keys of the others.
                failed = failure;
            }
        }
        credentials.close();
        if (failed != null) {
            throw failed;
        }
    }
}
