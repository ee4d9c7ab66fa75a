package dev.rowseal.plan;

import dev.rowseal.catalog.Catalogue;
import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Folding;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.merge.Merge;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.upsert.Upsert;

/**
 * Turns the text of a statement into a {@link Plan}, or refuses it. In this order: a text that holds no guarded name
 * passes; one that the parser does not give back token by token is refused; one that names no sealed table where it is
 * parsed passes; the rest is rewritten by the planner of its kind, and each identifier that matters must have been
 * understood by it ({@link Claims}). Stateless and safe for use by many threads.
 */
public final class Planner {

    /**
     * Plans one statement.
     *
     * @param sql the application's text
     * @param guarded the names that need planning
     * @param catalogue what the names stand for, on the connection that will run the statement
     * @throws Refusal when it cannot be proven that no plaintext leaves and that the answer is right
     */
    public Plan plan(String sql, GuardedNames guarded, Catalogue catalogue) throws Refusal {
        return plan(sql, guarded, catalogue, false);
    }

    /**
     * Refuses a text of which the driver makes another that may name what the text does not.
     *
     * @param sent the text as the driver sends it
     */
    public void requireSeen(String sql, String sent, GuardedNames guarded, Catalogue catalogue) throws Refusal {
        if (sent.equals(sql)) {
            return;
        }
        refuseHiding(sent, guarded, catalogue.dialect());
        if (guarded.in(sent) && !guarded.in(sql)) {
            throw Refusal.of("it names a sealed table when the driver has undone its JDBC escapes", "write it without");
        }
    }

    /**
     * Whether what a text runs depends on where its strings end, which in some sessions a backslash decides: to be asked of texts
     * that only pass.
     */
    public boolean dependsOnStrings(String sql) {
        return sql.indexOf('\\') >= 0 && WrittenBodies.mayBeIn(Folding.comparable(sql));
    }

    /**
     * As {@link #plan(String, GuardedNames, Catalogue)}.
     *
     * @param forChanges whether rows of the result are to be changed through the result set, where that can be
     */
    public Plan plan(String sql, GuardedNames guarded, Catalogue catalogue, boolean forChanges) throws Refusal {
        boolean mariaDb = catalogue.dialect() == Dialect.MARIADB;
        JdbcEscapes.refuseHidden(sql);
        if (mariaDb) {
            MariaDbText.requireNoFileNames(sql);
        }
        refuseHiding(sql, guarded, catalogue.dialect());
        if (!guarded.in(sql)) {
            return new Plan.PassThrough();
        }
        if (sql.indexOf(Placeholder.MARK) >= 0
                || sql.indexOf(MariaDbText.BACKSLASH) >= 0
                || sql.indexOf(MariaDbText.SHARED) >= 0) {
            throw Refusal.of("it holds a private-use character from U+E000 to U+E002", "give it as a parameter");
        }
        if (catalogue.dialect() == Dialect.POSTGRESQL) {
            requireNoBackTicks(sql);
        }
        try {
            String text = mariaDb ? MariaDbText.plain(sql) : sql;
            Plan ddl = DdlPlanner.plan(text, guarded, catalogue);
            if (ddl != null) {
                return ddl;
            }
            Replacing.Merge merge = catalogue.dialect() == Dialect.H2 ? Replacing.Merge.of(text) : null;
            if (merge != null) {
                return merge(merge, sql, guarded, catalogue);
            }
            ParsedStatement statement = ParsedStatement.of(RowAssignments.plain(text), sql, catalogue);
            Draft draft = new Draft(statement, catalogue, guarded, forChanges);
            WrittenStrings.refuse(statement.tokens(), guarded, draft);
            return plan(statement, draft);
        } catch (StackOverflowError tooDeep) {
            // The parser, its tree and the planners recurse; nothing that they share is half done when they stop.
            throw Refusal.of(
                    "it names a sealed table and is nested too deeply, or is too long a chain of conditions",
                    "split it, or use IN with a list");
        }
    }

    /** Refuses a text that reaches a sealed table by what it does not say, whatever it names. */
    private static void refuseHiding(String sql, GuardedNames guarded, Dialect dialect) throws Refusal {
        DynamicSql.refuse(sql, guarded, dialect);
        StagingTables.refuse(sql, guarded, dialect);
        RenamedSchemas.refuse(sql);
    }

    /** PostgreSQL takes them for operators, and what is between two of them for SQL. What cannot be cut is refused by who parses it. */
    private static void requireNoBackTicks(String sql) throws Refusal {
        List<Token> tokens = sql.indexOf('`') >= 0 ? Lexer.tokens(sql) : null;
        if (tokens != null && tokens.stream().anyMatch(Token::isInBackTicks)) {
            throw Refusal.of("it names a sealed table and has a back-tick", "write names in double quotes");
        }
    }

    private static Plan merge(Replacing.Merge merge, String sql, GuardedNames guarded, Catalogue catalogue)
            throws Refusal {
        ParsedStatement statement = ParsedStatement.of(merge.insert(), sql, catalogue);
        if (!(statement.tree() instanceof Insert insert) || insert.getTable() == null) {
            throw Refusal.of("its MERGE is not planned", "write MERGE INTO … KEY (…) VALUES (…)");
        }
        Draft draft = new Draft(statement, catalogue, guarded);
        WrittenStrings.refuse(statement.tokens(), guarded, draft);
        return new InsertPlanner(Replacing.of(insert, merge.key()), draft).plan();
    }

    private static Plan plan(ParsedStatement statement, Draft draft) throws Refusal {
        Statement tree = statement.tree();
        if (tree instanceof PlainSelect || tree instanceof SetOperationList || tree instanceof ParenthesedSelect) {
            return query((Select) tree, draft);
        }
        if (tree instanceof Insert insert && insert.getTable() != null) {
            return new InsertPlanner(insert, draft).plan();
        }
        Replacing replace = tree instanceof Upsert upsert && draft.catalogue().dialect() == Dialect.MARIADB
                ? Replacing.of(upsert)
                : null;
        if (replace != null) {
            return new InsertPlanner(replace, draft).plan();
        }
        if (tree instanceof Update update && update.getTable() != null) {
            return new ChangePlanner(draft).plan(update);
        }
        if (tree instanceof Delete delete && delete.getTable() != null) {
            return new ChangePlanner(draft).plan(delete);
        }
        if (tree instanceof Merge merge && merge.getTable() != null) {
            Plan plan = MergePlanner.plan(merge, draft);
            if (plan != null) {
                return plan;
            }
        }
        if (tree instanceof Merge) {
            try {
                draft.claims().settle();
            } catch (Refusal unplanned) {
                throw Refusal.of(
                        "it is a MERGE that is not planned, and names a sealed table",
                        "MERGE one row of named values by the row id, or use INSERT and UPDATE with a subquery");
            }
            return new Plan.PassThrough();
        }
        if (tree instanceof Select) {
            // Passes only when the guarded name stands in nothing but strings.
            draft.claims().settle();
            return new Plan.PassThrough();
        }
        throw Refusal.of(
                verb(statement) + " names a sealed table",
                "use SELECT, INSERT, UPDATE or DELETE; change the table itself through the plain driver");
    }

    /** The statement's first word. */
    private static String verb(ParsedStatement statement) {
        return statement.tokens().stream()
                .filter(token -> token.kind() == Token.Kind.WORD)
                .findFirst()
                .map(token -> token.text().toUpperCase(Locale.ROOT))
                .orElse("it");
    }

    private static Plan query(Select select, Draft draft) throws Refusal {
        Map<Integer, ResultShape.Spelling> spelled =
                draft.catalogue().dialect() == Dialect.MARIADB ? new SpelledLabels(draft).of(select) : Map.of();
        QueryBlock query = QueryBlock.read(select, draft, null);
        if (!draft.isSealed()) {
            draft.settle();
            return new Plan.PassThrough();
        }
        ResultShape shape = query.forApplication().spelled(spelled);
        draft.replaceTree(query.tree());
        return draft.finish(Plan.Kind.SELECT, null, shape);
    }
}
