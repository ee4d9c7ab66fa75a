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
        return question.apply(known);
    }

    /** See {@link Vendor#pathSettings}. */
    String pathSettings() throws SQLException {
        return database.vendor().pathSettings(connection());
    }

    /** Whether a failure is that of a question that waited for a lock. */
    static boolean isLocked(Misconfigured failure) {
        return failure.getCause() instanceof SQLException cause && LOCKED.equals(cause.getSQLState());
    }

    private Connection connection() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = database.connect();
            connection = open;
            database.vendor().waitsBriefly(open);
        }
        return open;
    }

    @Override
    public void close() throws SQLException {
        Connection open = connection;
        connection = null;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}
