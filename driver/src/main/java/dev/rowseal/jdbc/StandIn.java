package dev.rowseal.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A value that tells nothing, set as another was: the driver chooses the parameter's type by class and method, or has none for
 * it, and a database may ask for the type alone.
 */
final class StandIn {

    private static final OffsetDateTime EPOCH = OffsetDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC);

    /** One of each class that drivers know. */
    private static final Map<Class<?>, Object> KNOWN = Stream.of(
                    "",
                    'x',
                    false,
                    (byte) 0,
                    (short) 0,
                    0,
                    0L,
                    0F,
                    0D,
                    BigDecimal.ZERO,
                    BigInteger.ZERO,
                    new byte[0],
                    new UUID(0, 0),
                    new Timestamp(0),
                    new Time(0),
                    new Date(0),
                    new java.util.Date(0),
                    Instant.EPOCH,
                    LocalDate.EPOCH,
                    LocalTime.MIDNIGHT,
                    LocalDateTime.of(LocalDate.EPOCH, LocalTime.MIDNIGHT),
                    EPOCH,
                    OffsetTime.of(LocalTime.MIDNIGHT, ZoneOffset.UTC),
                    ZonedDateTime.ofInstant(Instant.EPOCH, ZoneOffset.UTC))
            .collect(Collectors.toUnmodifiableMap(Object::getClass, Function.identity()));

    private StandIn() {}

    /**
     * Sets one in the place of a value.
     *
     * @throws SQLException what the driver says of a value of that class; or a refusal of one that nothing is known of
     */
    static void bind(Bound bound, PreparedStatement target, int position) throws SQLException {
        switch (bound.type().setter()) {
            case DATE -> target.setDate(position, new Date(0));
            case TIME -> target.setTime(position, new Time(0));
            case TIMESTAMP -> target.setTimestamp(position, new Timestamp(0));
            case STRING, NSTRING, CHARACTER_STREAM, NCHARACTER_STREAM, ASCII_STREAM, UNICODE_STREAM ->
                target.setString(position, "");
            case OBJECT -> bindObject(bound.value(), bound.type().targetType(), target, position);
            // The others have a type, and it does not matter which.
            default -> target.setInt(position, 0);
        }
    }

    private static void bindObject(
            @Nullable Object value, @Nullable Integer type, PreparedStatement target, int position)
            throws SQLException {
        Object other = value == null ? null : KNOWN.get(value.getClass());
        if (other == null || type != null && !takes(type, value)) {
            throw Failures.refused(
                    "to ask whether a value is NULL of whose class it knows no type",
                    "cast the parameter to a type in the statement, or set it by a method that names its own");
        }
        if (type == null) {
            target.setObject(position, other);
        } else {
            target.setObject(position, other, type);
        }
    }

    /** Whether every driver takes every value of that class for a type, so that one tells of all. */
    private static boolean takes(int type, @Nullable Object value) {
        return switch (type) {
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.NCHAR, Types.NVARCHAR, Types.LONGNVARCHAR ->
                !(value instanceof byte[]);
            case Types.OTHER -> value instanceof String || value instanceof UUID;
            case Types.BIT, Types.BOOLEAN -> value instanceof Boolean;
            case Types.SMALLINT -> value instanceof Short || value instanceof Byte;
            case Types.INTEGER -> value instanceof Integer || value instanceof Short || value instanceof Byte;
            case Types.BIGINT -> value instanceof Long || takes(Types.INTEGER, value);
            case Types.DECIMAL, Types.NUMERIC ->
                value instanceof BigDecimal || value instanceof BigInteger || takes(Types.BIGINT, value);
            case Types.REAL -> value instanceof Float;
            case Types.FLOAT, Types.DOUBLE -> value instanceof Double || value instanceof Float;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> value instanceof byte[];
            case Types.DATE -> value instanceof LocalDate || value instanceof Date;
            case Types.TIME -> value instanceof LocalTime || value instanceof Time;
            case Types.TIMESTAMP -> value instanceof LocalDateTime || value instanceof Timestamp;
            case Types.TIMESTAMP_WITH_TIMEZONE -> value instanceof OffsetDateTime;
            default -> false;
        };
    }
}
