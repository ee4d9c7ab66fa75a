package dev.rowseal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The elements of the outermost select list as they were written. MariaDB labels an expression by that, spaces and all,
 * where the parser's tree has lost them. An element that holds a constant is not told: it may be a value of a sealed
 * column, and must not leave as a label.
 */
final class WrittenItems {

    private static final Set<String> BEFORE = Set.of("SELECT", "DISTINCT", "ALL");

    private static final Set<String> BEHIND_FROM = Set.of(
            "WHERE",
            "GROUP",
            "HAVING",
            "WINDOW",
            "QUALIFY",
            "UNION",
            "INTERSECT",
            "EXCEPT",
            "MINUS",
            "ORDER",
            "LIMIT",
            "OFFSET",
            "FETCH",
            "FOR");

    private static final Set<String> SETS = Set.of("UNION", "INTERSECT", "EXCEPT", "MINUS");

    private static final Set<Token.Kind> CONSTANTS = Set.of(Token.Kind.STRING, Token.Kind.NUMBER, Token.Kind.PARAMETER);

    private WrittenItems() {}

    /** The outermost query up to its FROM and no further; null when it ends there, or cannot be told. */
    static @Nullable String head(String text, List<Token> tokens) {
        int depth = 0;
        boolean inside = false;
        for (Token token : tokens) {
            String word =
                    depth == 0 && token.kind() == Token.Kind.WORD ? token.text().toUpperCase(Locale.ROOT) : "";
            depth += token.text().equals("(") ? 1 : token.text().equals(")") ? -1 : 0;
            if (!inside && SETS.contains(word)) {
                // The first query is in parentheses, whole.
                return null;
            }
            inside |= word.equals("SELECT");
            if (inside && BEHIND_FROM.contains(word)) {
                return text.substring(0, token.begin());
            }
        }
        return null;
    }

    /**
     * @param text the text that the tokens are of, as it was written
     * @return null for an element that holds a constant; null when the outermost query cannot be told
     */
    static @Nullable List<@Nullable String> of(String text, List<Token> tokens) {
        List<@Nullable String> items = new ArrayList<>();
        int depth = 0;
        int begin = -1;
        int end = -1;
        boolean constant = false;
        for (Token token : tokens) {
            String word = token.kind() == Token.Kind.WORD ? token.text().toUpperCase(Locale.ROOT) : "";
            boolean outside = depth == 0;
            depth += token.text().equals("(") ? 1 : token.text().equals(")") ? -1 : 0;
            if (begin < 0 && outside && SETS.contains(word)) {
                // Its first query is in parentheses.
                return null;
            }
            if (begin < 0) {
                begin = outside && word.equals("SELECT")
                        ? token.begin() + token.text().length()
                        : -1;
                end = begin;
            } else if (outside && word.equals("FROM")) {
                items.add(constant ? null : text.substring(begin, end).strip());
                return items;
            } else if (outside && token.text().equals(",")) {
                items.add(constant ? null : text.substring(begin, end).strip());
                constant = false;
                begin = token.begin() + 1;
                end = begin;
            } else {
                end = token.begin() + token.text().length();
                constant |= CONSTANTS.contains(token.kind());
                begin = outside && BEFORE.contains(word) && items.isEmpty() ? end : begin;
            }
        }
        return null;
    }
}
