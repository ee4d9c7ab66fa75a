package dev.rowseal.catalog;

import dev.rowseal.policy.Name;
import java.util.Locale;

/**
 * What a database makes of names. Immutable.
 *
 * @param unquoted what happens to names that are not quoted; quoted ones stay as they are, unless {@code alike}
 * @param quote what stands around a quoted name
 * @param alike whether quotes change nothing but what a name may hold, and the case of columns is of no matter, as in
 *     MariaDB
 */
public record Folding(Case unquoted, char quote, boolean alike) {

    /** Of a database with standard quotes, in which they keep a name as it is. */
    public Folding(Case unquoted) {
        this(unquoted, '"', false);
    }

    /** What happens to the letters of an unquoted name. */
    public enum Case {
        /** ASCII letters become lower case and no others change, as PostgreSQL does it in UTF-8. */
        LOWER_ASCII,
        /** Lower case, as H2 does it with {@code DATABASE_TO_LOWER}. */
        LOWER,
        /** Upper case, as H2 does it. */
        UPPER,
        /** Nothing changes. */
        AS_WRITTEN
    }

    private static final int DOT_ABOVE = 0x307;

    /** The name as the database stores it. */
    public String stored(String text, boolean quoted) {
        if (quoted && !alike) {
            return text;
        }
        return switch (unquoted) {
            case LOWER_ASCII -> lowerAscii(text);
            case LOWER -> text.toLowerCase(Locale.ENGLISH);
            case UPPER -> text.toUpperCase(Locale.ENGLISH);
            case AS_WRITTEN -> text;
        };
    }

    /** The name as the database stores it. */
    public String stored(Name name) {
        return stored(name.text(), name.quoted());
    }

    /**
     * The name of a column, or a label, as it is compared: as the database stores it, or where the case of columns is of
     * no matter, in lower case, by which the database knows it too.
     */
    public String column(String text, boolean quoted) {
        return alike ? lower(text) : stored(text, quoted);
    }

    /** The name of a column as it is compared. */
    public String column(Name name) {
        return column(name.text(), name.quoted());
    }

    /** A stored name, quoted so that any statement may hold it. */
    public String quote(String stored) {
        String mark = String.valueOf(quote);
        return mark + stored.replace(mark, mark + mark) + mark;
    }

    /**
     * A text in the form in which names are searched for in it. Names that any database takes for the same come out
     * the same; some that differ do too, which costs a look and no harm. Character by character, so that a name comes
     * out in the midst of a text as it does alone.
     */
    public static String comparable(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (c < 0x80) {
                folded.append((char) (c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c));
            } else if (c == DOT_ABOVE && folded.length() > 0 && folded.charAt(folded.length() - 1) == 'i') {
                // What is left of İ in lower case, which is i elsewhere.
                continue;
            } else {
                // Through both cases and with their expansions: H2 folds with String.toUpperCase, so ß meets SS.
                String upper = Character.toString(Character.toLowerCase(c)).toUpperCase(Locale.ROOT);
                upper.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
            }
        }
        return folded.toString();
    }

    /** Letter by letter, as MariaDB has it: İ is one i. */
    private static String lower(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        text.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
        return folded.toString();
    }

    private static String lowerAscii(String text) {
        StringBuilder folded = new StringBuilder(text);
        for (int i = 0; i < folded.length(); i++) {
            char c = folded.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                folded.setCharAt(i, (char) (c + ('a' - 'A')));
            }
        }
        return folded.toString();
    }
}
