package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;

/**
 * The {@link Statement} that an application holds. A text that is rewritten gets its sealed values as literals; a batch
 * is kept until it is executed.
 */
abstract class RowsealStatement extends StatementResults {

    private final TextBatch batch = new TextBatch();

    /** Something that is done with the wrapped statement and a text. */
    interface Run<T> {
        T run(Statement target, String sql) throws SQLException;
    }

    private <T> T run(String sql, Asking asking, Asking.Run<T> run, Taken<T> as) throws SQLException {
        AskedKeys keys = asking.keys(connection().plan(sql).plan());
        return run(sql, keys, (target, text) -> run.run(target, text, keys.array()), as);
    }

    private Planned plan(String sql) throws SQLException {
        boolean changes = delegate().getResultSetConcurrency() == ResultSet.CONCUR_UPDATABLE;
        return connection().planning().plan(sql, changes);
    }

    private <T> T run(String sql, AskedKeys keys, Run<T> run, Taken<T> as) throws SQLException {
        Planned planned = plan(sql);
        try {
            return planned(planned, sql, keys, run, as);
        } catch (SQLException failure) {
            throw connection().ending(planned, failure);
        }
    }

    private <T> T planned(Planned planned, String sql, AskedKeys keys, Run<T> run, Taken<T> as) throws SQLException {
        ask(keys);
        if (planned.plan() instanceof Plan.Stepped plan) {
            GeneratedKeys.requireNoRows(plan, keys.any());
            as.require(plan);
            return as.as().of(change(planned, plan, Bound.none(plan)));
        }
        return run(planned, sql, run);
    }

    private <T> T run(Planned planned, String sql, Run<T> run) throws SQLException {
        Underway underway = Underway.of(planned.plan(), connection());
        String text = planned.text(connection(), underway, sql);
        return run(planned, () -> underway.send(connection(), this, () -> run.run(delegate(), text)));
    }

    private <T> T run(Planned planned, Work<T> work) throws SQLException {
        running(planned.plan(), planned.reading(connection().database()));
        return attempt(planned, work);
    }

    @Override
    public ResultSet executeQuery(String sql) throws SQLException {
        Planned planned = plan(sql);
        try {
            return query(planned, sql);
        } catch (SQLException failure) {
            throw connection().ending(planned, failure);
        }
    }

    private ResultSet query(Planned planned, String sql) throws SQLException {
        ask(AskedKeys.NONE);
        if (planned.plan() instanceof Plan.Stepped plan) {
            rows().require(plan);
            return rows().as().of(change(planned, plan, Bound.none(plan)));
        }
        return show(run(planned, sql, Statement::executeQuery));
    }

    @Override
    public int executeUpdate(String sql) throws SQLException {
        return run(sql, AskedKeys.NONE, Statement::executeUpdate, Taken.COUNT);
    }

    @Override
    public long executeLargeUpdate(String sql) throws SQLException {
        return run(sql, AskedKeys.NONE, Statement::executeLargeUpdate, Taken.LARGE_COUNT);
    }

    @Override
    public boolean execute(String sql) throws SQLException {
        return run(sql, AskedKeys.NONE, Statement::execute, Taken.WHETHER_ROWS);
    }

    @Override
    public int executeUpdate(String sql, int keys) throws SQLException {
        return run(sql, AskedKeys.flag(keys), (target, text) -> target.executeUpdate(text, keys), Taken.COUNT);
    }

    @Override
    public int executeUpdate(String sql, int[] columns) throws SQLException {
        return run(
                sql,
                plan -> AskedKeys.numbered(connection(), plan, columns),
                (target, text, names) ->
                        names.length == 0 ? target.executeUpdate(text, columns) : target.executeUpdate(text, names),
                Taken.COUNT);
    }

    @Override
    public int executeUpdate(String sql, String[] columns) throws SQLException {
        return run(
                sql,
                plan -> AskedKeys.named(plan, columns),
                (target, text, names) -> target.executeUpdate(text, columns == null ? columns : names),
                Taken.COUNT);
    }

    @Override
    public long executeLargeUpdate(String sql, int keys) throws SQLException {
        return run(
                sql, AskedKeys.flag(keys), (target, text) -> target.executeLargeUpdate(text, keys), Taken.LARGE_COUNT);
    }

    @Override
    public long executeLargeUpdate(String sql, int[] columns) throws SQLException {
        return run(
                sql,
                plan -> AskedKeys.numbered(connection(), plan, columns),
                (target, text, names) -> names.length == 0
                        ? target.executeLargeUpdate(text, columns)
                        : target.executeLargeUpdate(text, names),
                Taken.LARGE_COUNT);
    }

    @Override
    public long executeLargeUpdate(String sql, String[] columns) throws SQLException {
        return run(
                sql,
                plan -> AskedKeys.named(plan, columns),
                (target, text, names) -> target.executeLargeUpdate(text, columns == null ? columns : names),
                Taken.LARGE_COUNT);
    }

    @Override
    public boolean execute(String sql, int keys) throws SQLException {
        return run(sql, AskedKeys.flag(keys), (target, text) -> target.execute(text, keys), Taken.WHETHER_ROWS);
    }

    @Override
    public boolean execute(String sql, int[] columns) throws SQLException {
        return run(
                sql,
                plan -> AskedKeys.numbered(connection(), plan, columns),
                (target, text, names) ->
                        names.length == 0 ? target.execute(text, columns) : target.execute(text, names),
                Taken.WHETHER_ROWS);
    }

    @Override
    public boolean execute(String sql, String[] columns) throws SQLException {
        return run(
                sql,
                plan -> AskedKeys.named(plan, columns),
                (target, text, names) -> target.execute(text, columns == null ? columns : names),
                Taken.WHETHER_ROWS);
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
        batch.planAnew(connection().planning());
        return SteppedBatch.ints(
                batch.isStepped()
                        ? steppedBatch()
                        : runBatch(target -> Arrays.stream(target.executeBatch())
                                .asLongStream()
                                .toArray()));
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        batch.planAnew(connection().planning());
        return batch.isStepped() ? steppedBatch() : runBatch(Statement::executeLargeBatch);
    }

    private long[] steppedBatch() throws SQLException {
        ask(AskedKeys.NONE);
        Planned[] last = {Planned.passing(Effects.NONE)};
        List<SteppedBatch.Entry> entries = batch.take(connection().planning(), (sql, planned) -> {
            last[0] = planned;
            if (planned.plan() instanceof Plan.Stepped plan) {
                Taken.LARGE_COUNT.require(plan);
                return change(planned, plan, Bound.none(plan)).count();
            }
            return run(planned, sql, Statement::executeLargeUpdate);
        });
        try {
            return new SteppedBatch(connection(), entries, false).run();
        } catch (SQLException failure) {
            throw connection().ending(last[0], failure);
        }
    }

    private interface BatchRun {
        long[] run(Statement target) throws SQLException;
    }

    private long[] runBatch(BatchRun run) throws SQLException {
        return batch.run(this, connection(), last -> run(last, () -> run.run(delegate())));
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
        closeChange();
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
    public final boolean isWrapperFor(Class<?> type) throws SQLException {
        return Unwrapping.isWrapperFor(this, delegate(), type, connection().database());
    }

    @Override
    public final <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(this, delegate(), type, connection().database());
    }
}
