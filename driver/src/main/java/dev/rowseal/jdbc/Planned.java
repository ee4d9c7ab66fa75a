package dev.rowseal.jdbc;

import dev.rowseal.plan.LastStatement;
import dev.rowseal.plan.Plan;
import java.sql.SQLException;
import java.util.List;
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
 */
record Planned(
        Plan plan,
        Effects effects,
        boolean begins,
        long version,
        List<String> searchPath,
        boolean forChanges,
        LastStatement asks,
        boolean query) {

    private static final Pattern QUERY = Pattern.compile(
            "(?:[\\s(]++|/\\*.*?\\*/|(?:--|#)[^\\n]*+\\n)*SELECT\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private static final Pattern BEGINS = Pattern.compile("\\b(BEGIN|START)\\b", Pattern.CASE_INSENSITIVE);

    /** A text that passes and of which nothing is known. */
    static Planned passing(Effects effects) {
        return new Planned(new Plan.PassThrough(), effects, false, 0, List.of(), false, LastStatement.NOTHING, false);
    }

    /** A text and its plan. */
    static Planned of(
            String sql, Plan plan, long version, List<String> searchPath, boolean forChanges, LastStatement asks) {
        return new Planned(
                plan,
                Effects.of(sql),
                BEGINS.matcher(sql).find(),
                version,
                searchPath,
                forChanges,
                asks,
                QUERY.matcher(sql).lookingAt());
    }

    /** The end of a transaction or of a part of it: names no table, and must work where nothing else does. */
    private static final Pattern ENDS_TRANSACTION = Pattern.compile(
            "(?:\\s|/\\*[^*/!]*\\*/)*"
                    + "(?:ROLLBACK|COMMIT|ABORT|END)"
                    + "(?:\\s+(?:WORK|TRANSACTION))?"
                    + "(?:\\s+TO(?:\\s+SAVEPOINT)?\\s+\\w+)?"
                    + "\\s*;?\\s*",
            Pattern.CASE_INSENSITIVE);

    /** The plan of a text that ends a transaction, for which nobody need be asked anything; null for any other text. */
    static @Nullable Planned ofTransactionEnd(String sql) {
        return sql.length() < 100 && ENDS_TRANSACTION.matcher(sql).matches() ? passing(Effects.SEARCH_PATH) : null;
    }

    /** What running a statement may change, guessed from its words: too often costs a look, too seldom a wrong plan. */
    enum Effects {
        NONE,
        /** Where unqualified names are looked for. */
        SEARCH_PATH,
        /** Which tables, views and columns there are, and the search path too. */
        SCHEMA;

        private static final Pattern SCHEMA_WORDS = Pattern.compile(
                "\\b(CREATE|ALTER|DROP|RENAME|ATTACH|DETACH|CALL|EXECUTE|IMPORT|RUNSCRIPT)\\b"
                        // And not what ON CONFLICT does.
                        + "|\\bDO\\b(?!\\s+(NOTHING|UPDATE)\\b)",
                Pattern.CASE_INSENSITIVE);
        /**
         * At the beginning of a statement, behind a comment or anything else that is not a word, or in one that MariaDB
         * executes; or as a setting.
         */
        private static final Pattern PATH_WORDS = Pattern.compile(
                "^\\W*(SET|RESET|USE|DISCARD|ROLLBACK|COMMIT|END|ABORT|RELEASE)\\b"
                        + "|[;/]\\s*(SET|RESET|USE|DISCARD|ROLLBACK|COMMIT|END|ABORT|RELEASE)\\b"
                        + "|\\n\\s*(SET|RESET|USE|DISCARD|ROLLBACK|COMMIT|END|ABORT|RELEASE)\\b"
                        + "|!\\d*\\s*(SET|RESET|USE|DISCARD|ROLLBACK|COMMIT|END|ABORT|RELEASE)\\b"
                        + "|\\b(SET_CONFIG|SEARCH_PATH|SCHEMA_SEARCH_PATH)\\b",
                Pattern.CASE_INSENSITIVE);

        static Effects of(String sql) {
            if (SCHEMA_WORDS.matcher(sql).find()) {
                return SCHEMA;
            }
            return PATH_WORDS.matcher(sql).find() ? SEARCH_PATH : NONE;
        }
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
    String text(RowsealConnection connection, String sql) throws SQLException {
        if (plan instanceof Plan.PassThrough) {
            return sql;
        }
        if (!(plan instanceof Plan.Rewritten rewritten)) {
            throw new IllegalStateException("a plan of several steps has no text");
        }
        List<@Nullable Bound[]> none = List.<@Nullable Bound[]>of(new Bound[0]);
        return Execution.of(connection, rewritten, none).get(0).text();
    }

    /** How its rows are read, when it runs without parameters; null when it gives none or is not planned. */
    @Nullable
    Reading reading(SealedDatabase database) {
        return plan instanceof Plan.Rewritten rewritten
                ? new Execution(database, rewritten, new Bound[0]).reading()
                : null;
    }
}
