package dev.rowseal.plan;

import dev.rowseal.catalog.Folding;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads a statement's tokens from left to right. What it gives back is written anew from the tokens, without comments: so
 * the database reads what was understood here, and nothing that a comment or an odd space could hide. One statement's.
 */
final class DdlCursor {

    private final List<Token> tokens;
    private final Folding folding;
    private int at;

    DdlCursor(List<Token> tokens, Folding folding) {
        this.tokens = tokens;
        this.folding = folding;
    }

    /**
     * A name as the text has it.
     *
     * @param schema its schema as the database stores it, or null
     * @param stored the name as the database stores it
     * @param written both as they were written
     */
    record Name(@Nullable String schema, String stored, String written) {}

    int position() {
        return at;
    }

    boolean isAtEnd() {
        return at >= tokens.size();
    }

    /** Whether the next tokens are these words and symbols. */
    boolean isAt(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (at + i >= tokens.size() || !is(tokens.get(at + i), words[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean is(Token token, String word) {
        return (token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.SYMBOL)
                && token.text().equalsIgnoreCase(word);
    }

    /** Whether the next token is one of these words or symbols. */
    boolean isAtAny(String... words) {
        for (String word : words) {
            if (isAt(word)) {
                return true;
            }
        }
        return false;
    }

    /** Goes past these words and symbols, when they come next. */
    boolean take(String... words) {
        if (!isAt(words)) {
            return false;
        }
        at += words.length;
        return true;
    }

    /** Goes past one of these words, when it comes next. */
    boolean takeAny(String... words) {
        for (String word : words) {
            if (take(word)) {
                return true;
            }
        }
        return false;
    }

    /** Goes past these words and symbols, which must come next. */
    void require(String clause, String... words) throws Refusal {
        if (!take(words)) {
            throw unread(clause);
        }
    }

    /** The refusal of a clause with a part that is not known. */
    static Refusal unread(String clause) {
        return Refusal.of(
                "its " + clause + " has a part that is not planned yet",
                "leave that part out where a sealed table is named, or run the statement through the plain driver");
    }

    /** Nothing may come any more. */
    void requireEnd(String clause) throws Refusal {
        if (!isAtEnd()) {
            throw unread(clause);
        }
    }

    Token next(String clause) throws Refusal {
        if (isAtEnd()) {
            throw unread(clause);
        }
        return tokens.get(at++);
    }

    /** The next token, which stays. */
    @Nullable
    Token peek() {
        return isAtEnd() ? null : tokens.get(at);
    }

    /** One name that is no table's. */
    Name name(String clause) throws Refusal {
        String written = identifier(clause);
        return new Name(null, Written.column(folding, written), written);
    }

    /** A table's or an index's name, with or without a schema. */
    Name qualified(String clause) throws Refusal {
        String first = identifier(clause);
        if (!take(".")) {
            return new Name(null, Written.stored(folding, first), first);
        }
        String second = identifier(clause);
        if (isAt(".")) {
            throw unread(clause);
        }
        return new Name(Written.stored(folding, first), Written.stored(folding, second), first + "." + second);
    }

    private String identifier(String clause) throws Refusal {
        Token token = next(clause);
        if (token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.QUOTED) {
            throw unread(clause);
        }
        return token.text();
    }

    /** A column with its table, and perhaps its schema, before it. */
    List<Name> column(String clause) throws Refusal {
        String first = identifier(clause);
        require(clause, ".");
        String second = identifier(clause);
        if (!take(".")) {
            return List.of(
                    new Name(null, Written.stored(folding, first), first),
                    new Name(null, Written.column(folding, second), second));
        }
        String third = identifier(clause);
        return List.of(
                new Name(Written.stored(folding, first), Written.stored(folding, second), first + "." + second),
                new Name(null, Written.column(folding, third), third));
    }

    /** Names in parentheses. */
    List<Name> names(String clause) throws Refusal {
        List<Name> names = new java.util.ArrayList<>();
        require(clause, "(");
        do {
            names.add(name(clause));
        } while (take(","));
        require(clause, ")");
        return names;
    }

    /** Goes past one token, or past a whole group when it is an opening parenthesis or bracket. */
    void skip(String clause) throws Refusal {
        Token token = next(clause);
        if (is(token, ")") || is(token, "]")) {
            throw unread(clause);
        }
        if (is(token, "(") || is(token, "[")) {
            while (!isAt(")") && !isAt("]")) {
                skip(clause);
            }
            at++;
        }
    }

    /** The tokens between two positions, as text. */
    String text(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            Token token = tokens.get(i);
            if (i > from) {
                Token before = tokens.get(i - 1);
                if (before.begin() + before.text().length() < token.begin()) {
                    text.append(' ');
                }
            }
            text.append(token.text());
        }
        return text.toString();
    }

    /** What has been read since a position, as text. */
    String since(int from) {
        return text(from, at);
    }

    List<Token> tokens(int from, int to) {
        return tokens.subList(from, to);
    }

    /** The first words of the statement, for messages: keywords only. */
    static String verb(List<Token> tokens) {
        return tokens.get(0).text().toUpperCase(Locale.ROOT);
    }
}
