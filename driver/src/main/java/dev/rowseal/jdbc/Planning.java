package dev.rowseal.jdbc;

import dev.rowseal.catalog.DatabaseCatalogue;
import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.plan.GuardedNames;
import dev.rowseal.plan.LastStatement;
import dev.rowseal.plan.Plan;
import dev.rowseal.plan.Refusal;
import dev.rowseal.plan.Steps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one connection plans its texts: the catalogue and search path it plans under, and when they are looked at again. */
final class Planning {

    /** Before the text of a plan for changes in the cache: no text begins like this. */
    private static final String FOR_CHANGES = "\0changes\0";

    private final Connection delegate;
    private final SealedDatabase database;
    private final DatabaseCatalogue catalogue;
    private @Nullable GuardedNames guarded;
    private long guardedVersion;
    /** Whether the search path may be another than the catalogue knows. */
    private boolean pathStale;
    /** Whether it was ever changed on this connection: the end of a transaction may then change it back. */
    private boolean pathTouched;
    /** What the vendor's checks learnt of the session. */
    private Vendor.@Nullable Judged session;

    /** Whether any text may have begun a transaction. */
    private boolean begun;

    /** Whether the session's last statement, and whether its last query, may have been Rowseal's. */
    private boolean own;

    private boolean ownQuery;

    /** Whether any statement was planned, of whose texts the session may warn. */
    private boolean planned;

    Planning(Connection delegate, SealedDatabase database) {
        this.delegate = delegate;
        this.database = database;
        this.catalogue = database.catalogue(delegate);
    }

    DatabaseCatalogue catalogue() {
        return catalogue;
    }

    /**
     * The plan of a text on this connection, as things are now.
     *
     * @param forChanges whether its rows may be changed through the result set
     */
    Planned plan(String sql, boolean forChanges) throws SQLException {
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
            LastStatement asked = database.vendor().tellsOfLast() ? LastStatement.in(sql) : LastStatement.NOTHING;
            if (asked != LastStatement.NOTHING) {
                return planAsIs(sql, asked, forChanges);
            }
            List<String> path = currentPath();
            long version = catalogue.version();
            String key = forChanges ? FOR_CHANGES + sql : sql;
            Planned known = database.plans().find(key, path, version);
            if (known == null) {
                asking();
                Plan plan = database.planner().plan(sql, guarded(version), catalogue, forChanges);
                known = Planned.of(sql, plan, version, path, forChanges, asked);
                if (!holdsValues(plan)) {
                    database.plans().keep(key, path, version, known);
                }
            }
            requireSession(sql, known.plan(), version);
            return known;
        } catch (Refusal refusal) {
            Events.ofStatement(Event.STATEMENT_REFUSED, String.valueOf(refusal.getMessage()));
            throw refusal;
        } catch (RuntimeException failure) {
            throw unforeseen(failure);
        }
    }

    /** To be told before Rowseal asks the session something of its own. */
    private void asking() {
        own = true;
        ownQuery = true;
    }

    /** Plans a text that asks the session of what ran before: nothing may be asked in between. */
    private Planned planAsIs(String sql, LastStatement asked, boolean forChanges) throws SQLException {
        GuardedNames names = guarded;
        if (names == null) {
            // Nothing was run by the application yet.
            names = guarded(catalogue.version());
        }
        requireAsIs(asked, guardedVersion);
        if (names.in(sql)) {
            throw Failures.refused(
                    "a text that may name a sealed table and asks the session of what ran before",
                    "ask in a statement of its own");
        }
        Plan plan = database.planner().plan(sql, names, catalogue, forChanges);
        return Planned.of(sql, plan, guardedVersion, catalogue.searchPath(), forChanges, asked);
    }

    private void requireAsIs(LastStatement asked, long version) throws SQLException {
        boolean told = switch (asked) {
            case OF_WARNINGS -> !planned && !own;
            case OF_QUERY -> !ownQuery;
            default -> !own;
        };
        if (!told || pathStale || version != catalogue.version()) {
            throw Failures.refused(
                    "to ask the session of what ran before, which may have been Rowseal's own",
                    "use what the statement itself returned: getUpdateCount and getWarnings; or ask right behind it");
        }
    }

    private static boolean holdsValues(Plan plan) {
        Plan.Rewritten whole = plan.whole();
        boolean later = plan instanceof Plan.Stepped stepped
                && stepped.steps() instanceof Steps.InsertQuery query
                && query.holdsValues();
        return later || whole != null && whole.sql().holdsValues();
    }

    private List<String> currentPath() {
        database.refresh();
        if (pathStale) {
            catalogue.searchPathChanged();
            session = null;
            asking();
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

    /** Refuses a text that may name a sealed table, in a session that reads it otherwise than planning does. */
    private void requireSession(String sql, Plan plan, long version) throws SQLException {
        boolean planned = !(plan instanceof Plan.PassThrough);
        if (planned || guarded(version).in(sql)) {
            if (session == null) {
                asking();
            }
            session = database.vendor().requireSession(delegate, session, sql, planned);
        }
    }

    /** The one text that a query of the session's settings gives. */
    static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet setting = statement.executeQuery(query)) {
            return setting.next() ? setting.getString(1) : "";
        }
    }

    private GuardedNames guarded(long version) {
        GuardedNames known = guarded;
        if (known == null || guardedVersion != version) {
            known = new GuardedNames(catalogue.guardedNames(), catalogue.sealedColumns());
            guarded = known;
            guardedVersion = version;
        }
        return known;
    }

    /** The plan of a text that was planned before, as things are now: the same one, unless the catalogue has changed. */
    Planned replan(String sql, Planned before) throws SQLException {
        if (before.asks() != LastStatement.NOTHING && database.vendor().tellsOfLast()) {
            requireAsIs(before.asks(), before.version());
            return before;
        }
        try {
            boolean same = before.searchPath().equals(currentPath()) && before.version() == catalogue.version();
            if (Planned.ofTransactionEnd(sql) != null) {
                return before;
            }
            if (same) {
                requireSession(sql, before.plan(), before.version());
                return before;
            }
        } catch (RuntimeException failure) {
            throw unforeseen(failure);
        }
        Planned now = plan(sql, before.forChanges());
        if (!now.isLike(before)) {
            throw new SQLException(
                    "the tables that the statement names have changed since it was prepared; prepare it again",
                    "RS004");
        }
        return now;
    }

    /** Whether a text may have begun a transaction on this connection, which autocommit does not show. */
    boolean mayHaveBegun() {
        return begun;
    }

    /** To be told after a text was run, or tried. */
    void ran(Planned ran) {
        begun |= ran.begins();
        Plan.Rewritten whole = ran.plan().whole();
        planned |= !(ran.plan() instanceof Plan.PassThrough);
        own = ran.plan() instanceof Plan.Stepped;
        ownQuery = own || whole != null && whole.generation() != null || ownQuery && !ran.query();
        if (ran.effects() == Planned.Effects.SCHEMA) {
            database.catalogueChanged();
        }
        if (ran.effects() != Planned.Effects.NONE) {
            pathTouched();
        }
    }

    /** To be told after the search path may have been changed. */
    void pathTouched() {
        pathTouched = true;
        pathStale = true;
    }

    /** To be told before a transaction ends: a search path that was set in it may end with it. */
    void transactionEnds() {
        pathStale |= pathTouched;
    }
}
