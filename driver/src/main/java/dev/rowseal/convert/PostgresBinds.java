package dev.rowseal.convert;

import dev.rowseal.convert.PostgresSent.Typed;
import dev.rowseal.value.Value;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.temporal.Temporal;
import java.util.UUID;

/** What pgjdbc sends for a bound object. */
final class PostgresBinds {

    private PostgresBinds() {}

    static PostgresSent sent(Column column, Object value, Binding how) throws SQLException {
        if (how.what().startsWith("N")) {
            throw Refusal.of(column, how.setter(), "pgjdbc has it not; use the method without N");
        } else if (how.targetType() != null) {
            return PostgresTargets.sent(column, value, how, how.targetType());
        }
        return natural(column, value, how);
    }

    static PostgresSent natural(Column column, Object value, Binding how) throws SQLException {
        if (value instanceof String || value instanceof Character) {
            return new Typed(new Value.Text(value.toString()));
        } else if (value instanceof Number number) {
            return new Typed(number(column, number, how));
        } else if (value instanceof Boolean truth) {
            return new Typed(new Value.Bool(truth));
        } else if (value instanceof byte[] bytes) {
            return new Typed(new Value.Binary(bytes.clone()));
        } else if (value instanceof UUID uuid) {
            return new Typed(new Value.Uuid(uuid));
        } else if (value instanceof Temporal temporal) {
            return temporal(column, temporal, how);
        } else if (value instanceof java.sql.Date || value instanceof java.sql.Time || value instanceof Timestamp) {
            return PostgresLegacy.sent(column, (java.util.Date) value, how);
        }
        return stream(column, value, how);
    }

    private static Value number(Column column, Number number, Binding how) throws SQLException {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return new Value.Int(number.longValue());
        } else if (number instanceof Float) {
            return new Value.Real(number.floatValue());
        } else if (number instanceof Double) {
            return new Value.Double(number.doubleValue());
        } else if (number instanceof BigInteger integer) {
            return new Value.Decimal(new BigDecimal(integer));
        } else if (number instanceof BigDecimal decimal) {
            return new Value.Decimal(decimal);
        }
        throw Refusal.of(column, how.setter(), "bind a BigDecimal");
    }

    private static PostgresSent temporal(Column column, Temporal temporal, Binding how) throws SQLException {
        if (temporal instanceof LocalDate date) {
            PostgresMoments.finite(column, date);
            return new Typed(new Value.Date(date));
        } else if (temporal instanceof LocalTime time) {
            return new Typed(new Value.Time(PostgresMoments.micros(column, time)));
        } else if (temporal instanceof LocalDateTime timestamp) {
            return new Typed(new Value.Timestamp(PostgresMoments.micros(column, timestamp)));
        } else if (temporal instanceof OffsetDateTime timestamp) {
            return new Typed(new Value.TimestampTz(PostgresMoments.utc(column, timestamp)));
        } else if (temporal instanceof OffsetTime time) {
            return new PostgresSent.TimeTz(time.with(PostgresMoments.micros(column, time.toLocalTime())));
        }
        throw Refusal.of(column, how.setter(), "bind a LocalDate, LocalTime, LocalDateTime or OffsetDateTime");
    }

    private static PostgresSent stream(Column column, Object value, Binding how) throws SQLException {
        boolean sized = how.length() >= 0;
        switch (how.what()) {
            case "AsciiStream" -> {
                if (sized && value instanceof InputStream stream) {
                    return text(Drain.text(column, stream, StandardCharsets.US_ASCII, how.length()));
                }
            }
            case "UnicodeStream" -> {
                if (sized && value instanceof InputStream stream) {
                    return text(Drain.text(column, stream, StandardCharsets.UTF_8, how.length()));
                }
            }
            case "CharacterStream" -> {
                if (value instanceof Reader reader) {
                    return text(Drain.text(column, reader, how.length()));
                }
            }
            case "BinaryStream" -> {
                if (value instanceof InputStream stream) {
                    return bytes(column, Drain.bytes(column, stream, how.length()), how);
                }
            }
            default -> {}
        }
        throw Refusal.of(
                column,
                how.setter(),
                "bind a String, a number, a date or time, a byte array or a stream with its length");
    }

    private static PostgresSent text(String text) {
        return new Typed(new Value.Text(text));
    }

    private static PostgresSent bytes(Column column, byte[] bytes, Binding how) throws SQLException {
        if (bytes.length < how.length()) {
            throw Refusal.of(column, how.setter() + " of a stream shorter than its length", "give the right length");
        }
        return new Typed(new Value.Binary(bytes));
    }
}
