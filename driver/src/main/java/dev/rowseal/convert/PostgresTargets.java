package dev.rowseal.convert;

import dev.rowseal.convert.PostgresSent.Typed;
import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.temporal.Temporal;
import java.util.UUID;

/** What pgjdbc sends for {@code setObject} with a target type: it converts in Java first, and by Java's narrowing. */
final class PostgresTargets {

    private PostgresTargets() {}

    static PostgresSent sent(Column column, Object value, Binding how, int target) throws SQLException {
        return switch (target) {
            case Types.INTEGER, Types.TINYINT, Types.SMALLINT, Types.BIGINT, Types.REAL, Types.DOUBLE, Types.FLOAT ->
                new Typed(number(column, value, target));
            case Types.DECIMAL, Types.NUMERIC -> new Typed(new Value.Decimal(decimal(column, value, how.length())));
            // A char loses its trailing spaces on its way to any other text, and gains the column's on its way to a
            // char.
            case Types.CHAR -> text(column, value, " +\\z");
            case Types.VARCHAR, Types.LONGVARCHAR -> text(column, value, "$^");
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> PostgresBinds.natural(column, value, how);
            case Types.BOOLEAN, Types.BIT -> new Typed(new Value.Bool(truth(column, value)));
            case Types.OTHER -> other(column, value);
            case Types.DATE, Types.TIME, Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
                moment(column, value, how, target);
            case Types.BLOB, Types.CLOB, Types.ARRAY, Types.SQLXML, Types.DISTINCT ->
                throw Refusal.of(column, "setObject with target type " + target, "leave out the target type");
            default -> throw mismatch(column);
        };
    }

    private static Value number(Column column, Object value, int target) throws SQLException {
        Object source = value instanceof Boolean truth ? (Number) (truth ? 1 : 0) : value;
        if (source instanceof java.util.Date date) {
            source = date.getTime();
        } else if (source instanceof Character character) {
            source = character.toString();
        }
        try {
            if (source instanceof String text) {
                return parsed(text, target);
            } else if (source instanceof Number number) {
                return narrowed(number, target);
            }
        } catch (NumberFormatException e) {
            throw mismatch(column);
        }
        throw mismatch(column);
    }

    private static Value parsed(String text, int target) {
        return switch (target) {
            case Types.INTEGER -> new Value.Int(Integer.parseInt(text));
            case Types.TINYINT, Types.SMALLINT -> new Value.Int(Short.parseShort(text));
            case Types.BIGINT -> new Value.Int(Long.parseLong(text));
            case Types.REAL -> new Value.Real(Float.parseFloat(text));
            default -> new Value.Double(Double.parseDouble(text));
        };
    }

    private static Value narrowed(Number number, int target) {
        return switch (target) {
            case Types.INTEGER -> new Value.Int(number.intValue());
            case Types.TINYINT, Types.SMALLINT -> new Value.Int(number.shortValue());
            case Types.BIGINT -> new Value.Int(number.longValue());
            case Types.REAL -> new Value.Real(number.floatValue());
            default -> new Value.Double(number.doubleValue());
        };
    }

    private static BigDecimal decimal(Column column, Object value, long scale) throws SQLException {
        try {
            BigDecimal exact = exact(column, value);
            return scale < 0 ? exact : exact.setScale((int) scale, RoundingMode.HALF_UP);
        } catch (NumberFormatException e) {
            throw mismatch(column);
        }
    }

    private static BigDecimal exact(Column column, Object value) throws SQLException {
        if (value instanceof String || value instanceof Character) {
            return new BigDecimal(value.toString());
        } else if (value instanceof BigDecimal decimal) {
            return decimal;
        } else if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        } else if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            return BigDecimal.valueOf(((Number) value).longValue());
        } else if (value instanceof Double || value instanceof Float) {
            return BigDecimal.valueOf(((Number) value).doubleValue());
        } else if (value instanceof java.util.Date date) {
            return BigDecimal.valueOf(date.getTime());
        } else if (value instanceof Boolean truth) {
            return truth ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        throw mismatch(column);
    }

    private static PostgresSent text(Column column, Object value, String dropped) throws SQLException {
        return new Typed(new Value.Text(written(column, value).replaceAll(dropped, "")));
    }

    private static String written(Column column, Object value) throws SQLException {
        boolean plain = value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof UUID
                || value instanceof Temporal;
        if (plain) {
            return value.toString();
        }
        throw Refusal.of(column, "setObject of a " + value.getClass().getSimpleName() + " as text", "bind a String");
    }

    private static PostgresSent other(Column column, Object value) throws SQLException {
        return value instanceof UUID uuid
                ? new Typed(new Value.Uuid(uuid))
                : new PostgresSent.Unknown(written(column, value));
    }

    private static boolean truth(Column column, Object value) throws SQLException {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw Refusal.of(
                column, "setObject of a " + value.getClass().getSimpleName() + " as BOOLEAN", "bind a Boolean");
    }

    private static PostgresSent moment(Column column, Object value, Binding how, int target) throws SQLException {
        boolean natural = switch (target) {
            case Types.DATE -> value instanceof LocalDate || value instanceof java.sql.Date;
            case Types.TIME ->
                value instanceof LocalTime || value instanceof OffsetTime || value instanceof java.sql.Time;
            case Types.TIMESTAMP -> value instanceof LocalDateTime || value instanceof Timestamp;
            default -> value instanceof OffsetDateTime;
        };
        if (natural) {
            return PostgresBinds.natural(column, value, how);
        } else if (target == Types.TIMESTAMP_WITH_TIMEZONE) {
            throw mismatch(column);
        } else if (value instanceof java.util.Date date) {
            return PostgresLegacy.sent(column, recast(date, target), how);
        }
        throw Refusal.of(
                column,
                "setObject of a " + value.getClass().getSimpleName() + " with a target type of date or time",
                "bind a LocalDate, LocalTime, LocalDateTime or OffsetDateTime");
    }

    private static java.util.Date recast(java.util.Date date, int target) {
        return switch (target) {
            case Types.DATE -> new java.sql.Date(date.getTime());
            case Types.TIME -> new java.sql.Time(date.getTime());
            default -> new Timestamp(date.getTime());
        };
    }

    static SQLException mismatch(Column column) {
        return Refusal.unsettable(column, "07006", "the object cannot be converted to the target type");
    }
}
