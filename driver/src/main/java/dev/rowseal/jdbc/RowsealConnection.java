package dev.rowseal.jdbc;

import dev.rowseal.catalog.DatabaseCatalogue;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.plan.GuardedNames;
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
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The {@link Connection} that an application holds: every text it runs is planned here first. */
final class RowsealConnection extends DelegatingConnection {

    private final Connection delegate;
    private final SealedDatabase database;
    private final String url;
    private final DatabaseCatalogue catalogue;
    private @Nullable GuardedNames guarded;
    private long guardedVersion;
    /** Whether the search path may be another than the catalogue knows. */
    private boolean pathStale;
    /** Whether it was ever changed on this connection: the end of a transaction may then change it back. */
    private boolean pathTouched;

    /**
     * @param url the URL that the application asked for
     */
    RowsealConnection(Connection delegate, SealedDatabase database, String url) {
        this.delegate = delegate;
        this.database = database;
        this.url = url;
        this.catalogue = database.catalogue(delegate);
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
        if (delegate.isClosed()) {
            delegate.createStatement();
        }
        if (sql == null) {
            throw new SQLException("the statement is null", "42000");
        }
        Planned end = Planned.ofTransactionEnd(sql);
        if (end != null) {
            return end;
        }
        try {
            List<String> path = currentPath();
            long version = catalogue.version();
            Planned known = database.plans().find(sql, path, version);
            if (known == null) {
                Plan plan = database.planner().plan(sql, guarded(version), catalogue);
                known = new Planned(plan, Planned.Effects.of(sql), version, path);
                if (!(plan instanceof Plan.Rewritten rewritten)
                        || !rewritten.sql().holdsValues()) {
                    database.plans().keep(sql, path, version, known);
                }
            }
            requirePlainBackslashes(sql, version);
            return known;
        } catch (RuntimeException failure) {
            throw unforeseen(failure);
        }
    }

    private List<String> currentPath() {
        database.refresh();
        if (pathStale) {
            catalogue.searchPathChanged();
            pathStale = false;
        }
        return catalogue.searchPath();
    }

    /** In a failed transaction PostgreSQL says nothing of its catalogue either: then its own error is the answer. */
    private static SQLException unforeseen(RuntimeException failure) {
        return failure instanceof Misconfigured
                        && failure.getCause() instanceof SQLException cause
                        && "25P02".equals(cause.getSQLState())
                ? Failures.cleaned(cause)
                : Failures.unforeseen(failure);
    }

    /**
     * Refuses a text with backslashes that may name a sealed table, in a PostgreSQL session where a backslash escapes:
     * strings end elsewhere there than planning takes them to.
     */
    private void requirePlainBackslashes(String sql, long version) throws SQLException {
        if (sql.indexOf('\\') < 0
                || !database.hasBackslashSetting()
                || !guarded(version).in(sql)) {
            return;
        }
        try (Statement statement = delegate.createStatement();
                ResultSet setting = statement.executeQuery("SHOW standard_conforming_strings")) {
            if (!setting.next() || !"on".equals(setting.getString(1))) {
                throw Failures.refused(
                        "a text with backslashes while standard_conforming_strings is off",
                        "give it as a parameter, or leave the setting on");
            }
        }
    }

    private GuardedNames guarded(long version) {
        GuardedNames known = guarded;
        if (known == null || guardedVersion != version) {
            known = new GuardedNames(catalogue.guardedNames());
            guarded = known;
            guardedVersion = version;
        }
        return known;
    }

    /** The plan of a text that was planned before, as things are now: the same one, unless the catalogue has changed. */
    Planned replan(String sql, Planned before) throws SQLException {
        try {
            boolean same = before.searchPath().equals(currentPath()) && before.version() == catalogue.version();
            if (same || Planned.ofTransactionEnd(sql) != null) {
                return before;
            }
        } catch (RuntimeException failure) {
            throw unforeseen(failure);
        }
        Planned now = plan(sql);
        if (!now.isLike(before)) {
            throw new SQLException(
                    "the tables that the statement names have changed since it was prepared; prepare it again",
                    "RS004");
        }
        return now;
    }

    /** To be told after a text was run, or tried. */
    void ran(Planned planned) {
        if (planned.effects() == Planned.Effects.SCHEMA) {
            database.catalogueChanged();
        }
        if (planned.effects() != Planned.Effects.NONE) {
            pathTouched();
        }
    }

    private void pathTouched() {
        pathTouched = true;
        pathStale = true;
    }

    private void transactionEnds() {
        pathStale |= pathTouched;
    }

    @Override
    public void commit() throws SQLException {
        transactionEnds();
        delegate.commit();
    }

    @Override
    public void rollback() throws SQLException {
        transactionEnds();
        delegate.rollback();
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        transactionEnds();
        delegate.rollback(savepoint);
    }

    @Override
    public void setAutoCommit(boolean on) throws SQLException {
        transactionEnds();
        delegate.setAutoCommit(on);
    }

    private interface Prepare {
        PreparedStatement prepare(String sql) throws SQLException;
    }

    private PreparedStatement prepared(String sql, Prepare prepare) throws SQLException {
        Planned planned = plan(sql);
        return prepared(planned, sql, prepare);
    }

    private PreparedStatement prepared(Planned planned, String sql, Prepare prepare) throws SQLException {
        if (!(planned.plan() instanceof Plan.Rewritten rewritten)) {
            return new PlannedStatement(prepare.prepare(sql), this, sql, planned);
        }
        try {
            return new PlannedStatement(prepare.prepare(rewritten.sql().prepared()), this, sql, planned);
        } catch (SQLException e) {
            throw Failures.cleaned(e);
        }
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return prepared(sql, delegate::prepareStatement);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency) throws SQLException {
        return prepared(sql, text -> delegate.prepareStatement(text, type, concurrency));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return prepared(sql, text -> delegate.prepareStatement(text, type, concurrency, holdability));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int keys) throws SQLException {
        return prepared(sql, text -> delegate.prepareStatement(text, keys));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
        Planned planned = plan(sql);
        if (planned.plan() instanceof Plan.Rewritten) {
            throw GeneratedKeys.byNumber();
        }
        return prepared(planned, sql, text -> delegate.prepareStatement(text, columns));
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
        Planned planned = plan(sql);
        if (planned.plan() instanceof Plan.Rewritten rewritten && rewritten.target() != null) {
            GeneratedKeys.require(rewritten.target(), columns);
        }
        return prepared(planned, sql, text -> delegate.prepareStatement(text, columns));
    }

    private interface PrepareCall {
        CallableStatement prepare(String sql) throws SQLException;
    }

    private CallableStatement call(String sql, PrepareCall prepare) throws SQLException {
        Planned planned = plan(sql);
        if (planned.plan() instanceof Plan.Rewritten) {
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
        return delegate.nativeSQL(
                plan instanceof Plan.Rewritten rewritten ? rewritten.sql().prepared() : sql);
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
        return catalogue;
    }

    @Override
    public void setSchema(String schema) throws SQLException {
        pathTouched();
        delegate.setSchema(schema);
    }

    @Override
    public void setCatalog(String catalog) throws SQLException {
        pathTouched();
        delegate.setCatalog(catalog);
    }

    @Override
    public void close() throws SQLException {
        delegate.close();
    }

    @Override
    public boolean isClosed() throws SQLException {
        return delegate.isClosed();
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        delegate.abort(executor);
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
        return new RowsealArray(delegate.createArrayOf(type, elements), this);
    }

    @Override
    public Blob createBlob() throws SQLException {
        return delegate.createBlob();
    }

    @Override
    public Clob createClob() throws SQLException {
        return delegate.createClob();
    }

    @Override
    public NClob createNClob() throws SQLException {
        return delegate.createNClob();
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        return delegate.createSQLXML();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return Unwrapping.isWrapperFor(this, delegate, type, database);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(this, delegate, type, database);
    }
}
