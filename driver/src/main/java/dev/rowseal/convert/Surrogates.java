package dev.rowseal.convert;

import java.sql.SQLException;

/** Half characters, which no encoding can store. */
final class Surrogates {

    private Surrogates() {}

    static boolean unpaired(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return true;
            }
        }
        return false;
    }

    static String paired(Column column, String text) throws SQLException {
        if (unpaired(text)) {
            throw Refusal.of(column, "text with half a surrogate pair", "bind well-formed text");
        }
        return text;
    }
}
