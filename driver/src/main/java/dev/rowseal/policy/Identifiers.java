package dev.rowseal.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads SQL names as policies write them, and compares them without knowing how a database folds. */
final class Identifiers {

    private static final int MOST_CHARACTERS = 256;

    private static final String WAY_OUT =
            "; write letters, digits, '_' and '$', or put the name in double quotes inside the YAML text: '\"odd name\"'";

    private Identifiers() {}

    /** One name. */
    static Name column(Yaml.Text node, String what) {
        List<Name> names = names(node, what);
        if (names.size() > 1) {
            throw new Complaint(node.position(), shown(node, what) + " has a dot" + WAY_OUT);
        }
        return names.get(0);
    }

    /** {@code [schema.]table}. */
    static TableName table(Yaml.Text node, String what) {
        List<Name> names = names(node, what);
        return switch (names.size()) {
            case 1 -> new TableName(null, names.get(0));
            case 2 -> new TableName(names.get(0), names.get(1));
            default ->
                throw new Complaint(
                        node.position(), shown(node, what) + " has more than two parts; write table or schema.table");
        };
    }

    private static List<Name> names(Yaml.Text node, String what) {
        String text = node.text();
        List<Name> names = new ArrayList<>();
        int at = 0;
        do {
            int end = end(text, at);
            if (end <= at || end < text.length() && text.charAt(end) != '.') {
                throw new Complaint(node.position(), shown(node, what) + " is not a name" + WAY_OUT);
            }
            names.add(name(node, what, text.substring(at, end)));
            at = end + 1;
        } while (at <= text.length());
        return names;
    }

    private static Name name(Yaml.Text node, String what, String written) {
        boolean quoted = written.startsWith("\"");
        String name = quoted ? written.substring(1, written.length() - 1).replace("\"\"", "\"") : written;
        if (name.isEmpty() || name.length() > MOST_CHARACTERS || name.chars().anyMatch(Character::isISOControl)) {
            throw new Complaint(
                    node.position(),
                    shown(node, what) + " is empty, longer than " + MOST_CHARACTERS
                            + " characters or has a control character; write the name as the database has it");
        }
        return new Name(name, quoted);
    }

    /** The index after the name that starts at {@code at}; {@code at} when there is none. */
    private static int end(String text, int at) {
        if (at < text.length() && text.charAt(at) == '"') {
            return endOfQuoted(text, at);
        }
        int end = at;
        while (end < text.length() && isNamePart(text.codePointAt(end), end == at)) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    private static int endOfQuoted(String text, int at) {
        int end = at + 1;
        while (end < text.length()) {
            if (text.charAt(end) != '"') {
                end++;
            } else if (text.startsWith("\"\"", end)) {
                end += 2;
            } else {
                return end + 1;
            }
        }
        return at;
    }

    private static boolean isNamePart(int point, boolean first) {
        return Character.isLetter(point) || point == '_' || !first && (Character.isDigit(point) || point == '$');
    }

    private static String shown(Yaml.Text node, String what) {
        return what + " '" + Shown.of(node.text()) + "'";
    }

    /**
     * Whether two names may be one name to some database. Case is left out even where a name is quoted: there are
     * databases to which it never matters.
     */
    static boolean mayBeOne(Name one, Name other) {
        return folded(one).equals(folded(other));
    }

    /** A key for maps under which names that {@link #mayBeOne} fall together. */
    static String folded(Name name) {
        return fold(name.text());
    }

    /** A key for maps under which tables that may be one fall together. */
    static String folded(TableName name) {
        Name schema = name.schema();
        return (schema == null ? "" : folded(schema)) + '\0' + folded(name.table());
    }

    static String fold(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
