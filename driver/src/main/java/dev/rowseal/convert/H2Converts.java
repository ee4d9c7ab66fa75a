package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Locale;

/** What H2 makes of a value of one type when another is asked for, before a length, a precision or a scale is applied. */
final class H2Converts {

    /** Out of range in a conversion that the application asked for, and in an assignment to a column. */
    static final String CAST = "22003";

    static final String ASSIGN = "22004";

    private H2Converts() {}

    static Value convert(Column column, Value sent, Kind kind, String how, String range) throws SQLException {
        return switch (kind) {
            case CHAR, VARCHAR, TEXT -> new Value.Text(H2Texts.text(sent));
            case SMALLINT -> integer(column, sent, Short.MIN_VALUE, Short.MAX_VALUE, how, range);
            case INTEGER -> integer(column, sent, Integer.MIN_VALUE, Integer.MAX_VALUE, how, range);
            case BIGINT -> integer(column, sent, Long.MIN_VALUE, Long.MAX_VALUE, how, range);
            case DECIMAL -> new Value.Decimal(exact(column, sent, how));
            case REAL -> real(asFloat(column, sent, how));
            case DOUBLE -> real(asDouble(column, sent, how));
            case BOOLEAN -> new Value.Bool(truth(column, sent, how));
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> H2Moments.convert(column, sent, kind, how);
            case UUID -> uuid(column, sent, how);
            case BINARY -> binary(column, sent, how);
            case JSON -> H2Json.convert(column, sent, how);
        };
    }

    static Value integer(Column column, Value sent, long least, long most, String how, String range)
            throws SQLException {
        if (sent instanceof Value.Text text) {
            return parsed(column, text.text().trim(), least, most);
        }
        long number = whole(column, sent, how, range);
        if (number < least || number > most) {
            throw outOfRange(column, range);
        }
        return new Value.Int(number);
    }

    private static Value parsed(Column column, String text, long least, long most) throws SQLException {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return new Value.Int(number);
            }
        } catch (NumberFormatException e) {
            throw unconvertible(column);
        }
        throw unconvertible(column);
    }

    private static long whole(Column column, Value sent, String how, String range) throws SQLException {
        if (sent instanceof Value.Int integer) {
            return integer.number();
        } else if (sent instanceof Value.Bool bool) {
            return bool.truth() ? 1 : 0;
        } else if (sent instanceof Value.Decimal decimal) {
            return Decimals.whole(decimal.number()).orElseThrow(() -> outOfRange(column, range));
        } else if (sent instanceof Value.Real real) {
            return rounded(column, real.number(), range);
        } else if (sent instanceof Value.Double real) {
            return rounded(column, real.number(), range);
        }
        throw foreign(column, sent, how);
    }

    private static long rounded(Column column, double number, String range) throws SQLException {
        if (number > Long.MAX_VALUE || number < Long.MIN_VALUE) {
            throw outOfRange(column, range);
        }
        return Math.round(number);
    }

    private static BigDecimal exact(Column column, Value sent, String how) throws SQLException {
        if (sent instanceof Value.Decimal decimal) {
            return decimal.number();
        } else if (sent instanceof Value.Int integer) {
            return BigDecimal.valueOf(integer.number());
        } else if (sent instanceof Value.Bool bool) {
            return bool.truth() ? BigDecimal.ONE : BigDecimal.ZERO;
        } else if (sent instanceof Value.Text text) {
            return number(column, text.text());
        } else if (sent instanceof Value.Real real) {
            return number(column, Float.toString(real.number()));
        } else if (sent instanceof Value.Double real) {
            return number(column, Double.toString(real.number()));
        }
        throw foreign(column, sent, how);
    }

    private static BigDecimal number(Column column, String text) throws SQLException {
        try {
            return new BigDecimal(text.trim());
        } catch (NumberFormatException e) {
            throw unconvertible(column);
        }
    }

    private static float asFloat(Column column, Value sent, String how) throws SQLException {
        if (sent instanceof Value.Real real) {
            return real.number();
        } else if (sent instanceof Value.Double real) {
            return (float) real.number();
        } else if (sent instanceof Value.Int integer) {
            return integer.number();
        } else if (sent instanceof Value.Text text) {
            try {
                return Float.parseFloat(text.text().trim());
            } catch (NumberFormatException e) {
                throw unconvertible(column);
            }
        }
        return exact(column, sent, how).floatValue();
    }

    private static double asDouble(Column column, Value sent, String how) throws SQLException {
        if (sent instanceof Value.Real real) {
            return real.number();
        } else if (sent instanceof Value.Double real) {
            return real.number();
        } else if (sent instanceof Value.Int integer) {
            return integer.number();
        } else if (sent instanceof Value.Text text) {
            try {
                return Double.parseDouble(text.text().trim());
            } catch (NumberFormatException e) {
                throw unconvertible(column);
            }
        }
        return exact(column, sent, how).doubleValue();
    }

    /** H2 knows one zero and one NaN. */
    static Value real(float number) {
        return new Value.Real(number == 0 ? 0f : number);
    }

    static Value real(double number) {
        return new Value.Double(number == 0 ? 0d : number);
    }

    private static boolean truth(Column column, Value sent, String how) throws SQLException {
        if (sent instanceof Value.Bool bool) {
            return bool.truth();
        } else if (sent instanceof Value.Text text) {
            return switch (text.text().trim().toLowerCase(Locale.ROOT)) {
                case "true", "t", "yes", "y" -> true;
                case "false", "f", "no", "n" -> false;
                default -> number(column, text.text()).signum() != 0;
            };
        } else if (sent instanceof Value.Real real) {
            return real.number() != 0 && !Float.isNaN(real.number());
        } else if (sent instanceof Value.Double real) {
            return real.number() != 0 && !Double.isNaN(real.number());
        }
        return exact(column, sent, how).signum() != 0;
    }

    private static Value uuid(Column column, Value sent, String how) throws SQLException {
        if (sent instanceof Value.Uuid) {
            return sent;
        } else if (sent instanceof Value.Text text) {
            String hex = text.text().replace("-", "");
            if (!hex.matches("[0-9a-fA-F]{32}")) {
                throw unconvertible(column);
            }
            return Uuids.parsed(column, text.text(), hex);
        } else if (sent instanceof Value.Binary binary && binary.bytes().length == 16) {
            return new Value.Uuid(Uuids.of(binary.bytes()));
        } else if (sent instanceof Value.Binary) {
            throw unconvertible(column);
        }
        throw foreign(column, sent, how);
    }

    private static Value binary(Column column, Value sent, String how) throws SQLException {
        if (sent instanceof Value.Binary) {
            return sent;
        } else if (sent instanceof Value.Text text) {
            return new Value.Binary(text.text().getBytes(StandardCharsets.UTF_8));
        } else if (sent instanceof Value.Uuid uuid) {
            return new Value.Binary(Uuids.bytes(uuid.uuid()));
        } else if (sent instanceof Value.Int) {
            throw Refusal.of(column, how + " of a whole number", "bind a byte array");
        }
        throw foreign(column, sent, how);
    }

    /** H2 does not convert between these types, except that it reads up to eight bytes as a number. */
    static SQLException foreign(Column column, Value sent, String how) {
        return sent instanceof Value.Binary binary && binary.bytes().length < 9 || sent instanceof Value.Json
                ? Refusal.of(column, how, "bind a value of the declared type")
                : unconvertible(column);
    }

    static SQLException unconvertible(Column column) {
        return Refusal.failed(column, "22018", "the value cannot be converted to the declared type");
    }

    private static SQLException outOfRange(Column column, String range) {
        return Refusal.failed(column, range, "the number is out of range");
    }
}
