package dev.rowseal.plan;

import java.util.List;
import java.util.Locale;

/** What a text asks a MariaDB session of what ran before; where that was Rowseal's own, the server would tell of it. */
public enum LastStatement {
    NOTHING,
    /** How many rows it changed. */
    OF_STATEMENT,
    /** How many rows the last query had, whatever ran since. */
    OF_QUERY,
    /** What was warned of, whatever ran since that uses no table; or a text that cannot be read. */
    OF_WARNINGS;

    private static final List<String> WORDS =
            List.of("ROW_COUNT", "FOUND_ROWS", "WARNINGS", "ERRORS", "WARNING_COUNT", "ERROR_COUNT", "DIAGNOSTICS");

    /** What a text asks. */
    public static LastStatement in(String sql) {
        if (!hasWord(sql)) {
            return NOTHING;
        }
        List<Token> tokens;
        try {
            tokens = Lexer.tokens(MariaDbText.plain(sql));
        } catch (Refusal unread) {
            return inUnread(sql);
        }
        return tokens == null ? inUnread(sql) : in(tokens);
    }

    /** By the words that any of the questions needs, wherever they stand. */
    private static LastStatement inUnread(String sql) {
        String text = sql.toUpperCase(Locale.ROOT);
        boolean asks = text.contains("ROW_COUNT")
                || text.contains("FOUND_ROWS")
                || text.contains("SHOW") && (text.contains("WARNINGS") || text.contains("ERRORS"))
                || text.contains("GET") && text.contains("DIAGNOSTICS")
                || text.contains("@@") && (text.contains("WARNING_COUNT") || text.contains("ERROR_COUNT"));
        return asks ? OF_WARNINGS : NOTHING;
    }

    /** One look at each character: every text that runs comes here. */
    private static boolean hasWord(String sql) {
        for (int i = 0; i < sql.length(); i++) {
            int letter = sql.charAt(i) | 0x20;
            if (letter == 'r' || letter == 'f' || letter == 'w' || letter == 'e' || letter == 'd') {
                for (String word : WORDS) {
                    if (sql.regionMatches(true, i, word, 0, word.length())) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static LastStatement in(List<Token> tokens) {
        LastStatement asked = NOTHING;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            String word = token.kind() == Token.Kind.WORD ? token.text().toUpperCase(Locale.ROOT) : "";
            boolean called = i + 1 < tokens.size() && tokens.get(i + 1).text().equals("(");
            boolean setting = i > 0
                    && (tokens.get(i - 1).text().equals("@")
                            || tokens.get(i - 1).text().equals("."));
            if (isWarnings(word, tokens.get(0), setting)) {
                return OF_WARNINGS;
            }
            if (called && word.equals("FOUND_ROWS")) {
                asked = OF_QUERY;
            } else if (called && word.equals("ROW_COUNT") && asked == NOTHING) {
                asked = OF_STATEMENT;
            }
        }
        return asked;
    }

    private static boolean isWarnings(String word, Token first, boolean setting) {
        return switch (word) {
            case "WARNINGS", "ERRORS" -> first.text().equalsIgnoreCase("SHOW");
            case "DIAGNOSTICS" -> first.text().equalsIgnoreCase("GET");
            case "WARNING_COUNT", "ERROR_COUNT" -> setting;
            default -> false;
        };
    }
}
