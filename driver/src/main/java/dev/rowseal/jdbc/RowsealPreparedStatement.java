package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
import dev.rowseal.plan.Steps;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@link PreparedStatement} that an application holds. Of a rewritten statement it keeps what is bound until it is
 * executed; of any other it sets parameters straight on the wrapped one.
 */
abstract class RowsealPreparedStatement extends DelegatingPreparedStatement {

    private final List<@Nullable Bound[]> batch = new ArrayList<>();
    private @Nullable Bound @Nullable [] parameters;

    /** The plan that the wrapped statement was prepared for. */
    abstract Planned planned();

    /** Makes sure, before each execution, that the plan is still right; throws when the tables have changed. */
    abstract void replan() throws SQLException;

    private Plan.@Nullable Rewritten rewritten() {
        return planned().plan().whole();
    }

    @Override
    final boolean passes() {
        return rewritten() == null;
    }

    private @Nullable Bound[] parameters() {
        if (parameters == null) {
            Plan.Rewritten plan = rewritten();
            parameters = new Bound[plan == null ? 0 : plan.parameters().size()];
        }
        return parameters;
    }

    /** The parameters of one execution: rows are read by those that found them, whatever is set in the meantime. */
    private @Nullable Bound[] kept(Plan.Rewritten plan) {
        return plan.result() == null ? parameters() : parameters().clone();
    }

    @Override
    final void bind(int parameter, @Nullable Object value, BindType type, Replay replay) throws SQLException {
        @Nullable Bound[] bound = parameters();
        if (parameter < 1 || parameter > bound.length) {
            throw new SQLException(
                    "there is no parameter " + parameter + "; the statement has " + bound.length,
                    connection().database().vendor().noSuchColumnState());
        }
        requireOpen();
        Vendor vendor = connection().database().vendor();
        LargeObjects.put(bound, parameter - 1, new Bound(value, type, replay), rewritten(), delegate(), vendor);
    }

    private void requireOpen() throws SQLException {
        if (delegate().isClosed()) {
            delegate().clearParameters();
        }
    }

    /** Something that executes the wrapped statement. */
    private interface Run<T> {
        T run(PreparedStatement target) throws SQLException;
    }

    private <T> T run(Run<T> run, Taken<T> as) throws SQLException {
        try {
            return planned(run, as);
        } catch (SQLException failure) {
            throw connection().ending(planned(), failure);
        }
    }

    private <T> T planned(Run<T> run, Taken<T> as) throws SQLException {
        replan();
        if (planned().plan() instanceof Plan.Stepped plan) {
            requireOpen();
            as.require(plan);
            return as.as().of(change(planned(), plan, List.<@Nullable Bound[]>of(kept(plan.whole()))));
        }
        Plan.Rewritten plan = rewritten();
        if (plan == null) {
            running(planned().plan(), null);
        } else {
            requireOpen();
            Underway underway = Underway.of(plan, connection());
            Execution execution = Execution.of(connection(), underway, plan, List.<@Nullable Bound[]>of(kept(plan)))
                    .get(0);
            running(plan, execution.reading());
            execution.bindTo(delegate());
            return attempt(planned(), () -> underway.send(connection(), this, () -> run.run(delegate())));
        }
        return attempt(planned(), () -> run.run(delegate()));
    }

    @Override
    public final ResultSet executeQuery() throws SQLException {
        return run(target -> show(target.executeQuery()), rows());
    }

    @Override
    public final int executeUpdate() throws SQLException {
        return run(PreparedStatement::executeUpdate, Taken.COUNT);
    }

    @Override
    public final long executeLargeUpdate() throws SQLException {
        return run(PreparedStatement::executeLargeUpdate, Taken.LARGE_COUNT);
    }

    @Override
    public final boolean execute() throws SQLException {
        return run(PreparedStatement::execute, Taken.WHETHER_ROWS);
    }

    @Override
    public final void addBatch() throws SQLException {
        if (passes()) {
            delegate().addBatch();
        } else {
            requireOpen();
            batch.add(parameters().clone());
        }
    }

    @Override
    public final void clearBatch() throws SQLException {
        batch.clear();
        delegate().clearBatch();
    }

    @Override
    public final int[] executeBatch() throws SQLException {
        try {
            return planned().plan() instanceof Plan.Stepped
                    ? SteppedBatch.ints(steppedBatch())
                    : SteppedBatch.ints(
                            filledBatch(() -> Arrays.stream(delegate().executeBatch())
                                    .asLongStream()
                                    .toArray()));
        } catch (SQLException failure) {
            throw connection().ending(planned(), failure);
        }
    }

    @Override
    public final long[] executeLargeBatch() throws SQLException {
        try {
            return planned().plan() instanceof Plan.Stepped
                    ? steppedBatch()
                    : filledBatch(delegate()::executeLargeBatch);
        } catch (SQLException failure) {
            throw connection().ending(planned(), failure);
        }
    }

    private long[] steppedBatch() throws SQLException {
        List<@Nullable Bound[]> entries = List.copyOf(batch);
        batch.clear();
        replan();
        if (!(planned().plan() instanceof Plan.Stepped plan)) {
            throw new IllegalStateException("a plan changed its kind");
        }
        Taken.LARGE_COUNT.require(plan);
        GeneratedKeys.requireNoBatch(plan, asked().any());
        boolean together = !connection().database().vendor().countsKeys();
        if (plan.steps() instanceof Steps.PendingInsert && !entries.isEmpty() && together) {
            Changed done = change(planned(), plan, entries);
            if (done.failure() != null) {
                throw failed(done.failure());
            }
            return done.counts();
        }
        // MariaDB's driver sends such a batch as one, unless it is to tell the keys.
        boolean asOne =
                plan.steps() instanceof Steps.PendingInsert && !together && !asked().any() && entries.size() > 1;
        List<GivenRows> keys = new ArrayList<>();
        boolean done = false;
        long[] counts;
        try {
            counts = new SteppedBatch(
                            connection(),
                            entries.stream()
                                    .map(entry -> stepped(plan, asOne ? Bound.inBatch(entry) : entry, keys))
                                    .toList(),
                            asOne)
                    .run();
            done = true;
        } finally {
            endKeys(keys, done);
        }
        if (asOne) {
            // The server tells how many rows there are in all.
            Arrays.fill(counts, Arrays.stream(counts).sum() == counts.length ? 1 : SUCCESS_NO_INFO);
        }
        return counts;
    }

    private SteppedBatch.Entry stepped(Plan.Stepped plan, @Nullable Bound[] parameters, List<GivenRows> keys) {
        return () -> {
            long count = change(planned(), plan, List.<@Nullable Bound[]>of(parameters))
                    .count();
            takeKeys(keys);
            return count;
        };
    }

    private long[] filledBatch(Work<long[]> batch) throws SQLException {
        boolean done = false;
        try {
            replan();
            Underway underway = Underway.of(planned().plan(), connection());
            long[] counts = attemptBatch(fillBatch(underway), () -> underway.send(connection(), this, batch));
            done = true;
            return counts;
        } finally {
            // What was set or sealed for a batch that was not sent is not for the next.
            this.batch.clear();
            if (!done && !connection().delegate().isClosed() && !delegate().isClosed()) {
                delegate().clearBatch();
            }
        }
    }

    /**
     * Runs a batch of planned statements. PostgreSQL's driver sends one by one what gives back cells of no known length, as
     * sealed ones are, and would keep what came before an entry that fails.
     */
    private long[] attemptBatch(@Nullable FilledBatch filled, Work<long[]> batch) throws SQLException {
        if (filled == null) {
            return attempt(planned(), batch);
        }
        Vendor vendor = connection().database().vendor();
        boolean apart = filled.entries() > 1
                && asked().any()
                && vendor.keepsNoFailedBatch()
                && connection().delegate().getAutoCommit();
        return filled.run(() -> apart
                ? new Atomically(connection())
                        .run(
                                connection().planning().mayHaveBegun(),
                                () -> SteppedBatch.orNone(filled.entries(), () -> attempt(planned(), batch)))
                : attempt(planned(), batch));
    }

    /**
     * Seals every entry before any is sent.
     *
     * @return null where the statement passes
     */
    private @Nullable FilledBatch fillBatch(Underway underway) throws SQLException {
        Plan.Rewritten plan = rewritten();
        running(planned().plan(), null);
        if (plan == null) {
            return null;
        }
        List<@Nullable Bound[]> entries = List.copyOf(batch);
        batch.clear();
        Vendor vendor = connection().database().vendor();
        FilledBatch filled = new FilledBatch(vendor, entries.size(), vendor.keepsNoFailedBatch(plan));
        boolean done = false;
        try {
            List<Execution> executions;
            try {
                executions = Execution.of(connection(), underway, plan, entries);
            } catch (SQLException failure) {
                if (!entries.isEmpty()) {
                    filled.failed(0, failure);
                }
                throw failure;
            }
            for (int i = 0; i < executions.size(); i++) {
                try {
                    executions.get(i).bindTo(delegate());
                } catch (SQLException failure) {
                    filled.failed(i, failure);
                    continue;
                }
                delegate().addBatch();
            }
            done = true;
        } finally {
            if (!done) {
                delegate().clearBatch();
            }
        }
        return filled;
    }

    @Override
    public final void clearParameters() throws SQLException {
        if (parameters != null) {
            Arrays.fill(parameters, null);
        }
        delegate().clearParameters();
    }

    @Override
    public final @Nullable ResultSetMetaData getMetaData() throws SQLException {
        ResultSetMetaData metaData = Failures.bearing(planned().plan(), delegate()::getMetaData);
        Plan.Rewritten plan = rewritten();
        boolean rows = plan == null || plan.kind() == Plan.Kind.SELECT || plan.result() != null;
        return metaData == null || !rows
                ? null
                : new RowsealResultSetMetaData(metaData, connection().database(), plan == null ? null : plan.result());
    }

    @Override
    public final ParameterMetaData getParameterMetaData() throws SQLException {
        return new RowsealParameterMetaData(
                Failures.bearing(planned().plan(), delegate()::getParameterMetaData),
                connection().database(),
                rewritten());
    }

    private static SQLException noText() {
        return new SQLException("a prepared statement has its text already; create a statement for another", "42809");
    }

    @Override
    public final ResultSet executeQuery(String sql) throws SQLException {
        throw noText();
    }

    @Override
    public final int executeUpdate(String sql) throws SQLException {
        throw noText();
    }

    @Override
    public final long executeLargeUpdate(String sql) throws SQLException {
        throw noText();
    }

    @Override
    public final boolean execute(String sql) throws SQLException {
        throw noText();
    }

    @Override
    public final int executeUpdate(String sql, int keys) throws SQLException {
        throw noText();
    }

    @Override
    public final int executeUpdate(String sql, int[] columns) throws SQLException {
        throw noText();
    }

    @Override
    public final int executeUpdate(String sql, String[] columns) throws SQLException {
        throw noText();
    }

    @Override
    public final long executeLargeUpdate(String sql, int keys) throws SQLException {
        throw noText();
    }

    @Override
    public final long executeLargeUpdate(String sql, int[] columns) throws SQLException {
        throw noText();
    }

    @Override
    public final long executeLargeUpdate(String sql, String[] columns) throws SQLException {
        throw noText();
    }

    @Override
    public final boolean execute(String sql, int keys) throws SQLException {
        throw noText();
    }

    @Override
    public final boolean execute(String sql, int[] columns) throws SQLException {
        throw noText();
    }

    @Override
    public final boolean execute(String sql, String[] columns) throws SQLException {
        throw noText();
    }

    @Override
    public final void addBatch(String sql) throws SQLException {
        throw noText();
    }
}
