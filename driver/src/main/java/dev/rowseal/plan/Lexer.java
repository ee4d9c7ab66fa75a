package dev.rowseal.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts SQL text into tokens in one pass. It knows the lexical forms of all supported databases at once (dollar quotes,
 * {@code E''} strings, nested comments, back-ticks): where a database would cut otherwise, the parser, which cuts by
 * rules of its own, comes to another sequence, and {@link ParsedStatement} refuses the text.
 */
final class Lexer {

    private final String sql;
    private int at;

    private Lexer(String sql) {
        this.sql = sql;
    }

    /**
     * The tokens of a text, in order.
     *
     * @return null when a quote or a comment does not end, or a quote has Unicode escapes
     */
    static @Nullable List<Token> tokens(String sql) {
        return new Lexer(sql).run();
    }

    private @Nullable List<Token> run() {
        List<Token> tokens = new ArrayList<>(sql.length() / 4 + 4);
        while (at < sql.length()) {
            int begin = at;
            char c = sql.charAt(at);
            Token.Kind kind;
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            } else if (c == '-' && next() == '-') {
                skipLine();
                continue;
            } else if (c == '/' && next() == '*') {
                if (!skipComment()) {
                    return null;
                }
                continue;
            } else {
                kind = kind(c);
            }
            if (kind == null) {
                return null;
            }
            tokens.add(new Token(kind, sql.substring(begin, at), begin));
        }
        return tokens;
    }

    private Token.@Nullable Kind kind(char c) {
        switch (c) {
            case '\'':
                return quoted('\'', false) ? Token.Kind.STRING : null;
            case '"', '`':
                return quoted(c, false) ? Token.Kind.QUOTED : null;
            case '?':
                at++;
                return Token.Kind.PARAMETER;
            case '$':
                return dollar();
            default:
                break;
        }
        if (isWordStart(c)) {
            return word();
        }
        if (isDigit(c) || c == '.' && isDigit(next())) {
            number();
            return Token.Kind.NUMBER;
        }
        at++;
        return Token.Kind.SYMBOL;
    }

    private char next() {
        return at + 1 < sql.length() ? sql.charAt(at + 1) : 0;
    }

    private void skipLine() {
        while (at < sql.length() && sql.charAt(at) != '\n' && sql.charAt(at) != '\r') {
            at++;
        }
    }

    private boolean skipComment() {
        int depth = 0;
        while (at < sql.length()) {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
                if (depth == 0) {
                    return true;
                }
            } else {
                at++;
            }
        }
        return false;
    }

    private boolean quoted(char quote, boolean backslash) {
        at++;
        while (at < sql.length()) {
            char c = sql.charAt(at++);
            if (c == '\\' && backslash) {
                at++;
            } else if (c == quote) {
                if (at < sql.length() && sql.charAt(at) == quote) {
                    at++;
                } else {
                    return true;
                }
            }
        }
        return false;
    }

    private Token.@Nullable Kind dollar() {
        int end = at + 1;
        if (isDigit(next())) {
            at++;
            return Token.Kind.SYMBOL;
        }
        while (end < sql.length() && isWordPart(sql.charAt(end)) && sql.charAt(end) != '$') {
            end++;
        }
        if (end < sql.length() && sql.charAt(end) == '$') {
            String tag = sql.substring(at, end + 1);
            int close = sql.indexOf(tag, end + 1);
            if (close < 0) {
                return null;
            }
            at = close + tag.length();
            return Token.Kind.STRING;
        }
        at++;
        return Token.Kind.SYMBOL;
    }

    private Token.@Nullable Kind word() {
        int begin = at;
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            at++;
        }
        if (at - begin == 1 && isUnicodeQuote(begin)) {
            return null;
        }
        if (at < sql.length() && sql.charAt(at) == '\'' && at - begin == 1) {
            char prefix = Character.toUpperCase(sql.charAt(begin));
            if ("ENXB".indexOf(prefix) >= 0) {
                return quoted('\'', prefix == 'E') ? Token.Kind.STRING : null;
            }
        }
        return Token.Kind.WORD;
    }

    /** {@code U&"…"} and {@code U&'…'}: escapes inside would have to be decoded, which the parser does not do. */
    private boolean isUnicodeQuote(int begin) {
        return Character.toUpperCase(sql.charAt(begin)) == 'U'
                && (sql.startsWith("&\"", at) || sql.startsWith("&'", at));
    }

    private void number() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            boolean exponentSign = (c == '+' || c == '-')
                    && (sql.charAt(at - 1) == 'e' || sql.charAt(at - 1) == 'E')
                    && isDigit(next());
            if (!isWordPart(c) && c != '.' && !exponentSign) {
                return;
            }
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordStart(char c) {
        return c == '_' || c >= 0x80 || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    /** Whether a character can stand inside an identifier without quotes, in any supported database. */
    static boolean isWordPart(char c) {
        return isWordStart(c) || isDigit(c) || c == '$';
    }
}
