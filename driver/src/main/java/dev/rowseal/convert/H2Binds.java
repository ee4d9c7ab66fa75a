package dev.rowseal.convert;

import dev.rowseal.value.Value;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;
import java.util.UUID;

/** What H2's driver makes of a bound object before any column is known: a value of H2's own choice of type. */
final class H2Binds {

    /**
     * A bound value.
     *
     * @param value in H2's own choice of type
     * @param large whether it is a CLOB or a BLOB, which convert to less
     */
    record Sent(Value value, boolean large) {}

    private static final int MOST_YEARS = 999_000_000;

    private H2Binds() {}

    static Sent sent(Column column, Object value, Binding how) throws SQLException {
        boolean large = value instanceof Reader
                || value instanceof InputStream
                || value instanceof Clob
                || value instanceof Blob
                || value instanceof SQLXML;
        Value natural = natural(column, value, how);
        return how.targetType() == null ? new Sent(natural, large) : H2Targets.cast(column, natural, large, how);
    }

    private static Value natural(Column column, Object value, Binding how) throws SQLException {
        if (value instanceof String text) {
            return new Value.Text(text);
        } else if (value instanceof Number number) {
            return number(column, number, how);
        } else if (value instanceof Boolean truth) {
            return new Value.Bool(truth);
        } else if (value instanceof byte[] bytes) {
            return new Value.Binary(bytes.clone());
        } else if (value instanceof UUID uuid) {
            return new Value.Uuid(uuid);
        } else if (value instanceof java.util.Date date) {
            return legacy(date, how);
        } else if (value instanceof java.time.temporal.Temporal temporal) {
            return temporal(column, temporal, how);
        }
        return large(column, value, how);
    }

    private static Value number(Column column, Number number, Binding how) throws SQLException {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return new Value.Int(number.longValue());
        } else if (number instanceof Float) {
            return H2Converts.real(number.floatValue());
        } else if (number instanceof Double) {
            return H2Converts.real(number.doubleValue());
        } else if (number instanceof BigInteger integer) {
            return new Value.Decimal(new BigDecimal(integer));
        } else if (number instanceof BigDecimal decimal && decimal.getClass() == BigDecimal.class) {
            return new Value.Decimal(decimal);
        }
        throw Refusal.of(column, how.setter(), "bind a BigDecimal");
    }

    private static Value legacy(java.util.Date date, Binding how) {
        LocalDateTime local = Zones.local(date, how.calendar());
        if (date instanceof java.sql.Date) {
            return new Value.Date(local.toLocalDate());
        } else if (date instanceof java.sql.Time) {
            return new Value.Time(local.toLocalTime());
        }
        return new Value.Timestamp(local);
    }

    private static Value temporal(Column column, java.time.temporal.Temporal temporal, Binding how)
            throws SQLException {
        if (temporal.isSupported(ChronoField.YEAR) && Math.abs(temporal.get(ChronoField.YEAR)) > MOST_YEARS) {
            throw Refusal.of(column, how.setter() + " of the end of time", "bind a date within 999 million years");
        } else if (temporal instanceof LocalDate date) {
            return new Value.Date(date);
        } else if (temporal instanceof LocalTime time) {
            return new Value.Time(time);
        } else if (temporal instanceof LocalDateTime timestamp) {
            return new Value.Timestamp(timestamp);
        } else if (temporal instanceof OffsetDateTime timestamp) {
            return new Value.TimestampTz(timestamp);
        } else if (temporal instanceof ZonedDateTime timestamp) {
            return new Value.TimestampTz(timestamp.toOffsetDateTime());
        } else if (temporal instanceof Instant instant) {
            return new Value.TimestampTz(instant.atOffset(java.time.ZoneOffset.UTC));
        }
        throw Refusal.of(column, how.setter(), "bind a LocalTime, LocalDateTime or OffsetDateTime");
    }

    private static Value large(Column column, Object value, Binding how) throws SQLException {
        if (value instanceof Character character) {
            return new Value.Text(character.toString());
        } else if (value instanceof Reader reader) {
            return new Value.Text(Drain.text(column, reader, unlimited(how)));
        } else if (value instanceof Clob clob) {
            return new Value.Text(Drain.text(column, clob));
        } else if (value instanceof Blob blob) {
            return new Value.Binary(Drain.bytes(column, blob));
        } else if (value instanceof SQLXML xml) {
            return new Value.Text(xml.getString());
        } else if (value instanceof InputStream stream && how.what().equals("AsciiStream")) {
            return new Value.Text(Drain.text(column, stream, StandardCharsets.US_ASCII, unlimited(how)));
        } else if (value instanceof InputStream stream && !how.what().equals("UnicodeStream")) {
            return new Value.Binary(Drain.bytes(column, stream, unlimited(how)));
        }
        throw Refusal.of(column, how.setter(), "bind a String, a number, a date or time, a byte array or a stream");
    }

    /** H2 reads to the end when the length is zero. */
    private static long unlimited(Binding how) {
        return how.length() <= 0 ? -1 : how.length();
    }
}
