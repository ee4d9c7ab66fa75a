package dev.rowseal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The elements of the outermost select list as they were written. MariaDB labels an expression by that, spaces and all,
 * where the parser's tree has lost them.
 */
final class WrittenItems {

    private static final Set<String> BEFORE = Set.of("SELECT", "DISTINCT", "ALL");

    private WrittenItems() {}

    /**
     * @param text the text that the tokens are of, as it was written
     * @return null when the outermost query cannot be told
     */
    static @Nullable List<String> of(String text, List<Token> tokens) {
        List<String> items = new ArrayList<>();
        int depth = 0;
        int begin = -1;
        int end = -1;
        for (Token token : tokens) {
            String word = token.kind() == Token.Kind.WORD ? token.text().toUpperCase(Locale.ROOT) : "";
            boolean outside = depth == 0;
            depth += token.text().equals("(") ? 1 : token.text().equals(")") ? -1 : 0;
            if (begin < 0) {
                begin = outside && word.equals("SELECT")
                        ? token.begin() + token.text().length()
                        : -1;
                end = begin;
            } else if (outside && word.equals("FROM")) {
                items.add(text.substring(begin, end));
                return items.stream().map(String::strip).toList();
            } else if (outside && token.text().equals(",")) {
                items.add(text.substring(begin, end));
                begin = token.begin() + 1;
                end = begin;
            } else {
                end = token.begin() + token.text().length();
                begin = outside && BEFORE.contains(word) && items.isEmpty() ? end : begin;
            }
        }
        return null;
    }
}
