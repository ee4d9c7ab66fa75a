package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The stored value that {@code column = parameter} finds on H2, which converts to the higher of the two types. */
final class H2Compares {

    private H2Compares() {}

    static @Nullable Value compared(Column column, H2Binds.Sent sent, String how) throws SQLException {
        Value value = sent.value();
        if (sent.large()) {
            throw Refusal.of(column, how + " of a large object in a comparison", "bind a String or a byte array");
        } else if (value.valueClass() == column.type().valueClass()) {
            return exactly(column, value, how);
        }
        return switch (column.type().kind()) {
            case SMALLINT, INTEGER, BIGINT, DECIMAL -> number(column, value, how);
            case BOOLEAN, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID -> {
                if (value instanceof Value.Text) {
                    yield exactly(
                            column,
                            H2Converts.convert(column, value, column.type().kind(), how, H2Converts.CAST),
                            how);
                }
                throw foreign(column, how);
            }
            default -> throw foreign(column, how);
        };
    }

    /** A literal: beside a number or a truth value H2 reads text as the column's own type, a parameter's as DECFLOAT. */
    static @Nullable Value compared(Column column, Literal literal, String how) throws SQLException {
        if (literal instanceof Literal.Text given) {
            Value text = new Value.Text(given.text());
            switch (column.type().kind()) {
                case BOOLEAN:
                    throw Refusal.failed(column, "90110", "text is not compared with a boolean; write TRUE or FALSE");
                case SMALLINT:
                    return H2Converts.integer(column, text, Short.MIN_VALUE, Short.MAX_VALUE, how, H2Converts.CAST);
                case INTEGER:
                    return H2Converts.integer(column, text, Integer.MIN_VALUE, Integer.MAX_VALUE, how, H2Converts.CAST);
                case BIGINT:
                    return H2Converts.integer(column, text, Long.MIN_VALUE, Long.MAX_VALUE, how, H2Converts.CAST);
                case DECIMAL:
                    Value number = H2Converts.convert(column, text, Kind.DECIMAL, how, H2Converts.CAST);
                    return number(column, ((Value.Decimal) number).number());
                default:
                    break;
            }
        }
        return compared(column, Literals.h2(column, literal), how);
    }

    private static @Nullable Value number(Column column, Value value, String how) throws SQLException {
        if (value instanceof Value.Int integer) {
            return number(column, BigDecimal.valueOf(integer.number()));
        } else if (value instanceof Value.Decimal decimal) {
            return number(column, decimal.number());
        } else if (value instanceof Value.Text text) {
            // H2 reads text beside a number as DECFLOAT, which has these three besides.
            if (text.text().trim().matches("NaN|-?Infinity")) {
                return null;
            }
            Value number = H2Converts.convert(column, value, Kind.DECIMAL, how, H2Converts.CAST);
            return number(column, ((Value.Decimal) number).number());
        }
        throw foreign(column, how);
    }

    private static @Nullable Value number(Column column, BigDecimal number) {
        return column.type().kind() == Kind.DECIMAL
                ? Exactly.decimal(number, column.type())
                : Exactly.whole(number, column.type());
    }

    private static @Nullable Value exactly(Column column, Value value, String how) throws SQLException {
        if (value instanceof Value.Text text) {
            return text(column, Surrogates.paired(column, text.text()));
        } else if (value instanceof Value.Int integer) {
            return number(column, BigDecimal.valueOf(integer.number()));
        } else if (value instanceof Value.Decimal decimal) {
            return number(column, decimal.number());
        } else if (value instanceof Value.Time time) {
            return Exactly.atSecond(time.time()) ? value : null;
        } else if (value instanceof Value.Timestamp timestamp) {
            return Exactly.atMicro(timestamp.timestamp()) ? value : null;
        } else if (value instanceof Value.TimestampTz timestamp) {
            return Exactly.atMicro(timestamp.timestamp()) ? value : null;
        } else if (value instanceof Value.Json) {
            throw foreign(column, how);
        }
        return value;
    }

    private static @Nullable Value text(Column column, String text) {
        int length = column.type().length();
        return switch (column.type().kind()) {
            case CHAR -> {
                String trimmed = text.replaceAll(" +\\z", "");
                yield Exactly.padded(trimmed, length, trimmed.length());
            }
            case VARCHAR -> text.length() > length ? null : new Value.Text(text);
            default -> new Value.Text(text);
        };
    }

    private static SQLException foreign(Column column, String how) {
        return Refusal.of(column, how + " of another type in a comparison", "bind a value of the declared type");
    }
}
