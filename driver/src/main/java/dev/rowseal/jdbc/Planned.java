package dev.rowseal.jdbc;

import dev.rowseal.plan.LastStatement;
import dev.rowseal.plan.Plan;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text's plan, and what running it may change of what plans depend on.
 *
 * @param plan the plan
 * @param effects what may change
 * @param begins whether it may begin a transaction
 * @param version the catalogue's version that the plan was made at
 * @param searchPath where unqualified names were looked for
 * @param forChanges whether its rows may be changed through the result set
 * @param asks what it asks the session of statements before it
 * @param query whether it is a query, if its first word says so
 * @param blind whether it looks at nothing in the database, as its transaction sees it: in PostgreSQL a transaction's
 *     snapshot is not taken before a statement that does
 */
record Planned(
        Plan plan,
        Effects effects,
        boolean begins,
        long version,
        List<String> searchPath,
        boolean forChanges,
        LastStatement asks,
        boolean query,
        boolean blind) {

    /**
     * One that no database executes, with none inside. Drivers take {@code /*}{@code /} for a whole one, and look for escapes in
     * what is behind that.
     */
    private static final String COMMENT = "/\\*(?!M?!|/)(?:[^*/{}]|\\*(?!/)|/(?!\\*))*+\\*/";

    private static final Pattern QUERY = Pattern.compile(
            "(?:[\\s(]++|/\\*[^*]*+(?:\\*(?!/)[^*]*+)*+\\*/|(?:--|#)[^\\n\\r]*+[\\n\\r])*+SELECT\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern BEGINS = Pattern.compile(Effects.WORD + "(BEGIN|START)\\b", Pattern.CASE_INSENSITIVE);

    /** Those statements for which PostgreSQL's {@code PlannedStmtRequiresSnapshot} says no: one of them, and no other. */
    private static final Pattern BLIND = Pattern.compile(
            "(?:\\s|/\\*[^*/!]*\\*/|--[^\\n\\r]*[\\n\\r])*+"
                    + "(?:BEGIN|START|SET|RESET|SHOW|SAVEPOINT|RELEASE|ROLLBACK|COMMIT|END|ABORT|LOCK|LISTEN|NOTIFY|UNLISTEN)\\b"
                    + "[^;]*+;?\\s*+",
            Pattern.CASE_INSENSITIVE);

    /** A text that passes and of which nothing is known. */
    static Planned passing(Effects effects) {
        return new Planned(
                new Plan.PassThrough(), effects, false, 0, List.of(), false, LastStatement.NOTHING, false, true);
    }

    /**
     * A text and its plan.
     *
     * @param sent the text as the driver sends it
     */
    static Planned of(
            String sql,
            String sent,
            Plan plan,
            long version,
            List<String> searchPath,
            boolean forChanges,
            LastStatement asks) {
        String both = sent.equals(sql) ? sql : sql + "\n;" + sent;
        return new Planned(
                plan,
                Effects.of(both),
                BEGINS.matcher(Effects.words(both)).find(),
                version,
                searchPath,
                forChanges,
                asks,
                QUERY.matcher(sql).lookingAt(),
                BLIND.matcher(both).matches());
    }

    /** The end of a transaction or of a part of it: names no table, and must work where nothing else does. */
    private static final Pattern ENDS_TRANSACTION = Pattern.compile(
            "(?:\\s|" + COMMENT + "|--[^\\n\\r{}]*+[\\n\\r])*"
                    + "(?:ROLLBACK|COMMIT|ABORT|END)"
                    + "(?:\\s+(?:WORK|TRANSACTION))?"
                    + "(\\s+TO(?:\\s+SAVEPOINT)?\\s+(?:[\\w$[^\\x00-\\x7F]]+|\"[^\"{}]*\"))?"
                    + "(\\s+AND\\s+(?:NO\\s+)?CHAIN)?"
                    + "\\s*;?(?:\\s|" + COMMENT + "|--[^\\n\\r{}]*[\\n\\r]?)*",
            Pattern.CASE_INSENSITIVE);

    /** How a transaction is to be, which PostgreSQL wants to know before any question; and how those to come. */
    private static final Pattern SETS_TRANSACTION = Pattern.compile(
            "(?:\\s|/\\*[^*/!]*\\*/)*"
                    + "SET\\s+(?:(?:LOCAL|SESSION|GLOBAL)\\s+)?(?:CHARACTERISTICS\\s+AS\\s+)?TRANSACTION"
                    + "(?:(?:[\\s,]+(?:ISOLATION|LEVEL|SERIALIZABLE|REPEATABLE|READ|COMMITTED|UNCOMMITTED|ONLY|WRITE|NOT|DEFERRABLE))+"
                    + "|\\s+(SNAPSHOT)\\s+'[\\w-]*')"
                    + "\\s*;?\\s*",
            Pattern.CASE_INSENSITIVE);

    /** Settings that change nothing of what a text means: those of an application, and limits. */
    private static final Pattern SETS_LIMITS = Pattern.compile(
            "\\s*SET\\s+(?:(?:LOCAL|SESSION)\\s+)?(?:\\w+_timeout|work_mem|application_name|\\w+\\.[\\w.]+)\\s*(?:=|\\bTO\\b)\\s*'?[\\w .:@-]*'?\\s*;?\\s*",
            Pattern.CASE_INSENSITIVE);

    /**
     * The plan of a text that sets up or ends a transaction, for which nobody need be asked anything; null for any other
     * text.
     */
    static @Nullable Planned ofTransaction(String sql) {
        if (sql.length() >= 150) {
            return null;
        }
        Matcher end = ENDS_TRANSACTION.matcher(sql);
        if (end.matches()) {
            boolean part = end.group(1) != null || end.group(2) != null;
            return passing(part ? Effects.SEARCH_PATH : Effects.TRANSACTION_END);
        }
        Matcher sets = SETS_TRANSACTION.matcher(sql);
        if (sets.matches()) {
            return passing(sets.group(1) == null ? Effects.NONE : Effects.SNAPSHOT);
        }
        return SETS_LIMITS.matcher(sql).matches() ? passing(Effects.NONE) : null;
    }

    /** Whether this is {@link #ofTransaction} of its text, told without a look at it: catalogues count from 1. */
    boolean isOfTransaction() {
        return version == 0;
    }

    /** Whether a wrapped statement that was prepared for the other plan serves this one too. */
    boolean isLike(Planned other) {
        Plan.Rewritten now = plan.whole();
        Plan.Rewritten before = other.plan.whole();
        return plan.getClass() == other.plan.getClass()
                && (now == null
                        || before == null
                        || now.sql().prepared().equals(before.sql().prepared())
                                // Of one name, perhaps, and in another schema by now.
                                && now.tables().equals(before.tables()));
    }

    /** The text that a statement without parameters runs on a wrapped connection. */
    String text(RowsealConnection connection, Underway underway, String sql) throws SQLException {
        if (plan instanceof Plan.PassThrough) {
            return sql;
        }
        if (!(plan instanceof Plan.Rewritten rewritten)) {
            throw new IllegalStateException("a plan of several steps has no text");
        }
        List<@Nullable Bound[]> none = List.<@Nullable Bound[]>of(new Bound[0]);
        return Execution.of(connection, underway, rewritten, none).get(0).text();
    }

    /** How its rows are read, when it runs without parameters; null when it gives none or is not planned. */
    @Nullable
    Reading reading(SealedDatabase database) {
        return plan instanceof Plan.Rewritten rewritten
                ? Execution.toRead(database, rewritten).reading()
                : null;
    }
}
