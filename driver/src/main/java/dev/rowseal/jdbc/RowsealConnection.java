package dev.rowseal.jdbc;

import dev.rowseal.catalog.DatabaseCatalogue;
import dev.rowseal.convert.Foreseen;
import dev.rowseal.plan.Plan;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The {@link Connection} that an application holds: every text it runs is planned here first. */
final class RowsealConnection extends DelegatingConnection {

    private final Connection delegate;
    private final SealedDatabase database;
    private final String url;
    private final Planning planning;
    private final ReentrantLock turn = new ReentrantLock();

    /**
     * @param url the URL that the application asked for
     */
    RowsealConnection(Connection delegate, SealedDatabase database, String url) {
        this.delegate = delegate;
        this.database = database;
        this.url = url;
        this.planning = new Planning(this, delegate, database);
    }

    @Override
    Connection delegate() {
        return delegate;
    }

    @Override
    SQLException failed(SQLException failure) {
        return failure;
    }

    SealedDatabase database() {
        return database;
    }

    /** The plan of a text on this connection, as things are now. */
    Planned plan(String sql) throws SQLException {
        return planning.plan(sql, false);
    }

    /** How this connection plans its texts. */
    Planning planning() {
        return planning;
    }

    /**
     * Does what runs in the session when nothing else does: under autocommit a change of several steps is a transaction, in
     * which a statement of another thread's would be undone with it. What cancels or closes does not wait.
     */
    <T> T inTurn(StatementResults.Work<T> work) throws SQLException {
        turn.lock();
        try {
            return work.run();
        } finally {
            turn.unlock();
        }
    }

    /** How many of those that have the turn are one within the other. By who has it. */
    int depth() {
        return turn.getHoldCount();
    }

    private interface End {
        void run() throws SQLException;
    }

    private void ends(boolean whole, End end) throws SQLException {
        inTurn(() -> {
            boolean done = false;
            try {
                end.run();
                done = true;
            } finally {
                // Not before: what others read of the catalogue until then is as it was.
                planning.transactionEnded(whole && done);
            }
            return true;
        });
    }

    @Override
    public void commit() throws SQLException {
        ends(true, delegate::commit);
    }

    @Override
    public void rollback() throws SQLException {
        ends(true, delegate::rollback);
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        database.vendor().requireSavepoint(name);
        try {
            return delegate.setSavepoint(name);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        ends(false, () -> delegate.rollback(savepoint));
    }

    @Override
    public void setAutoCommit(boolean on) throws SQLException {
        if (on && !delegate.getAutoCommit()) {
            ends(true, () -> delegate.setAutoCommit(true));
        } else {
            delegate.setAutoCommit(on);
        }
    }

    private interface Prepare {
        PreparedStatement prepare(String sql) throws SQLException;
    }

    private PreparedStatement prepared(String sql, int concurrency, Prepare prepare) throws SQLException {
        Planned planned = planning.plan(sql, concurrency == ResultSet.CONCUR_UPDATABLE);
        return prepared(planned, sql, AskedKeys.NONE, prepare);
    }

    private PreparedStatement prepared(Planned planned, String sql, AskedKeys keys, Prepare prepare)
            throws SQLException {
        Plan.Rewritten whole = planned.plan().whole();
        if (whole == null) {
            return new PlannedStatement(prepare.prepare(sql), this, sql, planned, keys);
        }
        GeneratedKeys.requireNoRows(planned.plan(), keys.any());
        try {
            PreparedStatement prepared = Failures.bearing(
                    planned.plan(), () -> prepare.prepare(whole.sql().prepared()));
            return new PlannedStatement(prepared, this, sql, planned, keys);
        } catch (SQLException e) {
            throw Failures.cleaned(e);
        }
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return prepared(sql, ResultSet.CONCUR_READ_ONLY, delegate::prepareStatement);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return prepared(sql, concurrency, text -> delegate.prepareStatement(text, type, concurrency));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return prepared(sql, concurrency, text -> delegate.prepareStatement(text, type, concurrency, holdability));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
        return prepared(plan(sql), sql, AskedKeys.flag(keys), text -> delegate.prepareStatement(text, keys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
        Planned planned = plan(sql);
        AskedKeys keys = AskedKeys.numbered(this, planned.plan(), columns);
        return prepared(
                planned,
                sql,
                keys,
                text -> keys.any()
                        ? delegate.prepareStatement(text, keys.array())
                        : delegate.prepareStatement(text, columns));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
        Planned planned = plan(sql);
        AskedKeys keys = AskedKeys.named(planned.plan(), columns);
        return prepared(
                planned, sql, keys, text -> delegate.prepareStatement(text, columns == null ? columns : keys.array()));
    }

    private interface PrepareCall {
        CallableStatement prepare(String sql) throws SQLException;
    }

    private CallableStatement call(String sql, PrepareCall prepare) throws SQLException {
        Planned planned = plan(sql);
        if (planned.plan().whole() != null) {
            throw Failures.refused(
                    "to prepare a statement on a sealed table as a call", "prepare it with prepareStatement");
        }
        return new RowsealCallableStatement(prepare.prepare(sql), this, sql, planned);
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        return call(sql, delegate::prepareCall);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
        return call(sql, text -> delegate.prepareCall(text, type, concurrency));
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability) throws SQLException {
        return call(sql, text -> delegate.prepareCall(text, type, concurrency, holdability));
    }

    /** What the wrapped driver would make of the text that Rowseal sends it. */
    @Override
    public String nativeSQL(String sql) throws SQLException {
        Plan plan = plan(sql).plan();
        Plan.Rewritten whole = plan.whole();
        return Failures.bearing(
                plan, () -> delegate.nativeSQL(whole == null ? sql : whole.sql().prepared()));
    }

    @Override
    public Statement createStatement() throws SQLException {
        return new TextStatement(delegate.createStatement(), this);
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return new TextStatement(delegate.createStatement(type, concurrency), this);
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
        return new TextStatement(delegate.createStatement(type, concurrency, holdability), this);
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        return new RowsealDatabaseMetaData(delegate.getMetaData(), this, url);
    }

    DatabaseCatalogue catalogue() {
        return planning.catalogue();
    }

    @Override
    public void setSchema(String schema) throws SQLException {
        planning.pathTouched();
        delegate.setSchema(schema);
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        planning.pathTouched();
        delegate.setCatalog(catalog);
    }

    @Override
    public void close() throws SQLException {
        try {
            delegate.close();
        } finally {
            planning.closed();
        }
    }

    @Override
    public boolean isClosed() throws SQLException {
        return delegate.isClosed();
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        try {
            delegate.abort(executor);
        } finally {
            planning.closed();
        }
    }

    @Override
    public @Nullable SQLWarning getWarnings() throws SQLException {
        return Failures.cleaned(delegate.getWarnings());
    }

    @Override
    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        delegate.setClientInfo(name, value);
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        delegate.setClientInfo(properties);
    }

    @Override
    public Array createArrayOf(String type, Object[] elements) throws SQLException {
        return RowsealArray.made(this, type, elements);
    }

    private boolean storesMade() {
        return database.vendor().storesMadeObjects();
    }

    @Override
    public Blob createBlob() throws SQLException {
        return storesMade() ? new HeapBlob(delegate.createBlob()) : delegate.createBlob();
    }

    @Override
    public Clob createClob() throws SQLException {
        return storesMade() ? new HeapClob(delegate.createNClob()) : delegate.createClob();
    }

    @Override
    public NClob createNClob() throws SQLException {
        return storesMade() ? new HeapClob(delegate.createNClob()) : delegate.createNClob();
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        return storesMade() ? new HeapXml(delegate.createSQLXML()) : delegate.createSQLXML();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return Unwrapping.isWrapperFor(this, delegate, type, database);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(this, delegate, type, database);
    }

    private void rollBackAndClose() throws SQLException {
        try {
            if (!delegate.getAutoCommit()) {
                delegate.rollback();
            }
        } finally {
            close();
        }
    }

    /** Rolls back and closes, where a transaction must not go on after a failure. Under autocommit nothing is open. */
    void giveUp(SQLException failure) {
        try {
            inTurn(() -> {
                if (!delegate.getAutoCommit() || planning.mayHaveBegun()) {
                    rollBackAndClose();
                }
                return true;
            });
        } catch (SQLException further) {
            failure.addSuppressed(Failures.cleaned(further));
        }
    }

    /**
     * A failure of an execution, which ends the transaction where it would have done so had the wrapped driver sent the
     * values: PostgreSQL's takes nothing but a rollback then, so that nobody commits what came before.
     */
    SQLException ending(Planned planned, SQLException failure) {
        // A statement that passes fails in the server, and nothing is sent behind it that the application did not send.
        boolean passes = planned.plan() instanceof Plan.PassThrough;
        if (!passes && Foreseen.is(failure)) {
            turn.lock();
            try {
                database().vendor().end(delegate(), planning().mayHaveBegun(), failure);
            } finally {
                turn.unlock();
            }
        }
        return failure;
    }
}
