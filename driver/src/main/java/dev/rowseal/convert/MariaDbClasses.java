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
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code getObject} with a class, of MariaDB's driver. */
final class MariaDbClasses {

    private static final Map<Class<?>, Getter> SAME_AS = Map.ofEntries(
            Map.entry(String.class, Getter.STRING),
            Map.entry(Boolean.class, Getter.BOOLEAN),
            Map.entry(boolean.class, Getter.BOOLEAN),
            Map.entry(Byte.class, Getter.BYTE),
            Map.entry(byte.class, Getter.BYTE),
            Map.entry(Short.class, Getter.SHORT),
            Map.entry(short.class, Getter.SHORT),
            Map.entry(Integer.class, Getter.INT),
            Map.entry(int.class, Getter.INT),
            Map.entry(Long.class, Getter.LONG),
            Map.entry(long.class, Getter.LONG),
            Map.entry(Float.class, Getter.FLOAT),
            Map.entry(float.class, Getter.FLOAT),
            Map.entry(Double.class, Getter.DOUBLE),
            Map.entry(double.class, Getter.DOUBLE),
            Map.entry(BigDecimal.class, Getter.BIG_DECIMAL),
            Map.entry(byte[].class, Getter.BYTES),
            Map.entry(java.sql.Date.class, Getter.DATE),
            Map.entry(java.sql.Time.class, Getter.TIME),
            Map.entry(java.sql.Timestamp.class, Getter.TIMESTAMP),
            Map.entry(Clob.class, Getter.CLOB),
            Map.entry(Blob.class, Getter.BLOB),
            Map.entry(InputStream.class, Getter.BINARY_STREAM),
            Map.entry(Reader.class, Getter.CHARACTER_STREAM),
            Map.entry(Object.class, Getter.OBJECT));

    private static final Set<Class<?>> TEMPORAL = Set.of(
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Instant.class);

    private static final Set<Class<?>> NONE = Set.of(OffsetTime.class, Calendar.class, Character.class);

    private MariaDbClasses() {}

    static Object read(Column column, Value value, @Nullable Object argument) throws SQLException {
        Getter getter = SAME_AS.get(argument);
        if (getter != null) {
            return MariaDbReads.read(column, value, getter, null);
        } else if (argument instanceof Class<?> wanted && TEMPORAL.contains(wanted)) {
            return temporal(column, value, wanted);
        } else if (argument == BigInteger.class) {
            return integer(column, value);
        } else if (argument == UUID.class) {
            return uuid(column, value);
        } else if (argument == java.util.Date.class) {
            // The driver gives the first of its own classes that it has for the type.
            Getter first = value instanceof Value.Time ? Getter.TIMESTAMP : Getter.DATE;
            return MariaDbReads.read(column, value, first, null);
        } else if (NONE.contains(argument)) {
            throw MariaDbReads.undecodable(column);
        }
        String name = argument instanceof Class<?> type ? type.getName() : "no class";
        throw Refusal.of(column, "getObject with " + name, "ask for a String or for the class of the declared type");
    }

    private static BigInteger integer(Column column, Value value) throws SQLException {
        BigDecimal number = MariaDbReads.decimal(column, value);
        if (Math.abs((long) number.scale()) > 1024) {
            throw Refusal.of(column, "getObject of so large a number as BigInteger", "ask for a BigDecimal");
        }
        return number.toBigInteger();
    }

    private static UUID uuid(Column column, Value value) throws SQLException {
        Kind kind = column.type().kind();
        if (kind == Kind.UUID || kind == Kind.CHAR || kind == Kind.VARCHAR) {
            try {
                return UUID.fromString(MariaDbTexts.text(value));
            } catch (IllegalArgumentException e) {
                throw MariaDbReads.undecodable(column);
            }
        }
        throw MariaDbReads.undecodable(column);
    }

    private static Object temporal(Column column, Value value, Class<?> wanted) throws SQLException {
        // The driver even finds a date of zeros in the uuid of zeros.
        if (MariaDbReads.isText(column) || column.type().kind() == Kind.UUID) {
            throw Refusal.of(column, "getObject of text as a date or time", "ask for a String");
        }
        LocalDateTime local;
        if (value instanceof Value.Date date && wanted != LocalTime.class && wanted != OffsetDateTime.class) {
            local = date.date().atStartOfDay();
        } else if (value instanceof Value.Time time && wanted != LocalDate.class && wanted != OffsetDateTime.class) {
            local = time.time().atDate(LocalDate.EPOCH);
        } else if (value instanceof Value.Timestamp || value instanceof Value.TimestampTz) {
            local = MariaDbTexts.local(value);
        } else {
            throw MariaDbReads.undecodable(column);
        }
        if (wanted == LocalDate.class) {
            return local.toLocalDate();
        } else if (wanted == LocalTime.class) {
            return local.toLocalTime();
        }
        ZonedDateTime zoned = local.atZone(Zones.session());
        if (wanted == LocalDateTime.class) {
            boolean whole = value instanceof Value.Timestamp || value instanceof Value.TimestampTz;
            return whole ? local : zoned.toLocalDateTime();
        } else if (wanted == OffsetDateTime.class) {
            return zoned.toOffsetDateTime();
        }
        return wanted == Instant.class ? zoned.toInstant() : zoned;
    }
}
