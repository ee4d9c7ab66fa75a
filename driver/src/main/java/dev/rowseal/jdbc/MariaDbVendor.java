package dev.rowseal.jdbc;

import dev.rowseal.convert.Foreseen;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.plan.Plan;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** MariaDB and its Connector/J. */
record MariaDbVendor() implements Vendor {

    /** ER_WARN_DEPRECATED_SYNTAX and ER_WARN_DEPRECATED_SYNTAX_NO_REPLACEMENT: of the text, and not of a value. */
    private static final Set<Integer> DEPRECATED = Set.of(1287, 1681);

    /** ER_SP_DOES_NOT_EXIST. */
    private static final int NO_SUCH_SAVEPOINT = 1305;

    /** ER_BAD_NULL_ERROR. */
    private static final int NULL_NOT_ALLOWED = 1048;

    @Override
    public SQLException notNull(String message) {
        return new Foreseen.Constraint(message, "23000", NULL_NOT_ALLOWED);
    }

    // Counts of changed rows would tell a sealed value that was written again from a plain one.
    @Override
    public void requireOptions(RowsealUrl url) {
        refuseSwitch(
                url,
                "pool",
                "keys are fetched through connections beside the application's; put a pool around Rowseal");
        refuseSwitch(url, "useAffectedRows", "a value that is sealed again is always another");
        Vendor.refuseOption(
                url, "useCatalogTerm=schema", "leave it out, so that listings name the database in TABLE_CAT");
        refuseSwitch(url, "transactionReplay", "a session that was begun again may read texts otherwise");
    }

    /** Refuses an option that is switched on, in any of the ways that the driver takes for that. */
    private static void refuseSwitch(RowsealUrl url, String option, String why) {
        // Names of other options hold this one's, and values may be anything.
        Pattern on = Pattern.compile(
                "[?&{, ]" + Pattern.quote(option.toLowerCase(Locale.ROOT)) + " *(= *(true|1)? *)?(?=[&,}]|$)");
        if (on.matcher(Vendor.asked(url)).find()) {
            throw new Misconfigured(option + " is not supported; " + why);
        }
    }

    @Override
    public @Nullable Judged requireSession(Connection session, @Nullable Judged known, String sql, boolean planned)
            throws SQLException {
        if (!planned && !MariaDbModes.matterTo(sql)) {
            return known;
        }
        MariaDbModes modes = known instanceof MariaDbModes judged ? judged : MariaDbModes.of(session);
        modes.require(sql, planned);
        return modes;
    }

    /** Its driver sends the entries of an INSERT as one statement. */
    @Override
    public boolean keepsNoFailedBatch(Plan.Rewritten plan) {
        return plan.kind() == Plan.Kind.INSERT;
    }

    @Override
    public boolean takesWhenSet() {
        return false;
    }

    @Override
    public boolean castsToNull() {
        return true;
    }

    @Override
    public boolean tellsOfLast() {
        return true;
    }

    @Override
    public boolean chainsFailures() {
        return false;
    }

    @Override
    public boolean rewindsKeys() {
        return false;
    }

    @Override
    public boolean countsKeys() {
        return true;
    }

    @Override
    public boolean schemasAreCatalogs() {
        return true;
    }

    /** Its driver leaves it before it looks where to. */
    @Override
    public boolean leavesInsertRow(Move move, @Nullable Boolean onRow) {
        return move != Move.INSERT;
    }

    @Override
    public String quote(String stored) {
        return '`' + stored.replace("`", "``") + '`';
    }

    @Override
    public String numbers() {
        return "JSON_TABLE(CONCAT('[1', REPEAT(',1', ? - 1), ']'), '$[*]' COLUMNS (one INT PATH '$')) AS numbers";
    }

    @Override
    public @Nullable String noSuchColumnState() {
        return null;
    }

    @Override
    public @Nullable String noSuchLabelState() {
        return null;
    }

    @Override
    public String schemaLabel() {
        return "CAT";
    }

    @Override
    public boolean mayBeInTransaction(Connection connection) throws SQLException {
        return Planning.ask(connection, "select @@in_transaction limit 1").equals("1");
    }

    /** The catalogue has columns in lower case, the server as they were made. */
    @Override
    public boolean isLabel(String planned, String given) {
        return planned.equals(given.toLowerCase(Locale.ROOT));
    }

    @Override
    public boolean countsTruth() {
        return true;
    }

    /** A TIMESTAMP is shown in the session's zone, where an hour may come twice. */
    @Override
    public boolean isOneMoment(Connection session, String type) throws SQLException {
        return !type.equalsIgnoreCase("timestamp")
                || Planning.ask(session, "select if(@@time_zone = 'SYSTEM', @@system_time_zone, @@time_zone) limit 1")
                        .matches("UTC|[+-]\\d{1,2}:\\d\\d");
    }

    /**
     * In strict mode, in which it has to be, some of what a query warns of is an error of a change: it depends on how the
     * condition is judged.
     */
    @Override
    public void requireUnwarned(Connection session) throws SQLException {
        try (Statement asked = session.createStatement();
                ResultSet rows = asked.executeQuery("SHOW WARNINGS")) {
            long listed = 0;
            while (rows.next()) {
                listed++;
                if (rows.getString(1).equals("Warning") && !DEPRECATED.contains(rows.getInt(2))) {
                    throw Failures.refused(
                            "a change whose rows are found by a condition that MariaDB warns of (" + rows.getInt(2)
                                    + ")",
                            "compare values of one type, and divide by nothing that may be 0");
                }
            }
            if (Long.parseLong(Planning.ask(session, "SHOW COUNT(*) WARNINGS")) > listed) {
                throw Failures.refused(
                        "a change whose rows are found by a condition that MariaDB warns of more often than it tells",
                        "compare values of one type");
            }
        }
    }

    /** A savepoint ends with its transaction, also where the server rolls back for a deadlock or, if it is told to, for a lock. */
    @Override
    public Stands beforeBatch(Connection session) throws SQLException {
        execute(session, "SAVEPOINT rowseal_batch");
        return failure -> {
            try {
                execute(session, "RELEASE SAVEPOINT rowseal_batch");
                return true;
            } catch (SQLException ended) {
                if (ended.getErrorCode() != NO_SUCH_SAVEPOINT) {
                    throw ended;
                }
                return false;
            }
        };
    }

    private static void execute(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public boolean tellsByRole() {
        return true;
    }

    @Override
    public boolean zeroGenerates() {
        return true;
    }
}
