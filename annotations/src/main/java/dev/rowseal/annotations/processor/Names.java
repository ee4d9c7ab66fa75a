package dev.rowseal.annotations.processor;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** SQL names as policies write them; the rules are those of the driver's policy reader. */
final class Names {

    private static final Pattern FORM = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_$]*|\"(?:[^\"]|\"\")+\"");

    private static final Pattern HUMP =
            Pattern.compile("(?<=[\\p{Ll}\\p{Nd}])(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})");

    private static final int MOST_CHARACTERS = 256;

    private Names() {}

    /** {@code dateOfBirth} as {@code date_of_birth}, {@code patientID} as {@code patient_id}. */
    static String snakeCase(String javaName) {
        return HUMP.matcher(javaName).replaceAll("_").toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when it is no name */
    static String check(String name, String what) {
        if (!FORM.matcher(name).matches() || unquoted(name).length() > MOST_CHARACTERS || !isPrintable(name)) {
            throw new IllegalArgumentException(what + " '" + name + "' is not a name; write letters, digits, '_' and"
                    + " '$', or put the name in double quotes inside the string: \"\\\"odd name\\\"\"");
        }
        return name;
    }

    /** A key under which names that may be one to some database fall together. */
    static String folded(String name) {
        return fold(unquoted(name));
    }

    static String fold(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    /** The name of the default index column, quoted as its column is. */
    static String indexColumn(String column) {
        return column.startsWith("\"") ? column.substring(0, column.length() - 1) + "_idx\"" : column + "_idx";
    }

    static String unquoted(String name) {
        return name.startsWith("\"") ? name.substring(1, name.length() - 1).replace("\"\"", "\"") : name;
    }

    /** Whether it can be written to the index and read again. */
    static boolean isPrintable(String text) {
        return text.chars().noneMatch(Character::isISOControl)
                && StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }
}
