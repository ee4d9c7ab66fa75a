package dev.rowseal.catalog;

import dev.rowseal.policy.Name;
import java.util.Locale;

/**
 * What a database makes of names. Immutable.
 *
 * @param unquoted what happens to names that are not quoted; quoted ones stay as they are
 */
public record Folding(Case unquoted) {

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

    /** The name as the database stores it. */
    public String stored(String text, boolean quoted) {
        if (quoted) {
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

    /** A stored name, quoted so that any statement may hold it. */
    public String quote(String stored) {
        return '"' + stored.replace("\"", "\"\"") + '"';
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
            } else {
                // Through both cases and with their expansions: H2 folds with String.toUpperCase, so ß meets SS.
                String upper = Character.toString(c).toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT);
                upper.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
            }
        }
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
