package dev.rowseal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The wrapped connection as the steps of one change use it: under the application's query timeout, and so that it can
 * cancel the step that runs. One thread's, but for {@link #cancel}.
 */
final class InnerSession {

    private final Connection delegate;
    private final int timeout;
    private volatile @Nullable Statement running;
    private @Nullable SQLWarning warnings;

    /** @param timeout of each step, in seconds; 0 for none */
    InnerSession(Connection delegate, int timeout) {
        this.delegate = delegate;
        this.timeout = timeout;
    }

    Connection delegate() {
        return delegate;
    }

    /** Something that is done with a statement. */
    interface Use<T> {
        T with(PreparedStatement statement) throws SQLException;
    }

    /** Something that prepares a statement. */
    interface Prepare {
        PreparedStatement on(Connection connection) throws SQLException;
    }

    /** Prepares a statement that outlives its step; the caller closes it. */
    PreparedStatement open(Prepare prepare) throws SQLException {
        PreparedStatement statement = prepare.on(delegate);
        statement.setQueryTimeout(timeout);
        running = statement;
        return statement;
    }

    /** Prepares one step, does something with it and closes it. */
    <T> T step(String sql, Use<T> use) throws SQLException {
        Statement around = running;
        try (PreparedStatement statement = delegate.prepareStatement(sql)) {
            statement.setQueryTimeout(timeout);
            running = statement;
            T result = use.with(statement);
            note(statement.getWarnings());
            return result;
        } finally {
            running = around;
        }
    }

    /** Keeps what a statement warned of. */
    void note(@Nullable SQLWarning more) {
        SQLWarning cleaned = Failures.cleaned(more);
        if (warnings == null) {
            warnings = cleaned;
        } else if (cleaned != null) {
            warnings.setNextWarning(cleaned);
        }
    }

    /** What the database warned of in all steps so far. */
    @Nullable
    SQLWarning warnings() {
        return warnings;
    }

    /** Cancels the step that runs, from any thread. */
    void cancel() throws SQLException {
        Statement statement = running;
        if (statement != null) {
            statement.cancel();
        }
    }
}
