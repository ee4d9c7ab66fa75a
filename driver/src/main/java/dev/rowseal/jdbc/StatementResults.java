package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a statement executed last, and what came of it: rows, counts, generated keys, warnings. */
abstract class StatementResults extends DelegatingStatement {

    /** What was executed last: it says how the current result and the generated keys are read. */
    private Plan ran = new Plan.PassThrough();

    private @Nullable Reading reading;
    /** How the schema's changes stood when it was planned. */
    private long mark;
    /** What the database warned of, where other statements ran behind it. */
    private @Nullable SQLWarning kept;

    private @Nullable ResultSet current;
    /** What a change of several steps gave; null when the wrapped statement has the result. */
    private @Nullable Changed changed;

    private volatile @Nullable InnerSession inner;
    /** The generated keys that were asked for, of what was executed last or of all that is. */
    private AskedKeys asked = AskedKeys.NONE;

    abstract RowsealConnection connection();

    @Override
    SQLException failed(SQLException failure) {
        return ran.whole() != null ? Failures.cleaned(failure) : Failures.withoutEnvelopes(failure);
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
        kept = null;
        mark = connection().planning().mark();
        reading = rows;
        current = null;
        changed = null;
    }

    /** Keeps what the wrapped statement warns of, for it tells that no longer when others have run. */
    final void keep(@Nullable SQLWarning warnings) {
        kept = warnings;
    }

    /** How the schema's changes stood when what was executed last was planned. */
    final long mark() {
        return mark;
    }

    /** Something that the wrapped driver does. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Has the wrapped driver run a plan, or steps of it. What goes wrong is told as an application may see it. */
    final <T> T attempt(Planned planned, Work<T> work) throws SQLException {
        connection().planning().running(planned);
        try {
            return connection().inTurn(() -> Failures.bearing(planned.plan(), work));
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            connection().planning().ran(planned);
        }
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
            Wanted wanted = new Wanted(asked, getResultSetType(), getResultSetConcurrency(), getMaxRows());
            Changed done = attempt(planned, () -> Stepping.atomically(connection(), session, plan, entries, wanted));
            changed = done;
            return done;
        } finally {
            inner = null;
        }
    }

    /** Takes the generated keys of the change that was run last, so that the next one does not give them up. */
    final void takeKeys(List<GivenRows> into) {
        Changed done = changed;
        GivenRows keys = done == null ? null : done.keys();
        if (done != null && keys != null) {
            into.add(keys);
            changed = done.withKeys(null);
        }
    }

    /** Gives generated keys that were taken, in their order, or gives them up. */
    final void endKeys(List<GivenRows> taken, boolean give) throws SQLException {
        if (taken.isEmpty()) {
            return;
        }
        GivenRows keys = GivenRows.joined(taken);
        Changed done = changed;
        if (give && done != null) {
            changed = done.withKeys(keys);
        } else {
            keys.close();
        }
    }

    /** The application's view of a wrapped result set of what was executed last. */
    final ResultSet show(ResultSet rows) throws SQLException {
        ResultSet shown = new RowsealResultSet(rows, connection(), this, reading);
        current = shown;
        return shown;
    }

    /** Takes the rows of a change that gives some. */
    final Taken<ResultSet> rows() {
        return new Taken<>(false, true, this::rowsOf);
    }

    private ResultSet rowsOf(Changed change) throws SQLException {
        if (change.rows() == null) {
            throw new IllegalStateException("a change that gives no rows was run for them");
        }
        ResultSet shown = change.rows().shown(this, getMaxRows());
        current = shown;
        return shown;
    }

    @Override
    public final @Nullable ResultSet getResultSet() throws SQLException {
        if (current != null) {
            return current;
        }
        if (changed != null) {
            return changed.rows() == null ? null : rowsOf(changed);
        }
        ResultSet rows = delegate().getResultSet();
        return rows == null ? null : show(rows);
    }

    @Override
    public final boolean getMoreResults() throws SQLException {
        return endChange(CLOSE_CURRENT_RESULT) ? false : next(delegate()::getMoreResults);
    }

    private boolean next(Work<Boolean> next) throws SQLException {
        current = null;
        boolean more = next.run();
        // A statement that makes or changes a table is one to the application, whatever it has become.
        while (TextBatch.isDdl(ran) && (more || delegate().getLargeUpdateCount() >= 0)) {
            more = next.run();
        }
        return more;
    }

    @Override
    public final boolean getMoreResults(int which) throws SQLException {
        return endChange(which) ? false : next(() -> delegate().getMoreResults(which));
    }

    /** Whether the current result was a change's, behind which there is none. */
    private boolean endChange(int which) throws SQLException {
        if (changed == null) {
            return false;
        }
        if (changed.rows() != null && which != KEEP_CURRENT_RESULT) {
            changed.rows().close();
        }
        current = null;
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
        GivenRows kept = changed == null ? null : changed.keys();
        if (kept != null) {
            return kept.shown(this, 0);
        }
        ResultSet keys = changed == null || asked.any() || vendor().countsKeys()
                ? delegate().getGeneratedKeys()
                : noKeys();
        Plan.Rewritten whole = changed == null ? ran.whole() : null;
        Reading read = GeneratedKeys.reading(connection().database(), whole, keys, asked);
        return new RowsealResultSet(keys, connection(), this, read);
    }

    private Vendor vendor() {
        return connection().database().vendor();
    }

    /** The wrapped statement may have keys still of what it ran before a change of several steps. */
    private ResultSet noKeys() throws SQLException {
        Statement none = connection().delegate().createStatement();
        none.closeOnCompletion();
        return none.getGeneratedKeys();
    }

    @Override
    public final @Nullable SQLWarning getWarnings() throws SQLException {
        if (changed != null) {
            return changed.warnings();
        }
        return Failures.cleaned(kept == null ? delegate().getWarnings() : kept);
    }

    @Override
    public final void clearWarnings() throws SQLException {
        delegate().clearWarnings();
        kept = null;
        changed = changed == null ? null : changed.withoutWarnings();
    }

    /** Gives up the rows and keys of a change. */
    final void closeChange() throws SQLException {
        if (changed != null) {
            changed.close();
        }
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
}
