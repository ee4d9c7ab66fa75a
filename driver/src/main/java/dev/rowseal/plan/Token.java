package dev.rowseal.plan;

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
