package dev.rowseal.convert;

import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Locale;

/** What H2 stores in a JSON column: text becomes a JSON string, numbers and truth values become themselves. */
final class H2Json {

    private H2Json() {}

    static Value convert(Column column, Value sent, String how) throws SQLException {
        if (sent instanceof Value.Text text) {
            return new Value.Json(quoted(column, text.text()));
        } else if (sent instanceof Value.Uuid uuid) {
            return new Value.Json(quoted(column, uuid.uuid().toString()));
        } else if (sent instanceof Value.Bool bool) {
            return new Value.Json(Boolean.toString(bool.truth()));
        } else if (sent instanceof Value.Int integer) {
            return new Value.Json(Long.toString(integer.number()));
        } else if (sent instanceof Value.Date
                || sent instanceof Value.Time
                || sent instanceof Value.Timestamp
                || sent instanceof Value.TimestampTz) {
            return new Value.Json('"' + H2Texts.moment(sent, 'T') + '"');
        }
        return new Value.Json(number(column, sent, how));
    }

    private static String number(Column column, Value sent, String how) throws SQLException {
        if (sent instanceof Value.Decimal decimal) {
            BigDecimal number = decimal.number();
            return number.scale() < 0 ? number.toPlainString() : number.toString();
        } else if (sent instanceof Value.Real real && Float.isFinite(real.number())) {
            return new BigDecimal(Float.toString(real.number())).toString().replace("E+", "E");
        } else if (sent instanceof Value.Double real && Double.isFinite(real.number())) {
            return new BigDecimal(Double.toString(real.number())).toString().replace("E+", "E");
        } else if (sent instanceof Value.Real || sent instanceof Value.Double) {
            throw H2Converts.unconvertible(column);
        }
        throw Refusal.of(column, how + " of this type", "bind a String, a whole number or a boolean");
    }

    private static String quoted(Column column, String text) throws SQLException {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw H2Converts.unconvertible(column);
                }
                json.append(c).append(text.charAt(++i));
            } else {
                escape(json, c);
            }
        }
        return json.append('"').toString();
    }

    private static void escape(StringBuilder json, char c) {
        switch (c) {
            case '"', '\\' -> json.append('\\').append(c);
            case '\b' -> json.append("\\b");
            case '\f' -> json.append("\\f");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            default -> json.append(c < ' ' ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
        }
    }
}
