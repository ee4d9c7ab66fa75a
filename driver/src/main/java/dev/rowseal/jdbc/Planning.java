package dev.rowseal.jdbc;

import dev.rowseal.catalog.DatabaseCatalogue;
import dev.rowseal.catalog.SealedTable;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one connection plans its texts: the catalogue and search path it plans under, and when they are looked at again. */
final class Planning {

    /** Before the text of a plan for changes in the cache: no text begins like this. */
    private static final String FOR_CHANGES = "\0changes\0";

    private final Connection delegate;
    private final SealedDatabase database;
    private final SessionSight sight;
    private final DatabaseCatalogue catalogue;
    private @Nullable GuardedNames guarded;
    private long guardedVersion;
    /** Whether the search path may be another than the catalogue knows. */
    private boolean pathStale;
    /** At which version of what is shared it was asked for: schemas come and go, and rights to them. */
    private long pathVersion;
    /** Whether it was changed since a transaction ended: the end of the next may then change it back. */
    private boolean pathTouched;
    /** What the vendor's checks learnt of the session. */
    private Vendor.@Nullable Judged session;

    /** Whether any text may have begun a transaction. */
    private boolean begun;

    /** Whether the session's last statement, and whether its last query, may have been Rowseal's. */
    private boolean own;

    private boolean ownQuery;

    /** Whether Rowseal asks the session something behind what runs. */
    private boolean apart;

    /** Whether any statement was planned, of whose texts the session may warn. */
    private boolean planned;

    Planning(RowsealConnection connection, Connection delegate, SealedDatabase database) {
        this.delegate = delegate;
        this.database = database;
        this.sight = new SessionSight(connection, delegate, database);
        this.catalogue = sight.catalogue();
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
        apart = false;
        sight.seen();
        Planned transaction = Planned.ofTransaction(sql);
        if (transaction != null) {
            return transaction;
        }
        try {
            LastStatement asked = database.vendor().tellsOfLast() ? LastStatement.in(sql) : LastStatement.NOTHING;
            if (asked != LastStatement.NOTHING) {
                return planAsIs(sql, asked, forChanges);
            }
            // One connection beside the session's at most, for the path and the plan.
            return isPathKnown()
                    ? planned(sql, forChanges)
                    : sight.questions().together(() -> planned(sql, forChanges));
        } catch (Refusal refusal) {
            Events.ofStatement(Event.STATEMENT_REFUSED, String.valueOf(refusal.getMessage()));
            throw refusal;
        } catch (RuntimeException failure) {
            throw unforeseen(failure);
        }
    }

    private Planned planned(String sql, boolean forChanges) throws SQLException {
        List<String> path = currentPath();
        String key = forChanges ? FOR_CHANGES + sql : sql;
        Planned known = database.plans().find(key, catalogue.home(), path, catalogue.version());
        if (known == null) {
            known = planAnew(sql, key, path, forChanges);
        }
        requireSession(sql, known.plan());
        return known;
    }

    private Planned planAnew(String sql, String key, List<String> path, boolean forChanges) throws SQLException {
        asking();
        long version = catalogue.version();
        String sent = sent(sql, guarded(version));
        Plan plan =
                sight.questions().together(() -> database.planner().plan(sql, guarded(version), catalogue, forChanges));
        Planned planned = Planned.of(sql, sent, plan, version, path, forChanges, LastStatement.NOTHING);
        if (!holdsValues(plan)) {
            database.plans().keep(key, catalogue.home(), path, version, planned);
        }
        return planned;
    }

    /**
     * The text as the driver sends it, which is another only where it has JDBC's escapes. What names a sealed table is planned, and
     * given to no driver as it is.
     */
    private String sent(String sql, GuardedNames names) throws Refusal {
        if (sql.indexOf('{') < 0 || names.in(sql)) {
            return sql;
        }
        String sent = database.vendor().sent(delegate, sql);
        database.planner().requireSeen(sql, sent, names, catalogue);
        return sent;
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
        String sent = sent(sql, names);
        Plan plan = database.planner().plan(sql, names, catalogue, forChanges);
        return Planned.of(sql, sent, plan, guardedVersion, catalogue.searchPath(), forChanges, asked);
    }

    private void requireAsIs(LastStatement asked, long version) throws SQLException {
        boolean told = switch (asked) {
            case OF_WARNINGS -> !planned && !own;
            case OF_QUERY -> !ownQuery;
            default -> !own;
        };
        if (!told || pathStale || version != catalogue.versionNow()) {
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

    private boolean isPathKnown() {
        return !pathStale && pathVersion == database.catalogueVersion();
    }

    private List<String> currentPath() throws SQLException {
        database.refresh();
        sight.looking();
        long shared = database.catalogueVersion();
        if (pathStale || pathVersion != shared) {
            catalogue.searchPathChanged();
            session = pathStale ? null : session;
            asking();
            pathStale = false;
            pathVersion = shared;
        }
        List<String> path = catalogue.searchPath();
        sight.look(path);
        return path;
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
    private void requireSession(String sql, Plan plan) throws SQLException {
        boolean planned = !(plan instanceof Plan.PassThrough);
        if (planned
                || guarded(catalogue.version()).in(sql)
                || database.planner().dependsOnStrings(sql)) {
            if (session == null) {
                asking();
            }
            session = judged(sql, planned);
        }
    }

    private Vendor.@Nullable Judged judged(String sql, boolean planned) throws SQLException {
        Vendor.Judged known = session;
        return database.vendor().asksBeforeTransactions(sql)
                ? sight.questions()
                        .asking(() ->
                                Optional.ofNullable(database.vendor().requireSession(delegate, known, sql, planned)))
                        .orElse(null)
                : database.vendor().requireSession(delegate, known, sql, planned);
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
        apart = false;
        sight.seen();
        if (before.isOfTransaction()) {
            return before;
        }
        try {
            List<String> path = currentPath();
            if (before.searchPath().equals(path) && before.version() == catalogue.version()) {
                requireSession(sql, before.plan());
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

    /** How the schema's changes stood when the catalogue was last looked at. */
    long mark() {
        return sight.mark();
    }

    /** Whether a table is by now as a plan has it, looked at anew. */
    boolean isStill(SealedTable table) {
        apart();
        return sight.isStill(table);
    }

    /** To be told when what is run next is not the session's last statement: Rowseal runs some of its own behind it. */
    void apart() {
        apart = true;
        asking();
    }

    /** To be told before a text is run; then {@link #ran} is to be told, whatever comes of it. */
    void running(Planned running) {
        sight.running(running.effects());
    }

    /** To be told after the connection was closed: whatever was open on it is for nobody. */
    void closed() {
        sight.settled();
    }

    /** To be told after a text was run, or tried. */
    void ran(Planned ran) {
        begun |= ran.begins();
        Plan.Rewritten whole = ran.plan().whole();
        planned |= !(ran.plan() instanceof Plan.PassThrough);
        own = ran.plan() instanceof Plan.Stepped || apart;
        ownQuery = own || whole != null && whole.generation() != null || ownQuery && !ran.query();
        sight.ran(ran.effects(), ran.begins(), ran.blind());
        if (ran.effects() != Effects.NONE) {
            pathMayBeAnother();
        }
        if (ran.effects() == Effects.TRANSACTION_END) {
            transactionEnded(true);
        }
    }

    /** To be told after the search path may have been changed. */
    void pathTouched() {
        sight.pathSet();
        pathMayBeAnother();
    }

    private void pathMayBeAnother() {
        pathTouched = true;
        pathStale = true;
    }

    /**
     * To be told after a transaction has ended, or a part of it: what it set of the search path may have ended with it.
     *
     * @param whole whether all of it has ended, as far as whoever tells knows
     */
    void transactionEnded(boolean whole) {
        pathStale |= pathTouched;
        if (sight.ended(whole)) {
            pathTouched = false;
        }
    }
}
