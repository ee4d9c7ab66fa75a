package dev.rowseal.plan;

import dev.rowseal.catalog.Catalogue;
import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Folding;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Statements that make, change and drop tables. JSqlParser reads only part of them, so they are read here, token by
 * token: exactly the forms that are planned, and what is left over is a refusal. What goes to the database is written anew
 * from the tokens, so that both read the same.
 */
final class DdlPlanner {

    private static final Set<String> VERBS = Set.of(
            "CREATE",
            "ALTER",
            "DROP",
            "TRUNCATE",
            "COMMENT",
            "GRANT",
            "REVOKE",
            "ANALYZE",
            "VACUUM",
            "LOCK",
            "REINDEX",
            "SET",
            "SAVEPOINT",
            "RELEASE",
            "ROLLBACK",
            "LISTEN",
            "UNLISTEN",
            "NOTIFY");

    private final List<Token> tokens;
    private final Catalogue catalogue;
    private final GuardedNames guarded;

    private DdlPlanner(List<Token> tokens, Catalogue catalogue, GuardedNames guarded) {
        this.tokens = tokens;
        this.catalogue = catalogue;
        this.guarded = guarded;
    }

    /** The plan of a text that holds a guarded name, or null when it is no statement of this kind. */
    static Plan.@Nullable Rewritten plan(String sql, GuardedNames guarded, Catalogue catalogue) throws Refusal {
        List<Token> tokens = Lexer.tokens(sql);
        if (tokens == null || tokens.isEmpty() || !VERBS.contains(verb(tokens)) || isOtherSetting(tokens)) {
            return null;
        }
        tokens = ParsedStatement.oneStatement(tokens);
        requirePlain(tokens, catalogue.dialect());
        List<String> statements = new DdlPlanner(tokens, catalogue, guarded).statements();
        return new Plan.Rewritten(
                Plan.Kind.DDL,
                new Template(List.of(String.join("; ", statements)), List.of()),
                List.of(),
                null,
                null,
                null,
                Set.of());
    }

    /** Of what SET begins, only an application's name is read here. */
    private static boolean isOtherSetting(List<Token> tokens) {
        return verb(tokens).equals("SET")
                && tokens.stream().limit(3).noneMatch(token -> token.text().equalsIgnoreCase("application_name"));
    }

    private static String verb(List<Token> tokens) {
        return tokens.get(0).text().toUpperCase(Locale.ROOT);
    }

    /** Refuses what databases cut into other tokens than the lexer does, and what is no part of any planned form. */
    private static void requirePlain(List<Token> tokens, Dialect dialect) throws Refusal {
        String before = "";
        for (Token token : tokens) {
            String text = token.text();
            boolean plain = switch (token.kind()) {
                case WORD -> text.codePoints().allMatch(c -> c < 0x80 || Character.isLetterOrDigit(c));
                // Where a back-tick is a quote, it may fold what it quotes or be none in another mode.
                case QUOTED -> text.startsWith("\"") || dialect != Dialect.H2 && dialect != Dialect.POSTGRESQL;
                case NUMBER -> true;
                case STRING -> text.startsWith("'") && text.indexOf('\\') < 0;
                case PARAMETER -> false;
                // Two slashes begin a comment in H2.
                case SYMBOL -> "(),.=<>+-*/%|&^~:[]!".contains(text) && !(text.equals("/") && before.equals("/"));
            };
            if (!plain) {
                throw DdlCursor.unread("text");
            }
            before = text;
        }
    }

    private List<String> statements() throws Refusal {
        DdlCursor cursor = new DdlCursor(tokens, catalogue.folding());
        if (cursor.isAt("CREATE", "SEQUENCE") || cursor.isAt("ALTER", "SEQUENCE")) {
            cursor.next("text");
            return new HousekeepingPlanner(cursor, this).sequence();
        }
        if (cursor.take("ALTER")) {
            if (!cursor.take("TABLE")) {
                throw unplanned();
            }
            return new AlterTablePlanner(cursor, this).plan();
        }
        if (!cursor.take("CREATE")) {
            return new HousekeepingPlanner(cursor, this).plan();
        }
        if (CreateTablePlanner.isNext(cursor)) {
            return new CreateTablePlanner(cursor, this).plan();
        }
        if (CreateIndexPlanner.isNext(cursor)) {
            return List.of(new CreateIndexPlanner(cursor, this).plan());
        }
        throw created(cursor);
    }

    private Refusal created(DdlCursor cursor) {
        while (cursor.takeAny(
                "OR", "REPLACE", "FORCE", "CONSTRAINT", "MATERIALIZED", "RECURSIVE", "TEMP", "TEMPORARY")) {
            // What is made stands behind.
        }
        if (cursor.isAt("VIEW")) {
            return Refusal.of(
                    "a view would read a sealed table, whose values open only where the table itself is named",
                    "query the table");
        }
        if (cursor.isAt("TRIGGER") || cursor.isAt("RULE")) {
            return Refusal.of(
                    "a trigger or rule on a sealed table would see envelopes and not values",
                    DdlTarget.PLAIN + " if it touches no sealed column");
        }
        return unplanned();
    }

    /** The refusal of a statement that is not planned at all. */
    Refusal unplanned() {
        return Refusal.of(
                "a " + verb(tokens) + " statement of its kind is not planned where it names a sealed table",
                DdlTarget.PLAIN + " if it does not touch sealed columns");
    }

    Dialect dialect() {
        return catalogue.dialect();
    }

    DdlTarget made(DdlCursor.Name name) throws Refusal {
        return DdlTarget.made(name, catalogue, guarded);
    }

    DdlTarget target(DdlCursor.Name name) throws Refusal {
        return DdlTarget.of(name, catalogue, guarded);
    }

    boolean isGuarded(String stored) {
        return guarded.has(Folding.comparable(stored));
    }
}
