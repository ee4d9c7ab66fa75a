package dev.rowseal.convert;

import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** What PostgreSQL stores when a parameter is assigned to a column of the declared type. */
final class PostgresAssigns {

    private PostgresAssigns() {}

    static Value assign(Column column, PostgresSent sent, String how) throws SQLException {
        if (sent instanceof PostgresSent.Unknown unknown) {
            return PostgresInputs.input(column, unknown.text());
        } else if (sent instanceof PostgresSent.Legacy legacy) {
            return PostgresLegacy.assign(column, legacy, how);
        } else if (sent instanceof PostgresSent.TimeTz time) {
            return switch (column.type().kind()) {
                case TIME -> new Value.Time(time.time().toLocalTime());
                case CHAR, VARCHAR, TEXT -> throw Refusal.of(column, how + " of an OffsetTime", "bind a String");
                default -> throw noCast(column);
            };
        }
        return cast(column, ((PostgresSent.Typed) sent).value());
    }

    private static Value cast(Column column, Value value) throws SQLException {
        return switch (column.type().kind()) {
            case CHAR, VARCHAR, TEXT ->
                new Value.Text(fitted(column, storable(column, PostgresTexts.text(column, value))));
            case SMALLINT -> integer(column, value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> integer(column, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> integer(column, value, Long.MIN_VALUE, Long.MAX_VALUE);
            case DECIMAL -> decimal(column, value);
            case REAL -> real(column, value);
            case DOUBLE -> dbl(column, value);
            case BOOLEAN -> same(column, value, Value.Bool.class);
            case DATE ->
                new Value.Date(
                        value instanceof Value.Date date
                                ? date.date()
                                : local(column, value).toLocalDate());
            case TIME -> time(column, value);
            case TIMESTAMP -> new Value.Timestamp(local(column, value));
            case TIMESTAMPTZ ->
                value instanceof Value.TimestampTz
                        ? value
                        : new Value.TimestampTz(Zones.once(column, local(column, value), "a conversion")
                                .withOffsetSameInstant(ZoneOffset.UTC));
            case UUID -> same(column, value, Value.Uuid.class);
            case BINARY -> same(column, value, Value.Binary.class);
            case JSON -> same(column, value, Value.Json.class);
        };
    }

    private static Value same(Column column, Value value, Class<? extends Value> wanted) throws SQLException {
        if (wanted.isInstance(value)) {
            return value;
        }
        throw noCast(column);
    }

    /** Lengths count code points; spaces that are too many are dropped. */
    static String fitted(Column column, String text) throws SQLException {
        int length = column.type().length();
        int points = text.codePointCount(0, text.length());
        return switch (column.type().kind()) {
            case CHAR, VARCHAR -> {
                if (points <= length) {
                    boolean padded = column.type().kind() == dev.rowseal.value.DeclaredType.Kind.CHAR;
                    yield padded ? text + " ".repeat(length - points) : text;
                }
                int end = text.offsetByCodePoints(0, length);
                if (text.chars().skip(end).anyMatch(c -> c != ' ')) {
                    throw Refusal.tooLong(column);
                }
                yield text.substring(0, end);
            }
            default -> text;
        };
    }

    static String storable(Column column, String text) throws SQLException {
        if (text.indexOf('\0') >= 0) {
            throw Refusal.failed(column, "22021", "text cannot hold the character U+0000");
        }
        return Surrogates.paired(column, text);
    }

    private static Value integer(Column column, Value value, long least, long most) throws SQLException {
        long number;
        if (value instanceof Value.Int integer) {
            number = integer.number();
        } else if (value instanceof Value.Decimal decimal) {
            number = Decimals.whole(decimal.number()).orElseThrow(() -> Refusal.outOfRange(column));
        } else if (value instanceof Value.Real || value instanceof Value.Double) {
            double rounded = Math.rint(floating(value));
            // 2^63 itself is the first double above the range of bigint
            if (!(rounded >= least && (most == Long.MAX_VALUE ? rounded < 0x1p63 : rounded <= most))) {
                throw Refusal.outOfRange(column);
            }
            number = (long) rounded;
        } else {
            throw noCast(column);
        }
        if (number < least || number > most) {
            throw Refusal.outOfRange(column);
        }
        return new Value.Int(number);
    }

    private static double floating(Value value) {
        return value instanceof Value.Real real ? real.number() : ((Value.Double) value).number();
    }

    private static Value decimal(Column column, Value value) throws SQLException {
        return decimal(column, exact(column, value));
    }

    static Value decimal(Column column, BigDecimal number) throws SQLException {
        return Decimals.fitted(number, column.type()).orElseThrow(() -> Refusal.outOfRange(column));
    }

    private static BigDecimal exact(Column column, Value value) throws SQLException {
        if (value instanceof Value.Int integer) {
            return BigDecimal.valueOf(integer.number());
        } else if (value instanceof Value.Decimal decimal) {
            return decimal.number();
        } else if (value instanceof Value.Real || value instanceof Value.Double) {
            double number = floating(value);
            if (Double.isNaN(number)) {
                throw notANumber(column);
            } else if (Double.isInfinite(number)) {
                throw Refusal.outOfRange(column);
            }
            // The server casts by the digits that are certain: 6 of a real, 15 of a double precision.
            int digits = value instanceof Value.Real ? 6 : 15;
            return new BigDecimal(number).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        }
        throw noCast(column);
    }

    private static Value real(Column column, Value value) throws SQLException {
        if (value instanceof Value.Real) {
            return value;
        } else if (value instanceof Value.Double real) {
            return new Value.Real(
                    checked(column, (float) real.number(), real.number() == 0, Double.isInfinite(real.number())));
        } else if (value instanceof Value.Int integer) {
            return new Value.Real(integer.number());
        }
        return real(column, exact(column, value));
    }

    static Value real(Column column, BigDecimal number) throws SQLException {
        return new Value.Real(checked(column, number.floatValue(), number.signum() == 0, false));
    }

    private static float checked(Column column, float number, boolean zero, boolean infinite) throws SQLException {
        if (number == 0 && !zero || Float.isInfinite(number) && !infinite) {
            throw Refusal.outOfRange(column);
        }
        return number;
    }

    private static Value dbl(Column column, Value value) throws SQLException {
        if (value instanceof Value.Double) {
            return value;
        } else if (value instanceof Value.Real real) {
            return new Value.Double(real.number());
        } else if (value instanceof Value.Int integer) {
            return new Value.Double(integer.number());
        }
        return dbl(column, exact(column, value));
    }

    static Value dbl(Column column, BigDecimal exact) throws SQLException {
        double number = exact.doubleValue();
        if (number == 0 && exact.signum() != 0 || Double.isInfinite(number)) {
            throw Refusal.outOfRange(column);
        }
        return new Value.Double(number);
    }

    private static LocalDateTime local(Column column, Value value) throws SQLException {
        if (value instanceof Value.Timestamp timestamp) {
            return timestamp.timestamp();
        } else if (value instanceof Value.TimestampTz timestamp) {
            return timestamp.timestamp().atZoneSameInstant(Zones.session()).toLocalDateTime();
        } else if (value instanceof Value.Date date) {
            return PostgresMoments.inRange(column, date.date().atStartOfDay());
        }
        throw noCast(column);
    }

    private static Value time(Column column, Value value) throws SQLException {
        if (value instanceof Value.Time) {
            return value;
        } else if (value instanceof Value.Date) {
            throw noCast(column);
        }
        return new Value.Time(local(column, value).toLocalTime());
    }

    static SQLException noCast(Column column) {
        return Refusal.failed(
                column,
                "42804",
                "a parameter of this type is not assigned to the declared type; bind one of the declared type");
    }

    static SQLException notANumber(Column column) {
        return Refusal.of(column, "NaN", "bind a number; a sealed decimal holds no NaN");
    }
}
