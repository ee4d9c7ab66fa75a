package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Folding;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MariaDB's and H2's statements that run a text: PREPARE and EXECUTE IMMEDIATE. The text must be there to be read, as one string,
 * and must name nothing that is guarded; what a variable or an expression holds is seen by nobody.
 */
final class DynamicSql {

    private static final Pattern WORDS = Pattern.compile("prepare|immediate");

    private static final Pattern BOTH = Pattern.compile("(?s)(?=.*\\bexecute\\b).*\\bimmediate\\b.*");

    /** MariaDB's blanks, and the end of a comment that it executes. */
    private static final String GAP = "(?:[\\s\\p{Z}\\p{Cntrl}]|\\*/)*+";

    /** What else may be between the words there is a comment. */
    private static final String FURTHER = GAP + "(?:(?:/\\*|--|#).*)?";

    private static final Pattern RUNS =
            Pattern.compile("(?s)prepare" + GAP + "(?:`[^`]*+`|\"[^\"]*+\"|[\\w$[^\\x00-\\x7F]]*+)" + FURTHER
                    + "from\\b|execute" + FURTHER + "immediate\\b");

    /** MariaDB's own (in {@code sys}), which runs the text that it is given. */
    private static final String ROUTINE = "execute_prepared_stmt";

    /** H2 has comments and strings of its own: one of this form alone is read as it is. */
    private static final Pattern ONE_OF_H2 = Pattern.compile(
            "\\s*+EXECUTE\\s++IMMEDIATE\\s++('(?:[^'\\\\]|'')*+')\\s*+;?\\s*+", Pattern.CASE_INSENSITIVE);

    /** H2's ways around a driver. Comments may be anywhere between the words. */
    private static final Pattern AROUND = Pattern.compile(
            "(?s)\\brunscript\\b.*?\\bfrom\\b|\\blink_schema\\b|\\bcreate\\b(?>.*?\\blinked\\b).*?\\btable\\b");

    private DynamicSql() {}

    /** Refuses a text that runs another which cannot be seen, or which may name a guarded thing. */
    static void refuse(String sql, GuardedNames guarded, Dialect dialect) throws Refusal {
        String comparable = Folding.comparable(sql);
        if (dialect == Dialect.POSTGRESQL) {
            WrittenBodies.refuse(sql, comparable);
        }
        if (dialect == Dialect.H2 && AROUND.matcher(comparable).find()) {
            throw Refusal.of(
                    "it runs SQL from a file, or reaches tables by a connection of the database's own, which nobody reads",
                    "run it through the plain driver");
        }
        if (!WORDS.matcher(comparable).find()) {
            return;
        }
        if (dialect == Dialect.H2) {
            refuseOfH2(sql, comparable, guarded);
            return;
        }
        if (dialect == Dialect.MARIADB
                && (comparable.contains(ROUTINE)
                        || mayEndElsewhere(sql) && RUNS.matcher(comparable).find())) {
            throw refused();
        }
        List<Token> tokens = tokens(sql, dialect);
        for (int i = 0; i < tokens.size(); i++) {
            int text = is(tokens, i, "PREPARE") && is(tokens, i + 2, "FROM")
                    ? i + 3
                    : is(tokens, i, "EXECUTE") && is(tokens, i + 1, "IMMEDIATE") ? i + 2 : -1;
            if (text >= 0 && !isHarmless(tokens, text, guarded)) {
                throw refused();
            }
        }
    }

    private static void refuseOfH2(String sql, String comparable, GuardedNames guarded) throws Refusal {
        if (!BOTH.matcher(comparable).matches()) {
            return;
        }
        Matcher one = ONE_OF_H2.matcher(sql);
        if (!one.matches() || !isHarmless(one.group(1), guarded)) {
            throw refused();
        }
    }

    /**
     * Whether there are strings or names that end by what the session has set: a backslash may escape, double quotes may stand around
     * names, and a character set may have back-ticks and backslashes in characters beyond ASCII.
     */
    private static boolean mayEndElsewhere(String sql) {
        return sql.indexOf('"') >= 0
                || sql.indexOf('\\') >= 0
                || sql.indexOf('`') >= 0 && sql.chars().anyMatch(c -> c >= 0x80);
    }

    private static boolean isHarmless(String text, GuardedNames guarded) {
        return !guarded.in(text) && !WORDS.matcher(Folding.comparable(text)).find();
    }

    private static List<Token> tokens(String sql, Dialect dialect) throws Refusal {
        List<Token> tokens;
        try {
            tokens = Lexer.tokens(dialect == Dialect.MARIADB ? MariaDbText.plain(sql) : sql);
        } catch (Refusal unreadable) {
            throw refused();
        }
        if (tokens == null) {
            throw refused();
        }
        return tokens;
    }

    private static boolean isHarmless(List<Token> tokens, int at, GuardedNames guarded) {
        if (at >= tokens.size() || tokens.get(at).kind() != Token.Kind.STRING) {
            return false;
        }
        boolean ends = at + 1 == tokens.size() || tokens.get(at + 1).text().equals(";") || is(tokens, at + 1, "USING");
        String text = tokens.get(at).text();
        return ends
                // No form in which characters are written otherwise.
                && text.matches("(?s)['\"].*")
                && text.indexOf(MariaDbText.BACKSLASH) < 0
                && isHarmless(text, guarded);
    }

    private static boolean is(List<Token> tokens, int at, String word) {
        return at < tokens.size()
                && tokens.get(at).kind() == Token.Kind.WORD
                && tokens.get(at).text().toUpperCase(Locale.ROOT).equals(word);
    }

    private static Refusal refused() {
        return Refusal.of(
                "it runs SQL from a variable or an expression, or SQL that names a sealed table, by PREPARE or EXECUTE"
                        + " IMMEDIATE",
                "run that SQL itself, or give it as one plain string in single quotes, without backslashes, that names no sealed table");
    }
}
