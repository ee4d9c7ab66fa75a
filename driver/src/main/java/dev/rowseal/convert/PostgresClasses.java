package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Calendar;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** pgjdbc's {@code getObject} with a class: each class goes with few types, and nothing is converted. */
final class PostgresClasses {

    private static final Map<Class<?>, Set<Kind>> ALLOWED = Map.ofEntries(
            Map.entry(String.class, Set.of(Kind.CHAR, Kind.VARCHAR, Kind.TEXT)),
            Map.entry(Boolean.class, Set.of(Kind.BOOLEAN)),
            Map.entry(Short.class, Set.of(Kind.SMALLINT)),
            Map.entry(Integer.class, Set.of(Kind.SMALLINT, Kind.INTEGER)),
            Map.entry(Long.class, Set.of(Kind.BIGINT)),
            Map.entry(BigInteger.class, Set.of(Kind.BIGINT)),
            Map.entry(Float.class, Set.of(Kind.REAL)),
            Map.entry(Double.class, Set.of(Kind.DOUBLE)),
            Map.entry(BigDecimal.class, Set.of(Kind.DECIMAL)),
            Map.entry(byte[].class, Set.of(Kind.BINARY)),
            Map.entry(UUID.class, Set.of(Kind.UUID)),
            Map.entry(LocalDate.class, Set.of(Kind.DATE, Kind.TIMESTAMP)),
            Map.entry(LocalTime.class, Set.of(Kind.TIME)),
            Map.entry(LocalDateTime.class, Set.of(Kind.TIMESTAMP)),
            Map.entry(OffsetDateTime.class, Set.of(Kind.TIMESTAMP, Kind.TIMESTAMPTZ)),
            Map.entry(java.sql.Date.class, Set.of(Kind.DATE)),
            Map.entry(java.sql.Time.class, Set.of(Kind.TIME)),
            Map.entry(java.sql.Timestamp.class, Set.of(Kind.TIMESTAMP, Kind.TIMESTAMPTZ)),
            Map.entry(java.util.Date.class, Set.of(Kind.TIMESTAMP, Kind.TIMESTAMPTZ)));

    private static final Set<Class<?>> JAVA_TIME =
            Set.of(LocalDate.class, LocalTime.class, LocalDateTime.class, OffsetDateTime.class, OffsetTime.class);

    private PostgresClasses() {}

    /** What the driver makes of a class before it looks at a NULL. */
    static void requireForNull(Column column, @Nullable Object argument) throws SQLException {
        if (!(argument instanceof Class<?> wanted)) {
            throw Refusal.failed(column, "22023", "getObject needs a class");
        }
        if (wanted == Calendar.class || wanted == java.sql.Blob.class || wanted == java.sql.Clob.class) {
            throw Refusal.of(column, "getObject with " + wanted.getName(), "ask for the class of the declared type");
        }
        boolean allowed =
                ALLOWED.getOrDefault(wanted, Set.of()).contains(column.type().kind());
        if (!allowed && !JAVA_TIME.contains(wanted) && wanted != UUID.class) {
            throw Refusal.failed(column, "22023", "the declared type is not read as " + wanted.getName());
        }
    }

    static Object read(Column column, Value value, @Nullable Object argument) throws SQLException {
        if (!(argument instanceof Class<?> wanted)) {
            throw Refusal.failed(column, "22023", "getObject needs a class");
        }
        Kind kind = column.type().kind();
        if (wanted == Calendar.class || wanted == java.sql.Blob.class || wanted == java.sql.Clob.class) {
            throw Refusal.of(column, "getObject with " + wanted.getName(), "ask for the class of the declared type");
        } else if (!ALLOWED.getOrDefault(wanted, Set.of()).contains(kind)) {
            String state = JAVA_TIME.contains(wanted) ? "42821" : "22023";
            throw Refusal.failed(column, state, "the declared type is not read as " + wanted.getName());
        } else if (wanted == Short.class) {
            return (short) ((Value.Int) value).number();
        } else if (wanted == BigInteger.class) {
            return BigInteger.valueOf(((Value.Int) value).number());
        } else if (wanted == java.util.Date.class) {
            return new java.util.Date(
                    PostgresDates.legacy(column, value, Getter.TIMESTAMP, null).getTime());
        } else if (JAVA_TIME.contains(wanted)) {
            return javaTime(column, value, wanted);
        }
        return PostgresReads.object(column, value);
    }

    private static Object javaTime(Column column, Value value, Class<?> wanted) throws SQLException {
        if (value instanceof Value.Date date) {
            return date.date();
        } else if (value instanceof Value.Time time) {
            return time.time();
        } else if (value instanceof Value.TimestampTz timestamp) {
            return timestamp.timestamp();
        } else if (value instanceof Value.Timestamp timestamp && wanted != OffsetDateTime.class) {
            return wanted == LocalDate.class ? timestamp.timestamp().toLocalDate() : timestamp.timestamp();
        }
        throw Refusal.of(column, "getObject with OffsetDateTime", "ask for a LocalDateTime");
    }
}
