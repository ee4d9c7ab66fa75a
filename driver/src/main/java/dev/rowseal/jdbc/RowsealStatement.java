package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Statement} that an application holds. A text that is rewritten gets its sealed values as literals; a batch
 * is kept until it is executed.
 */
abstract class RowsealStatement extends DelegatingStatement {

    private final TextBatch batch = new TextBatch();
    /** What was executed last: it says how the current result and the generated keys are read. */
    private Plan ran = new Plan.PassThrough();

    private @Nullable Reading reading;
    private @Nullable ResultSet current;
    /** What a change of several steps gave; null when the wrapped statement has the result. */
    private @Nullable Changed changed;

    private volatile @Nullable InnerSession inner;
    /** The generated keys that were asked for, of what was executed last or of all that is. */
    private AskedKeys asked = AskedKeys.NONE;

    abstract RowsealConnection connection();

    @Override
    SQLException failed(SQLException failure) {
        return ran.whole() != null ? Failures.cleaned(failure) : failure;
    }

    /** Something that is done with the wrapped statement and a text. */
    interface Run<T> {
        T run(Statement target, String sql) throws SQLException;
    }

    private <T> T run(String sql, Asking asking, Asking.Run<T> run, Function<Changed, T> as) throws SQLException {
        AskedKeys keys = asking.keys(connection().plan(sql).plan());
        return run(sql, keys, (target, text) -> run.run(target, text, keys.array()), as);
    }

    private <T> T run(String sql, AskedKeys keys, Run<T> run, Function<Changed, T> as) throws SQLException {
        Planned planned = connection().plan(sql);
        asked = keys;
        if (planned.plan() instanceof Plan.Stepped plan) {
            GeneratedKeys.requireOneStep(plan, keys.any());
            return as.apply(change(planned, plan, Bound.none(plan)));
        }
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

    /** Notes which generated keys are asked for of whatever is executed. */
    final void ask(AskedKeys keys) {
        asked = keys;
    }

    /** The generated keys that are asked for. */
    final AskedKeys asked() {
        return asked;
    }

    /** Notes what is about to be executed. */
    final void running(Plan plan, @Nullable Reading rows) throws SQLException {
        if (changed != null) {
            changed.close();
        }
        ran = plan;
        reading = rows;
        current = null;
        changed = null;
    }

    /** Runs a change of several steps so that they count as one. */
    final Changed change(Planned planned, Plan.Stepped plan, List<@Nullable Bound[]> entries) throws SQLException {
        if (current != null) {
            current.close();
        }
        running(plan, null);
        InnerSession session =
                new InnerSession(connection().delegate(), delegate().getQueryTimeout());
        inner = session;
        try {
            Changed done = Stepping.atomically(connection(), session, plan, entries, asked);
            changed = done;
            return done;
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            inner = null;
            connection().planning().ran(planned);
        }
    }

    /** The application's view of a wrapped result set of what was executed last. */
    final ResultSet show(ResultSet rows) throws SQLException {
        ResultSet shown = new RowsealResultSet(rows, connection(), this, reading);
        current = shown;
        return shown;
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        Planned planned = connection().plan(sql);
        planned.requireQuery();
        return show(run(planned, planned.text(connection(), sql), Statement::executeQuery));
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return run(sql, AskedKeys.NONE, Statement::executeUpdate, Changed::intCount);
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return run(sql, AskedKeys.NONE, Statement::executeLargeUpdate, Changed::count);
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return run(sql, AskedKeys.NONE, Statement::execute, changed -> false);
    }

    @Override
    public int executeUpdate(String sql, int keys) throws SQLException {
        return run(sql, AskedKeys.flag(keys), (target, text) -> target.executeUpdate(text, keys), Changed::intCount);
    }

    @Override
    public int executeUpdate(String sql, int[] columns) throws SQLException {
        return run(
                sql,
                plan -> AskedKeys.numbered(connection(), plan, columns),
                (target, text, names) ->
                        names.length == 0 ? target.executeUpdate(text, columns) : target.executeUpdate(text, names),
                Changed::intCount);
    }

    @Override
    public int executeUpdate(String sql, String[] columns) throws SQLException {
        return run(
                sql,
                plan -> AskedKeys.named(plan, columns),
                (target, text, names) -> target.executeUpdate(text, columns == null ? columns : names),
                Changed::intCount);
    }

    @Override
    public long executeLargeUpdate(String sql, int keys) throws SQLException {
        return run(sql, AskedKeys.flag(keys), (target, text) -> target.executeLargeUpdate(text, keys), Changed::count);
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
        return run(
                sql,
                plan -> AskedKeys.numbered(connection(), plan, columns),
                (target, text, names) -> names.length == 0
                        ? target.executeLargeUpdate(text, columns)
                        : target.executeLargeUpdate(text, names),
                Changed::count);
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
        return run(
                sql,
                plan -> AskedKeys.named(plan, columns),
                (target, text, names) -> target.executeLargeUpdate(text, columns == null ? columns : names),
                Changed::count);
    }

    @Override
    public boolean execute(String sql, int keys) throws SQLException {
        return run(sql, AskedKeys.flag(keys), (target, text) -> target.execute(text, keys), changed -> false);
    }

    @Override
    public boolean execute(String sql, int[] columns) throws SQLException {
        return run(
                sql,
                plan -> AskedKeys.numbered(connection(), plan, columns),
                (target, text, names) ->
                        names.length == 0 ? target.execute(text, columns) : target.execute(text, names),
                changed -> false);
    }

    @Override
    public boolean execute(String sql, String[] columns) throws SQLException {
        return run(
                sql,
                plan -> AskedKeys.named(plan, columns),
                (target, text, names) -> target.execute(text, columns == null ? columns : names),
                changed -> false);
    }

    @Override
    public void addBatch(String sql) throws SQLException {
        batch.add(sql, connection().plan(sql));
    }

    @Override
    public void clearBatch() throws SQLException {
        batch.clear();
        delegate().clearBatch();
    }

    @Override
    public int[] executeBatch() throws SQLException {
        return batch.isStepped()
                ? SteppedBatch.ints(steppedBatch())
                : runBatch((target, ignored) -> target.executeBatch());
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        return batch.isStepped() ? steppedBatch() : runBatch((target, ignored) -> target.executeLargeBatch());
    }

    private long[] steppedBatch() throws SQLException {
        asked = AskedKeys.NONE;
        return new SteppedBatch(connection(), batch.take((sql, planned) -> {
                    if (planned.plan() instanceof Plan.Stepped plan) {
                        return change(planned, plan, Bound.none(plan)).count();
                    }
                    return run(planned, planned.text(connection(), sql), Statement::executeLargeUpdate);
                }))
                .run();
    }

    private <T> T runBatch(Run<T> run) throws SQLException {
        return batch.run(delegate(), connection(), last -> run(last, "", run));
    }

    @Override
    public final @Nullable ResultSet getResultSet() throws SQLException {
        if (current != null) {
            return current;
        }
        ResultSet rows = changed == null ? delegate().getResultSet() : null;
        return rows == null ? null : show(rows);
    }

    @Override
    public final boolean getMoreResults() throws SQLException {
        if (endChange()) {
            return false;
        }
        current = null;
        boolean more = delegate().getMoreResults();
        // A statement that makes or changes a table is one to the application, whatever it has become.
        while (TextBatch.isDdl(ran) && (more || delegate().getLargeUpdateCount() >= 0)) {
            more = delegate().getMoreResults();
        }
        return more;
    }

    @Override
    public final boolean getMoreResults(int which) throws SQLException {
        if (endChange()) {
            return false;
        }
        current = null;
        return delegate().getMoreResults(which);
    }

    /** Whether the current result was a change's, behind which there is none. */
    private boolean endChange() {
        if (changed == null) {
            return false;
        }
        changed = changed.ended();
        return true;
    }

    @Override
    public final int getUpdateCount() throws SQLException {
        return changed == null ? delegate().getUpdateCount() : changed.intCount();
    }

    @Override
    public final long getLargeUpdateCount() throws SQLException {
        return changed == null ? delegate().getLargeUpdateCount() : changed.count();
    }

    @Override
    public final ResultSet getGeneratedKeys() throws SQLException {
        Changed.Keys kept = changed == null ? null : changed.keys();
        if (kept != null) {
            SealedDatabase database = connection().database();
            Reading read = new Reading(database, kept.shape(), new Values(database.dialect(), new Bound[0]));
            return new RowsealResultSet(kept.rows(), connection(), this, read);
        }
        ResultSet keys = delegate().getGeneratedKeys();
        Plan.Rewritten whole = changed == null ? ran.whole() : null;
        Reading read = GeneratedKeys.reading(connection().database(), whole, keys, asked);
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
        if (changed != null) {
            changed.close();
        }
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
        return changed == null ? Failures.cleaned(delegate().getWarnings()) : changed.warnings();
    }

    @Override
    public final void clearWarnings() throws SQLException {
        delegate().clearWarnings();
        changed = changed == null ? null : changed.withoutWarnings();
    }

    @Override
    public final void cancel() throws SQLException {
        InnerSession running = inner;
        if (running == null) {
            delegate().cancel();
        } else {
            running.cancel();
        }
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
