package dev.rowseal.convert;

import java.sql.SQLException;
import java.util.regex.Pattern;

/** MariaDB's JSON: text as it was given, which the column's CHECK holds to be JSON. */
final class MariaDbJson {

    /** The server's own parser goes no deeper than 32. */
    private static final int DEEPEST = 30;

    /** What holds no half of a pair: an escaped backslash, and an escaped pair. */
    private static final Pattern WHOLE = Pattern.compile("\\\\\\\\|\\\\u[dD][89abAB]..\\\\u[dD][c-fC-F]..");

    private static final Pattern HALF = Pattern.compile("\\\\u[dD][89a-fA-F]");

    private MariaDbJson() {}

    /** The server takes some texts that are no JSON, such as {@code 5.}: what might be one of them is refused. */
    static String checked(Column column, String text, String how) throws SQLException {
        if (JsonText.valid(text)) {
            if (HALF.matcher(WHOLE.matcher(text).replaceAll("")).find()) {
                throw Refusal.of(column, how + " of JSON with half a surrogate pair", "give well-formed text");
            } else if (depth(text) > DEEPEST) {
                throw Refusal.of(column, how + " of JSON nested so deeply", "store it as text");
            }
            return text;
        }
        String start = text.trim();
        if (!start.isEmpty() && "{[\"-0123456789tfn".indexOf(start.charAt(0)) >= 0) {
            throw Refusal.of(column, how + " of a text that is no JSON", "give well-formed JSON");
        }
        throw Refusal.failed(column, "23000", "the text is no JSON");
    }

    /** Of a text that is JSON. */
    private static int depth(String json) {
        int depth = 0;
        int deepest = 0;
        boolean string = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"') {
                string = !string;
            } else if (string) {
                i += c == '\\' ? 1 : 0;
            } else {
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                deepest = Math.max(deepest, depth);
            }
        }
        return deepest;
    }
}
