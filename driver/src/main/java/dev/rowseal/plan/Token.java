package dev.rowseal.plan;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A token of SQL text, as far as planning needs to tell tokens apart. Comments and white space are none.
 *
 * @param kind what it is
 * @param text the token as written, quotes and prefix included
 * @param begin where it begins in the text
 */
record Token(Kind kind, String text, int begin) {

    enum Kind {
        /** A keyword or an identifier without quotes. */
        WORD,
        /** An identifier in quotes. */
        QUOTED,
        /** A string in any quoting, its prefix included. */
        STRING,
        NUMBER,
        /** A {@code ?}. */
        PARAMETER,
        /** One character of an operator or of punctuation. */
        SYMBOL
    }

    /** How many bytes of a name PostgreSQL keeps; what is longer it cuts, and says so only in a notice. */
    static final int LONGEST_NAME = 63;

    /** The length of a name as PostgreSQL counts it. */
    static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Whether this is a name that PostgreSQL would take for another. */
    boolean isCut() {
        return (kind == Kind.WORD || kind == Kind.QUOTED) && bytes(identifier()) > LONGEST_NAME;
    }

    boolean isInBackTicks() {
        return kind == Kind.QUOTED && text.startsWith("`");
    }

    /** The same for two tokens that no database tells apart: words without regard to case, all else as written. */
    String normal() {
        return kind == Kind.WORD ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** The identifier inside the quotes of a {@link Kind#QUOTED}, or the word as written. */
    String identifier() {
        if (kind != Kind.QUOTED) {
            return text;
        }
        String quote = text.substring(text.length() - 1);
        return text.substring(1, text.length() - 1).replace(quote + quote, quote);
    }
}
