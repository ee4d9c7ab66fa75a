package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * MariaDB's and H2's statements that run a text: PREPARE and EXECUTE IMMEDIATE. The text must be there to be read, as one string,
 * and must name nothing that is guarded; what a variable or an expression holds is seen by nobody.
 */
final class DynamicSql {

    private static final Pattern WORDS = Pattern.compile("\\b(PREPARE|IMMEDIATE)\\b", Pattern.CASE_INSENSITIVE);

    private DynamicSql() {}

    /** Refuses a text that runs another which cannot be seen, or which may name a guarded thing. */
    static void refuse(String sql, GuardedNames guarded, Dialect dialect) throws Refusal {
        if (!WORDS.matcher(sql).find()) {
            return;
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
                && !guarded.in(text)
                && !WORDS.matcher(text).find();
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
                "run that SQL itself, or give it as one plain string that names no sealed table");
    }
}
