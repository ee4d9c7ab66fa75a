package dev.rowseal.plan;

import java.util.List;

/**
 * {@code (a, b) = ROW (?, ?)}, as jOOQ writes assignments of several columns, and the parser does not read: the word means
 * nothing where the row has more than one value.
 */
final class RowAssignments {

    private RowAssignments() {}

    /** The text with blanks for each such word, when it is an UPDATE. */
    static String plain(String sql) {
        List<Token> tokens = Lexer.tokens(sql);
        if (tokens == null || tokens.isEmpty() || !tokens.get(0).normal().equals("update")) {
            return sql;
        }
        StringBuilder plain = new StringBuilder(sql);
        for (int i = 2; i + 1 < tokens.size(); i++) {
            Token word = tokens.get(i);
            boolean row = word.normal().equals("row")
                    && tokens.get(i - 2).text().equals(")")
                    && tokens.get(i - 1).text().equals("=")
                    && tokens.get(i + 1).text().equals("(");
            if (row && hasMany(tokens, i + 1)) {
                plain.replace(word.begin(), word.begin() + word.text().length(), "   ");
            }
        }
        return plain.toString();
    }

    /** Whether there is a comma between a parenthesis and the one that closes it. */
    private static boolean hasMany(List<Token> tokens, int open) {
        int depth = 0;
        for (Token token : tokens.subList(open, tokens.size())) {
            String text = token.text();
            depth += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
            if (depth == 0) {
                return false;
            }
            if (depth == 1 && text.equals(",")) {
                return true;
            }
        }
        return false;
    }
}
