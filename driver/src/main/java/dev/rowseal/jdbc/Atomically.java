package dev.rowseal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;

/**
 * Several statements on one connection that count as one: all of them or none. Under autocommit they are a transaction of
 * their own; in the application's transaction they go back to a savepoint when one fails. One thread's.
 */
final class Atomically {

    private static final String SAVEPOINT = "rowseal_steps_";
    private static final String NO_TRANSACTION = "25P01";

    /** What is done. */
    interface Work<T> {
        T run() throws SQLException;
    }

    private interface Undo {
        void run() throws SQLException;
    }

    private final RowsealConnection connection;
    private final Connection delegate;
    private final Vendor vendor;

    Atomically(RowsealConnection connection) {
        this.connection = connection;
        this.delegate = connection.delegate();
        this.vendor = connection.database().vendor();
    }

    /**
     * Does the work.
     *
     * @param begun whether a transaction may be running although autocommit is on, because a text began it
     * @throws SQLException the work's failure; nothing of it is left then. A transaction that the failed statement has
     *     ended, as PostgreSQL does, is left so
     */
    <T> T run(boolean begun, Work<T> work) throws SQLException {
        return connection.inTurn(() -> atOnce(begun, work));
    }

    private <T> T atOnce(boolean begun, Work<T> work) throws SQLException {
        if (!delegate.getAutoCommit()) {
            Savepoint savepoint = delegate.setSavepoint();
            return inSavepoint(work, () -> delegate.releaseSavepoint(savepoint), () -> delegate.rollback(savepoint));
        }
        // A name for each that is within another: on MariaDB one of the same name would end the other's.
        String name = SAVEPOINT + connection.depth();
        return begun && vendor.mayBeInTransaction(delegate) && isSet(name)
                ? inSavepoint(
                        work,
                        () -> execute("RELEASE SAVEPOINT " + name),
                        () -> execute("ROLLBACK TO SAVEPOINT " + name))
                : inTransaction(work);
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        if (!vendor.writesThoughReadOnly(delegate)) {
            return inItsOwn(work);
        }
        delegate.setReadOnly(false);
        T result;
        try {
            result = inItsOwn(work);
        } catch (SQLException | RuntimeException | Error failure) {
            undo(failure, () -> delegate.setReadOnly(true));
            throw failure;
        }
        delegate.setReadOnly(true);
        return result;
    }

    private <T> T inItsOwn(Work<T> work) throws SQLException {
        delegate.setAutoCommit(false);
        T result;
        try {
            result = work.run();
            delegate.commit();
        } catch (SQLException | RuntimeException | Error failure) {
            undo(failure, delegate::rollback);
            connection.planning().transactionEnded(true);
            undo(failure, () -> delegate.setAutoCommit(true));
            throw failure;
        }
        connection.planning().transactionEnded(true);
        delegate.setAutoCommit(true);
        return result;
    }

    private <T> T inSavepoint(Work<T> work, Undo release, Undo rollback) throws SQLException {
        T result;
        try {
            result = work.run();
        } catch (SQLException | RuntimeException | Error failure) {
            if (isUsable()) {
                undo(failure, rollback);
                connection.planning().transactionEnded(false);
            }
            throw failure;
        }
        release.run();
        return result;
    }

    private static void undo(Throwable failure, Undo undo) {
        try {
            undo.run();
        } catch (SQLException further) {
            failure.addSuppressed(Failures.cleaned(further));
        }
    }

    /** Whether the transaction takes a statement: after a failed one PostgreSQL's takes none but a rollback. */
    private boolean isUsable() {
        try {
            execute("SELECT 1");
            return true;
        } catch (SQLException ended) {
            return false;
        }
    }

    /** Sets a savepoint where only text knows of the transaction; false when there is none. */
    private boolean isSet(String name) throws SQLException {
        try {
            execute("SAVEPOINT " + name);
            return true;
        } catch (SQLException e) {
            if (NO_TRANSACTION.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = delegate.createStatement()) {
            statement.execute(sql);
        }
    }
}
