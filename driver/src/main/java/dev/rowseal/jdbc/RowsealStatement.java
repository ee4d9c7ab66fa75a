package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Statement} that an application holds. A text that is rewritten gets its sealed values as literals; a batch
 * is kept until it is executed.
 */
abstract class RowsealStatement extends DelegatingStatement {

    /** A text of a batch, planned when it was added. */
    private record Entry(String sql, Planned planned) {}

    private final List<Entry> batch = new ArrayList<>();
    /** What was executed last: it says how the current result and the generated keys are read. */
    private Plan ran = new Plan.PassThrough();

    private @Nullable Reading reading;
    private @Nullable ResultSet current;

    abstract RowsealConnection connection();

    @Override
    SQLException failed(SQLException failure) {
        return ran instanceof Plan.Rewritten ? Failures.cleaned(failure) : failure;
    }

    /** Something that is done with the wrapped statement and a text. */
    interface Run<T> {
        T run(Statement target, String sql) throws SQLException;
    }

    private <T> T run(String sql, Run<T> run) throws SQLException {
        Planned planned = connection().plan(sql);
        return run(planned, planned.text(connection(), sql), run);
    }

    private <T> T run(Planned planned, String text, Run<T> run) throws SQLException {
        running(planned.plan(), planned.reading(connection().database()));
        try {
            return run.run(delegate(), text);
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            connection().planning().ran(planned);
        }
    }

    /** Notes what is about to be executed. */
    final void running(Plan plan, @Nullable Reading rows) {
        ran = plan;
        reading = rows;
        current = null;
    }

    /** The application's view of a wrapped result set of what was executed last. */
    final ResultSet show(ResultSet rows) throws SQLException {
        ResultSet shown = new RowsealResultSet(rows, connection(), this, reading);
        current = shown;
        return shown;
    }

    private void requireKeys(String sql, String[] names) throws SQLException {
        if (connection().plan(sql).plan() instanceof Plan.Rewritten rewritten && rewritten.target() != null) {
            GeneratedKeys.require(rewritten.target(), names);
        }
    }

    private void requireKeysByNumber(String sql) throws SQLException {
        if (connection().plan(sql).plan() instanceof Plan.Rewritten) {
            throw GeneratedKeys.byNumber();
        }
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        return show(run(sql, Statement::executeQuery));
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return run(sql, Statement::executeUpdate);
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return run(sql, Statement::executeLargeUpdate);
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return run(sql, Statement::execute);
    }

    @Override
    public int executeUpdate(String sql, int keys) throws SQLException {
        return run(sql, (target, text) -> target.executeUpdate(text, keys));
    }

    @Override
    public int executeUpdate(String sql, int[] columns) throws SQLException {
        requireKeysByNumber(sql);
        return run(sql, (target, text) -> target.executeUpdate(text, columns));
    }

    @Override
    public int executeUpdate(String sql, String[] columns) throws SQLException {
        requireKeys(sql, columns);
        return run(sql, (target, text) -> target.executeUpdate(text, columns));
    }

    @Override
    public long executeLargeUpdate(String sql, int keys) throws SQLException {
        return run(sql, (target, text) -> target.executeLargeUpdate(text, keys));
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
        requireKeysByNumber(sql);
        return run(sql, (target, text) -> target.executeLargeUpdate(text, columns));
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
        requireKeys(sql, columns);
        return run(sql, (target, text) -> target.executeLargeUpdate(text, columns));
    }

    @Override
    public boolean execute(String sql, int keys) throws SQLException {
        return run(sql, (target, text) -> target.execute(text, keys));
    }

    @Override
    public boolean execute(String sql, int[] columns) throws SQLException {
        requireKeysByNumber(sql);
        return run(sql, (target, text) -> target.execute(text, columns));
    }

    @Override
    public boolean execute(String sql, String[] columns) throws SQLException {
        requireKeys(sql, columns);
        return run(sql, (target, text) -> target.execute(text, columns));
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        Planned planned = connection().plan(sql);
        if (isDdl(planned.plan())) {
            // It may be several statements, which PostgreSQL's driver takes in no batch, and have several counts.
            throw Failures.refused("to make or change a sealed table in a batch", "run the statement by itself");
        }
        batch.add(new Entry(sql, planned));
    }

    @Override
    public void clearBatch() throws SQLException {
        batch.clear();
        delegate().clearBatch();
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return runBatch((target, ignored) -> target.executeBatch());
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        return runBatch((target, ignored) -> target.executeLargeBatch());
    }

    private <T> T runBatch(Run<T> run) throws SQLException {
        List<Entry> entries = List.copyOf(batch);
        batch.clear();
        Planned last = new Planned(new Plan.PassThrough(), Planned.Effects.NONE, 0, List.of());
        try {
            for (Entry entry : entries) {
                delegate().addBatch(entry.planned().text(connection(), entry.sql()));
                if (entry.planned().plan() instanceof Plan.Rewritten) {
                    last = entry.planned();
                }
            }
            return run(last, "", run);
        } finally {
            delegate().clearBatch();
            entries.forEach(entry -> connection().planning().ran(entry.planned()));
        }
    }

    @Override
    public final @Nullable ResultSet getResultSet() throws SQLException {
        if (current != null) {
            return current;
        }
        ResultSet rows = delegate().getResultSet();
        return rows == null ? null : show(rows);
    }

    @Override
    public final boolean getMoreResults() throws SQLException {
        current = null;
        boolean more = delegate().getMoreResults();
        // A statement that makes or changes a table is one to the application, whatever it has become.
        while (isDdl(ran) && (more || delegate().getLargeUpdateCount() >= 0)) {
            more = delegate().getMoreResults();
        }
        return more;
    }

    private static boolean isDdl(Plan plan) {
        return plan instanceof Plan.Rewritten rewritten && rewritten.kind() == Plan.Kind.DDL;
    }

    @Override
    public final boolean getMoreResults(int which) throws SQLException {
        current = null;
        return delegate().getMoreResults(which);
    }

    @Override
    public final int getUpdateCount() throws SQLException {
        return delegate().getUpdateCount();
    }

    @Override
    public final long getLargeUpdateCount() throws SQLException {
        return delegate().getLargeUpdateCount();
    }

    @Override
    public final ResultSet getGeneratedKeys() throws SQLException {
        ResultSet keys = delegate().getGeneratedKeys();
        Reading read = null;
        if (ran instanceof Plan.Rewritten rewritten && rewritten.target() != null) {
            SealedDatabase database = connection().database();
            read = new Reading(
                    database,
                    rewritten.result() != null
                            ? rewritten.result()
                            : GeneratedKeys.shape(rewritten.target(), keys.getMetaData()),
                    new Values(database.dialect(), new Bound[0]));
        }
        return new RowsealResultSet(keys, connection(), this, read);
    }

    @Override
    public final Connection getConnection() throws SQLException {
        if (delegate().isClosed()) {
            delegate().getConnection();
        }
        return connection();
    }

    @Override
    public final void close() throws SQLException {
        batch.clear();
        delegate().close();
    }

    @Override
    public final boolean isClosed() throws SQLException {
        return delegate().isClosed();
    }

    @Override
    public final void closeOnCompletion() throws SQLException {
        delegate().closeOnCompletion();
    }

    @Override
    public final boolean isCloseOnCompletion() throws SQLException {
        return delegate().isCloseOnCompletion();
    }

    @Override
    public final int getMaxFieldSize() throws SQLException {
        return delegate().getMaxFieldSize();
    }

    /** A limit would cut envelopes short. */
    @Override
    public final void setMaxFieldSize(int bytes) throws SQLException {
        if (bytes != 0) {
            throw Failures.refused("a limit on the size of fields", "leave it at 0 and cut values after reading them");
        }
        delegate().setMaxFieldSize(0);
    }

    @Override
    public final void setEscapeProcessing(boolean on) throws SQLException {
        delegate().setEscapeProcessing(on);
    }

    @Override
    public final @Nullable SQLWarning getWarnings() throws SQLException {
        return Failures.cleaned(delegate().getWarnings());
    }

    @Override
    public final boolean isWrapperFor(Class<?> type) throws SQLException {
        return Unwrapping.isWrapperFor(this, delegate(), type, connection().database());
    }

    @Override
    public final <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(this, delegate(), type, connection().database());
    }
}
