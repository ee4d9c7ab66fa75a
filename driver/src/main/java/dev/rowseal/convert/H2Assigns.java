package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;

/** What H2 stores when a value of any type is assigned to a column of the declared one. */
final class H2Assigns {

    private H2Assigns() {}

    static Value assign(Column column, H2Binds.Sent sent, String how) throws SQLException {
        Kind kind = column.type().kind();
        Value value = sent.large()
                ? large(column, sent.value(), kind, how)
                : H2Converts.convert(column, sent.value(), kind, how, H2Converts.ASSIGN);
        return fitted(column, value);
    }

    /** Large objects convert to text and bytes only. */
    private static Value large(Column column, Value sent, Kind kind, String how) throws SQLException {
        boolean fits = sent instanceof Value.Text
                ? kind == Kind.CHAR
                        || kind == Kind.VARCHAR
                        || kind == Kind.TEXT
                        || kind == Kind.BINARY
                        || kind == Kind.JSON
                : kind == Kind.TEXT || kind == Kind.BINARY;
        if (fits) {
            if (sent instanceof Value.Text text) {
                Surrogates.paired(column, text.text());
            }
            return H2Converts.convert(column, sent, kind, how, H2Converts.ASSIGN);
        } else if (kind == Kind.JSON) {
            throw Refusal.of(column, how, "bind a String");
        }
        throw H2Converts.unconvertible(column);
    }

    /** The value at the column's length, precision and scale. */
    static Value fitted(Column column, Value value) throws SQLException {
        if (value instanceof Value.Text text) {
            return new Value.Text(fitted(column, Surrogates.paired(column, text.text())));
        } else if (value instanceof Value.Decimal decimal) {
            return Decimals.fitted(decimal.number(), column.type()).orElseThrow(() -> Refusal.tooLong(column));
        } else if (value instanceof Value.Time time) {
            return new Value.Time(seconds(time.time()));
        } else if (value instanceof Value.Timestamp timestamp) {
            return new Value.Timestamp(micros(timestamp.timestamp()));
        } else if (value instanceof Value.TimestampTz timestamp) {
            OffsetDateTime at = timestamp.timestamp();
            return new Value.TimestampTz(OffsetDateTime.of(micros(at.toLocalDateTime()), at.getOffset()));
        }
        return value;
    }

    /** Lengths count UTF-16 units, as H2 does; only char(n) drops spaces that are too many. */
    private static String fitted(Column column, String text) throws SQLException {
        int length = column.type().length();
        boolean padded = column.type().kind() == Kind.CHAR;
        if (column.type().kind() == Kind.TEXT || text.length() == length) {
            return text;
        } else if (text.length() < length) {
            return padded ? text + " ".repeat(length - text.length()) : text;
        } else if (padded && text.chars().skip(length).allMatch(c -> c == ' ')) {
            return text.substring(0, length);
        }
        throw Refusal.tooLong(column);
    }

    /** H2's {@code TIME} keeps whole seconds and never rounds into the next day. */
    private static LocalTime seconds(LocalTime time) {
        LocalTime rounded = time.withNano(0);
        boolean up = time.getNano() >= 500_000_000 && !rounded.equals(LocalTime.of(23, 59, 59));
        return up ? rounded.plusSeconds(1) : rounded;
    }

    private static LocalDateTime micros(LocalDateTime timestamp) {
        return timestamp.withNano(0).plusNanos((timestamp.getNano() + 500L) / 1000 * 1000);
    }
}
