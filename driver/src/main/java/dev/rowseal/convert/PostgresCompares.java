package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** The stored value that {@code column = parameter} finds on PostgreSQL, by the operator that the two types choose. */
final class PostgresCompares {

    private static final double EXACT_WHOLE = 0x1p53;
    private static final int EXACT_DIGITS = 15;

    private PostgresCompares() {}

    static @Nullable Value compared(Column column, PostgresSent sent, String how) throws SQLException {
        if (column.type().kind() == Kind.JSON) {
            throw noOperator(column);
        } else if (sent instanceof PostgresSent.Unknown unknown) {
            return unknown(column, unknown.text());
        } else if (sent instanceof PostgresSent.Legacy legacy) {
            return PostgresLegacy.assign(column, legacy, how);
        } else if (sent instanceof PostgresSent.TimeTz) {
            throw Refusal.of(column, how + " of an OffsetTime in a comparison", "bind a LocalTime");
        }
        return typed(column, ((PostgresSent.Typed) sent).value(), how);
    }

    /** Read as the column's type, but without its length, precision or scale. */
    private static @Nullable Value unknown(Column column, String written) throws SQLException {
        Kind kind = column.type().kind();
        if (kind == Kind.DECIMAL) {
            String text = PostgresAssigns.storable(column, written).trim();
            return Exactly.decimal(PostgresInputs.number(column, text), column.type());
        } else if (kind == Kind.CHAR || kind == Kind.VARCHAR || kind == Kind.TEXT) {
            String text = PostgresAssigns.storable(column, written);
            return text(column, text);
        }
        return PostgresInputs.input(column, written);
    }

    private static @Nullable Value text(Column column, String text) {
        int points = text.codePointCount(0, text.length());
        return switch (column.type().kind()) {
            case CHAR -> {
                String trimmed = text.replaceAll(" +\\z", "");
                yield Exactly.padded(trimmed, column.type().length(), trimmed.codePointCount(0, trimmed.length()));
            }
            case VARCHAR -> points > column.type().length() ? null : new Value.Text(text);
            default -> new Value.Text(text);
        };
    }

    private static @Nullable Value typed(Column column, Value value, String how) throws SQLException {
        return switch (column.type().kind()) {
            case CHAR, VARCHAR, TEXT -> {
                if (value instanceof Value.Text text) {
                    yield text(column, PostgresAssigns.storable(column, text.text()));
                }
                throw noOperator(column);
            }
            case SMALLINT, INTEGER, BIGINT -> whole(column, value);
            case DECIMAL -> decimal(column, value);
            case REAL -> Exactly.real(floating(column, value));
            case DOUBLE -> new Value.Double(floating(column, value));
            case DATE, TIMESTAMP, TIMESTAMPTZ -> moment(column, value, how);
            default -> {
                if (value.valueClass() == column.type().valueClass()) {
                    yield value;
                }
                throw noOperator(column);
            }
        };
    }

    private static @Nullable Value whole(Column column, Value value) throws SQLException {
        if (value instanceof Value.Real || value instanceof Value.Double) {
            double number = floating(column, value);
            if (Double.isNaN(number) || Double.isInfinite(number)) {
                return null;
            } else if (Math.abs(number) >= EXACT_WHOLE && column.type().kind() == Kind.BIGINT) {
                throw Refusal.of(column, "a comparison with so large a floating-point number", "bind a Long");
            }
            return Exactly.whole(new BigDecimal(number), column.type());
        }
        return Exactly.whole(exact(column, value), column.type());
    }

    private static @Nullable Value decimal(Column column, Value value) throws SQLException {
        if (value instanceof Value.Real || value instanceof Value.Double) {
            if (column.type().length() > EXACT_DIGITS) {
                throw Refusal.of(column, "a comparison with a floating-point number", "bind a BigDecimal");
            }
            return Exactly.decimalOf(floating(column, value), column.type());
        }
        return Exactly.decimal(exact(column, value), column.type());
    }

    private static BigDecimal exact(Column column, Value value) throws SQLException {
        if (value instanceof Value.Int integer) {
            return BigDecimal.valueOf(integer.number());
        } else if (value instanceof Value.Decimal decimal) {
            return decimal.number();
        }
        throw noOperator(column);
    }

    private static double floating(Column column, Value value) throws SQLException {
        if (value instanceof Value.Real real) {
            return real.number();
        } else if (value instanceof Value.Double real) {
            return real.number();
        } else if (value instanceof Value.Int integer) {
            return integer.number();
        }
        return ((Value.Double) PostgresAssigns.dbl(column, exact(column, value))).number();
    }

    private static @Nullable Value moment(Column column, Value value, String how) throws SQLException {
        Kind kind = column.type().kind();
        if (value.valueClass() == column.type().valueClass()) {
            return value;
        } else if (value instanceof Value.TimestampTz timestamp) {
            return dated(kind, Zones.unambiguous(column, timestamp.timestamp(), how));
        } else if (value instanceof Value.Timestamp timestamp) {
            return kind == Kind.DATE ? dated(kind, timestamp.timestamp()) : zoned(column, timestamp.timestamp(), how);
        } else if (value instanceof Value.Date date) {
            LocalDateTime midnight = date.date().atStartOfDay();
            if (midnight.getYear() >= PostgresMoments.MOST_TIMESTAMP_YEAR) {
                return null;
            }
            return kind == Kind.TIMESTAMP ? new Value.Timestamp(midnight) : zoned(column, midnight, how);
        }
        throw noOperator(column);
    }

    private static @Nullable Value dated(Kind kind, LocalDateTime local) {
        if (kind == Kind.TIMESTAMP) {
            return new Value.Timestamp(local);
        }
        return local.toLocalTime().equals(LocalTime.MIDNIGHT) ? new Value.Date(local.toLocalDate()) : null;
    }

    private static Value zoned(Column column, LocalDateTime local, String how) throws SQLException {
        OffsetDateTime at = Zones.once(column, local, how);
        Zones.unambiguous(column, at, how);
        return new Value.TimestampTz(at.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static SQLException noOperator(Column column) {
        return Refusal.failed(
                column,
                "42883",
                "the declared type is not compared with a parameter of this type; bind one of the declared type");
    }
}
