package dev.rowseal.jdbc;

import dev.rowseal.catalog.CatalogueReader;
import dev.rowseal.failure.Misconfigured;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks the catalogue over a connection of its own, beside a transaction which sees it as it was when it began, or which a
 * question would have see it as it is now. Opened when it is first needed. One thread's; who has it closes it.
 */
final class Aside implements AutoCloseable {

    /** What PostgreSQL answers when a lock is not to be had in time. */
    private static final String LOCKED = "55P03";

    private static final System.Logger LOG = System.getLogger("dev.rowseal.catalogue");

    private final SealedDatabase database;
    private @Nullable Connection connection;
    private @Nullable CatalogueReader reader;

    Aside(SealedDatabase database) {
        this.database = database;
    }

    /** Asks; fails for who waits longer than a moment for a lock, which may be the session's own. */
    <T> T ask(Function<CatalogueReader, T> question) throws SQLException {
        CatalogueReader known = reader;
        if (known == null) {
            known = CatalogueReader.of(connection());
            reader = known;
        }
        try {
            return question.apply(known);
        } catch (RuntimeException failure) {
            // Its transaction answers nothing any more.
            close();
            throw failure;
        }
    }

    /** See {@link Vendor#pathSettings}. */
    String pathSettings() throws SQLException {
        return database.vendor().pathSettings(connection());
    }

    /** Whether a failure is that of a question that waited for a lock. */
    static boolean isLocked(Misconfigured failure) {
        return failure.getCause() instanceof SQLException cause && LOCKED.equals(cause.getSQLState());
    }

    /** See {@link Vendor#looksAs}. */
    void looksAs(Connection session) throws SQLException {
        database.vendor().looksAs(connection(), session);
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = opened();
            connection = open;
            begin(open);
        }
        return open;
    }

    private Connection opened() throws NotOpened {
        try {
            return database.connect();
        } catch (SQLException none) {
            throw new NotOpened(none);
        }
    }

    /** No further connection is to be had. */
    static final class NotOpened extends SQLException {

        @java.io.Serial
        private static final long serialVersionUID = 1;

        NotOpened(SQLException why) {
            super(
                    "no connection to ask the catalogue over could be opened",
                    why.getSQLState(),
                    why.getErrorCode(),
                    why);
        }
    }

    /**
     * Where poolers give a server's session to one client after the other, what is set for a session stays for the next, and
     * may be set in another than is asked: both are of one transaction.
     */
    private void begin(Connection open) throws SQLException {
        open.setAutoCommit(false);
        database.vendor().waitsBriefly(open);
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        reader = null;
        if (open != null) {
            try (open) {
                open.rollback();
            } catch (SQLException ended) {
                // Nothing was changed over it, and it is nobody's any more.
                LOG.log(System.Logger.Level.DEBUG, "a connection for questions was ended by the other side");
            }
        }
    }
}
