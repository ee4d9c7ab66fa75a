package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** H2's {@code getObject} with a class. */
final class H2Classes {

    private static final Map<Class<?>, Getter> SAME_AS = Map.ofEntries(
            Map.entry(String.class, Getter.STRING),
            Map.entry(Boolean.class, Getter.BOOLEAN),
            Map.entry(Byte.class, Getter.BYTE),
            Map.entry(Short.class, Getter.SHORT),
            Map.entry(Integer.class, Getter.INT),
            Map.entry(Long.class, Getter.LONG),
            Map.entry(Float.class, Getter.FLOAT),
            Map.entry(Double.class, Getter.DOUBLE),
            Map.entry(BigDecimal.class, Getter.BIG_DECIMAL),
            Map.entry(byte[].class, Getter.BYTES),
            Map.entry(java.sql.Date.class, Getter.DATE),
            Map.entry(java.sql.Time.class, Getter.TIME),
            Map.entry(java.sql.Timestamp.class, Getter.TIMESTAMP),
            Map.entry(Clob.class, Getter.CLOB),
            Map.entry(Blob.class, Getter.BLOB),
            Map.entry(InputStream.class, Getter.BINARY_STREAM),
            Map.entry(Reader.class, Getter.CHARACTER_STREAM));

    private static final Map<Class<?>, Kind> BY_TYPE = Map.of(
            UUID.class, Kind.UUID,
            LocalDate.class, Kind.DATE,
            LocalTime.class, Kind.TIME,
            LocalDateTime.class, Kind.TIMESTAMP,
            OffsetDateTime.class, Kind.TIMESTAMPTZ,
            ZonedDateTime.class, Kind.TIMESTAMPTZ,
            Instant.class, Kind.TIMESTAMPTZ);

    private H2Classes() {}

    static Object read(Column column, Value value, @Nullable Object wanted) throws SQLException {
        Getter getter = SAME_AS.get(wanted);
        if (getter != null) {
            return H2Reads.read(column, value, getter, null);
        }
        Kind kind = BY_TYPE.get(wanted);
        if (kind != null) {
            return shaped(H2Reads.as(column, value, kind, Getter.OBJECT_CLASS), wanted);
        } else if (wanted == BigInteger.class) {
            if (value instanceof Value.Text text && !text.text().trim().matches("[+-]?[0-9]+")) {
                throw H2Converts.unconvertible(column);
            }
            return ((BigDecimal) H2Reads.read(column, value, Getter.BIG_DECIMAL, null)).toBigInteger();
        } else if (wanted == java.util.Date.class) {
            java.util.Date timestamp = H2Dates.legacy(column, value, Getter.TIMESTAMP, null);
            return new java.util.Date(timestamp.getTime());
        } else if (wanted == Character.class) {
            String text = H2Texts.text(value);
            return text.isEmpty() ? ' ' : text.charAt(0);
        }
        String name = wanted instanceof Class<?> type ? type.getName() : "no class";
        throw Refusal.of(column, "getObject with " + name, "ask for a String or for the class of the declared type");
    }

    private static Object shaped(Value value, @Nullable Object wanted) {
        if (value instanceof Value.Uuid uuid) {
            return uuid.uuid();
        } else if (value instanceof Value.Date date) {
            return date.date();
        } else if (value instanceof Value.Time time) {
            return time.time();
        } else if (value instanceof Value.Timestamp timestamp) {
            return timestamp.timestamp();
        }
        OffsetDateTime at = ((Value.TimestampTz) value).timestamp();
        return wanted == ZonedDateTime.class ? at.toZonedDateTime() : wanted == Instant.class ? at.toInstant() : at;
    }
}
