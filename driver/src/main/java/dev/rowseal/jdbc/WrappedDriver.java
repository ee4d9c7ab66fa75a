package dev.rowseal.jdbc;

import dev.rowseal.credentials.Credentials;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.jdbc.SharedCredentials.Fetched;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Arrays;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections of the wrapped driver, as whom the URL and its properties say or as whom a secrets manager says. Credentials that
 * the database refuses are fetched anew, once for each attempt to connect. Safe for use by many threads.
 *
 * @param credentials null where URL and properties have them
 */
record WrappedDriver(
        RowsealUrl url, Driver driver, @Nullable SharedCredentials credentials) {

    private static final System.Logger LOG = System.getLogger("dev.rowseal.credentials");

    /** Of any SQLException's causes so many are looked at. */
    private static final int DEEPEST = 8;

    /** MariaDB and MySQL: ER_ACCESS_DENIED_ERROR. */
    private static final int ACCESS_DENIED = 1045;

    /** @throws Misconfigured when both a secret and the URL or its properties say as whom to connect */
    WrappedDriver {
        String also = credentials == null ? null : url.login();
        if (also != null) {
            throw new Misconfigured(
                    "the configuration has credentials from a secrets manager, and the URL or its properties have "
                            + also + " besides: take it out there, or take 'credentials' out of the configuration");
        }
    }

    /** A new connection, which the caller closes. */
    Connection connect() throws SQLException {
        if (credentials == null) {
            return connect(url.properties());
        }
        try (Fetched known = from(credentials)) {
            return connect(known, credentials);
        }
    }

    private Connection connect(Fetched known, SharedCredentials shared) throws SQLException {
        SQLException refusal;
        try {
            return connect(with(known.credentials()));
        } catch (SQLException failed) {
            if (!isRefusal(failed)) {
                throw failed;
            }
            refusal = failed;
        }
        long begun = shared.begun();
        Fetched later = after(shared, known.number(), refusal);
        try {
            if (isSame(later, known) && later.number() <= begun) {
                // What was fetched before the refusal does not tell what holds since.
                later.close();
                later = after(shared, begun, refusal);
            }
            if (isSame(later, known)) {
                throw refusal;
            }
            LOG.log(
                    Level.INFO,
                    "the database refused version {0} of its credentials; there is version {1}",
                    known.credentials().version(),
                    later.credentials().version());
            return connect(with(later.credentials()));
        } finally {
            later.close();
        }
    }

    private static boolean isSame(Fetched one, Fetched other) {
        return one.credentials().isSameLogin(other.credentials());
    }

    private Connection connect(Properties properties) throws SQLException {
        Properties own = new Properties();
        own.putAll(properties);
        Connection wrapped = driver.connect(url.wrapped(), own);
        if (wrapped == null) {
            throw new Misconfigured("the wrapped driver does not take its URL");
        }
        return wrapped;
    }

    private Properties with(Credentials login) {
        Properties properties = new Properties();
        properties.putAll(url.properties());
        properties.setProperty("user", login.user());
        char[] password = login.password();
        try {
            // The wrapped driver takes a String, which nobody can overwrite (docs/credentials.md).
            properties.setProperty("password", new String(password));
        } finally {
            Arrays.fill(password, '\0');
        }
        return properties;
    }

    private static Fetched from(SharedCredentials shared) throws SQLException {
        try {
            return shared.current();
        } catch (RowsealFailure failure) {
            throw connecting(failure);
        }
    }

    private static Fetched after(SharedCredentials shared, long number, SQLException refusal) throws SQLException {
        try {
            return shared.after(number);
        } catch (RowsealFailure failure) {
            SQLException both = connecting(failure);
            both.addSuppressed(refusal);
            throw both;
        }
    }

    /** Not by {@link Failures}, which count and audit what happens to keys. */
    private static SQLException connecting(RowsealFailure failure) {
        return failure instanceof KeyUnavailable
                ? new SQLTransientConnectionException(failure.getMessage(), failure.sqlState(), failure)
                : new SQLNonTransientConnectionException(failure.getMessage(), failure.sqlState(), failure);
    }

    /** Whether a database says that user or password are wrong: class 28, invalid authorization specification, of SQL's states. */
    private static boolean isRefusal(SQLException failed) {
        Throwable cause = failed;
        for (int i = 0; cause != null && i < DEEPEST; i++) {
            if (cause instanceof SQLException one
                    && (one.getErrorCode() == ACCESS_DENIED
                            || one.getSQLState() != null && one.getSQLState().startsWith("28"))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Without anything of the URL, which may hold a password. */
    @Override
    public String toString() {
        return "WrappedDriver[]";
    }
}
