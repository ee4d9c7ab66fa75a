package dev.rowseal.plan;

import dev.rowseal.catalog.Folding;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MariaDB's SQL in the form that the parser and {@link Lexer} read as MariaDB reads it: comments become spaces, and every
 * string is in single quotes, with a private-use character for each backslash in it ({@link #restored} puts it back).
 * What MariaDB could cut or weigh otherwise than they do is refused. Assumes the session's usual SQL mode: double quotes
 * stand around strings, and a backslash escapes. One text's, one thread's.
 */
final class MariaDbText {

    /** Stands for a backslash inside a string. */
    static final char BACKSLASH = '\uE001';

    /** A private-use character that stands in {@link #FOR_SHARE} only. */
    static final char SHARED = '\uE002';

    /** What LOCK IN SHARE MODE is for the parser. */
    private static final String FOR_SHARE = "FOR SHARE OF `" + SHARED + "`";

    private static final List<String> LOCK_IN_SHARE_MODE = List.of("LOCK", "IN", "SHARE", "MODE");

    private static final Pattern NUMBER =
            Pattern.compile("0x[0-9a-fA-F]+|0b[01]+|(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");

    /** JDBC's own form of a date or time. */
    private static final Pattern ESCAPE = Pattern.compile("\\{\\s*(?:d|t|ts)\\s*['\"]", Pattern.CASE_INSENSITIVE);

    /** Words before which a string is a value. Behind any other it could be an alias, or change with the word. */
    private static final Set<String> BEFORE_STRINGS = Set.of(
            "SELECT",
            "DISTINCT",
            "ALL",
            "LIKE",
            "RLIKE",
            "REGEXP",
            "ESCAPE",
            "SEPARATOR",
            "CASE",
            "WHEN",
            "THEN",
            "ELSE",
            "AND",
            "OR",
            "XOR",
            "NOT",
            "BETWEEN",
            "BOTH",
            "BY",
            "DATE",
            "TIME",
            "TIMESTAMP",
            "INTERVAL",
            "IN",
            "LEADING",
            "TRAILING",
            "DIV",
            "MOD",
            "WHERE",
            "HAVING",
            "ON",
            "RETURNING",
            "DEFAULT",
            "FROM",
            "IMMEDIATE");

    private enum Last {
        NOTHING,
        WORD,
        STRING,
        /** What a name may follow as an alias: a quoted name, a number, a parameter, a closing parenthesis. */
        OPERAND,
        SYMBOL
    }

    private final String sql;
    private final StringBuilder plain = new StringBuilder();
    private int at;
    private Last last = Last.NOTHING;
    private String lastWord = "";
    private int lastEnd;

    private MariaDbText(String sql) {
        this.sql = sql;
    }

    /** The text in the common form. */
    /** A name behind this is that of a file, of a table whose own name is nowhere in the text. */
    static void requireNoFileNames(String sql) throws Refusal {
        if (Folding.comparable(sql).contains("#mysql50#")) {
            throw Refusal.of("it names the file of a table or a database (#mysql50#)", "write the table's own name");
        }
    }

    static String plain(String sql) throws Refusal {
        return withForShare(new MariaDbText(sql).run());
    }

    /** What was planned, as MariaDB reads it. */
    static String restored(String plain) {
        String shared =
                plain.indexOf(SHARED) < 0 ? plain : plain.replace(FOR_SHARE, String.join(" ", LOCK_IN_SHARE_MODE));
        return shared.indexOf(BACKSLASH) < 0 ? shared : shared.replace(String.valueOf(BACKSLASH), "\\\\");
    }

    /** The parser knows LOCK IN SHARE MODE only by its other name. */
    private static String withForShare(String plain) {
        List<Token> tokens = plain.toUpperCase(Locale.ROOT).contains("SHARE") ? Lexer.tokens(plain) : null;
        if (tokens == null) {
            return plain;
        }
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int i = 0; i + 4 <= tokens.size(); i++) {
            if (isLock(tokens.subList(i, i + 4))) {
                text.append(plain, from, tokens.get(i).begin()).append(FOR_SHARE);
                Token last = tokens.get(i + 3);
                from = last.begin() + last.text().length();
            }
        }
        return text.append(plain.substring(from)).toString();
    }

    private static boolean isLock(List<Token> words) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).kind() != Token.Kind.WORD
                    || !words.get(i).text().equalsIgnoreCase(LOCK_IN_SHARE_MODE.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Refusal refused(String what, String instead) {
        return Refusal.of("it names a sealed table and has " + what, instead);
    }

    private String run() throws Refusal {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (isSpace(c)) {
                plain.append(c == 0x0B ? ' ' : c);
                at++;
            } else if (!comment(c)) {
                token(c);
                lastEnd = at;
            }
        }
        return plain.toString();
    }

    private boolean comment(char c) throws Refusal {
        int end;
        if (c == '#' || c == '-' && at(1) == '-') {
            if (c == '-' && at + 2 < sql.length() && !isSpace(at(2)) && at(2) >= ' ') {
                throw refused("two minus signs that begin no comment", "write a space between them");
            }
            end = sql.indexOf('\n', at);
            end = end < 0 ? sql.length() : end;
        } else if (c == '/' && at(1) == '*') {
            if (at(2) == '!' || at(3) == '!') {
                throw refused(
                        "an executable comment", "write what is in it as a statement of its own, or leave it out");
            }
            end = sql.indexOf("*/", at + 2) + 2;
            if (end < 2) {
                throw refused("a comment that does not end", "end it");
            }
        } else {
            return false;
        }
        // MariaDB ends a comment at a zero byte.
        if (sql.substring(at, end).indexOf(0) >= 0) {
            throw refused("a zero byte", "leave it out");
        }
        plain.append(' ');
        at = end;
        return true;
    }

    private void token(char c) throws Refusal {
        if (c == '\'' || c == '"') {
            string(c);
        } else if (c == '`') {
            name();
        } else if (isWordPart(c) && c != '$' && !isDigit(c)) {
            word();
        } else if (isDigit(c) || c == '.' && isDigit(at(1))) {
            number();
        } else {
            symbol(c);
        }
    }

    private void word() throws Refusal {
        int begin = at;
        while (at < sql.length() && isWordPart(sql.charAt(at))) {
            requireLetter(sql.charAt(at));
            at++;
        }
        lastWord = sql.substring(begin, at).toUpperCase(Locale.ROOT);
        last = Last.WORD;
        plain.append(sql, begin, at);
    }

    // MariaDB takes every character beyond ASCII for a letter, others take some for spaces; it keeps no surrogates.
    private static void requireLetter(char c) throws Refusal {
        if (c >= 0x80 && (Character.isWhitespace(c) || Character.isSpaceChar(c) || Character.isISOControl(c))
                || Character.isSurrogate(c)) {
            throw refused("a character that is a letter to MariaDB only", "use ASCII spaces, and letters in names");
        }
    }

    private void name() throws Refusal {
        int begin = at;
        do {
            at = sql.indexOf('`', at + 1) + 1;
            if (at == 0) {
                throw refused("a quote that does not end", "end it");
            }
        } while (at(0) == '`');
        String name = sql.substring(begin, at);
        if (name.chars().anyMatch(c -> c < ' ' || Character.isSurrogate((char) c))) {
            throw refused("a name with a character that MariaDB keeps in no name", "use letters in names");
        }
        operand(name);
    }

    private void number() throws Refusal {
        Matcher number = NUMBER.matcher(sql).region(at, sql.length());
        boolean behindName = at == lastEnd && (last == Last.WORD || last == Last.OPERAND);
        if (!number.lookingAt() || number.end() < sql.length() && isWordPart(sql.charAt(number.end())) || behindName) {
            throw refused("a name that begins with a digit, or a number beside one", "write the name in back-ticks");
        }
        at = number.end();
        operand(number.group());
    }

    private void operand(String text) {
        last = Last.OPERAND;
        plain.append(text);
    }

    private void symbol(char c) throws Refusal {
        char next = at(1);
        if (c == '|' && next == '|') {
            throw refused("||, which the session decides the meaning of", "write OR or concat()");
        } else if (c == '!' && next != '=') {
            throw refused("! as NOT, which binds closer than NOT", "write NOT and parentheses");
        } else if (c == '{' && ESCAPE.matcher(sql).region(at, sql.length()).lookingAt()) {
            throw refused(
                    "a date or time in braces, of which the driver of a prepared statement makes a string, and the server"
                            + " of another a date",
                    "write DATE '2024-02-29', or give it as a parameter");
        } else if (c == '@' && (next == '\'' || next == '"' || next == '`')) {
            throw refused("a variable's or account's name in quotes", "leave the quotes out");
        } else if (c < ' ' || c == '\\' || c == '$' || c == 0x7F) {
            throw refused("a character that begins nothing", "leave it out");
        }
        plain.append(c);
        at++;
        last = c == ')' || c == '?' ? Last.OPERAND : Last.SYMBOL;
    }

    private void string(char quote) throws Refusal {
        boolean adjacent = last == Last.WORD && at == lastEnd;
        boolean literal = adjacent && (lastWord.equals("X") || lastWord.equals("B") || lastWord.equals("N"));
        boolean alias = last == Last.WORD && lastWord.equals("AS") && !adjacent;
        boolean value = last == Last.NOTHING
                || last == Last.SYMBOL
                || last == Last.WORD && BEFORE_STRINGS.contains(lastWord) && !adjacent
                || last == Last.WORD && lastWord.equals("COMMENT") && isDdl();
        if (!literal && !alias && !value || literal && quote != '\'') {
            throw refused(
                    "a string beside a name, a character set, a number or another string",
                    "write AS before an alias, use concat(), and leave character sets out");
        }
        String text = text(quote);
        String mark = alias ? "`" : "'";
        plain.append(mark).append(text.replace(mark, mark + mark)).append(mark);
        last = alias ? Last.OPERAND : Last.STRING;
    }

    /** Elsewhere COMMENT is a name, and a string behind it an alias. */
    private boolean isDdl() {
        String head = plain.toString().stripLeading();
        return head.regionMatches(true, 0, "CREATE", 0, 6) || head.regionMatches(true, 0, "ALTER", 0, 5);
    }

    /** Reads a string; gives what it stands for, with {@link #BACKSLASH} for backslashes. */
    private String text(char quote) throws Refusal {
        StringBuilder text = new StringBuilder();
        for (at++; at < sql.length(); at++) {
            char c = sql.charAt(at);
            if (c == '\\' && at + 1 < sql.length()) {
                text.append(escaped(sql.charAt(++at)));
            } else if (c != quote) {
                text.append(c);
            } else if (at(1) == quote) {
                text.append(c);
                at++;
            } else {
                at++;
                if (text.indexOf("\0") >= 0) {
                    throw refused("a zero byte", "give it as a parameter");
                }
                return text.toString();
            }
        }
        throw refused("a quote that does not end", "end it");
    }

    private static String escaped(char letter) {
        return switch (letter) {
            case '0' -> "\0";
            case 'b' -> "\b";
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'Z' -> "\u001A";
            case '\\' -> String.valueOf(BACKSLASH);
            case '%', '_' -> BACKSLASH + String.valueOf(letter);
            default -> String.valueOf(letter);
        };
    }

    private char at(int ahead) {
        return at + ahead < sql.length() ? sql.charAt(at + ahead) : 0;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordPart(char c) {
        return Lexer.isWordPart(c);
    }
}
