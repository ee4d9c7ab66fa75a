package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, and texts that MariaDB reads as numbers, at the declared type. */
final class MariaDbNumbers {

    /** Of an exact literal; the server cuts what has more. */
    private static final int MOST_DIGITS = 65;

    private static final int MOST_SCALE = 38;
    private static final Pattern NUMBER =
            Pattern.compile(" *([+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?)(.*)", Pattern.DOTALL);
    private static final Pattern MODEST = Pattern.compile("[^eE]*(?:[eE][+-]?0*\\d{1,2})?");

    private MariaDbNumbers() {}

    /** A literal that the server keeps as it is written. */
    static BigDecimal exact(Column column, BigDecimal number, String how) throws SQLException {
        if (number.precision() > MOST_DIGITS
                || number.precision() - number.scale() > MOST_DIGITS
                || number.scale() > MOST_SCALE) {
            throw tooManyDigits(column, how);
        }
        return number;
    }

    /** The same where digits that are too many only tell that a number is out of range, or change nothing. */
    static BigDecimal bounded(Column column, BigDecimal number, String how) throws SQLException {
        Kind kind = column.type().kind();
        boolean floating = kind == Kind.REAL || kind == Kind.DOUBLE;
        return floating || number.scale() > MOST_SCALE ? exact(column, number, how) : number;
    }

    private static SQLException tooManyDigits(Column column, String how) {
        return Refusal.of(column, how + " of a number with more digits than MariaDB has", "round it first");
    }

    static Value stored(Column column, BigDecimal number, String how) throws SQLException {
        return switch (column.type().kind()) {
            case DECIMAL -> Decimals.fitted(number, column.type()).orElseThrow(() -> Refusal.outOfRange(column));
            case REAL -> real(column, number.doubleValue());
            case DOUBLE -> new Value.Double(finite(column, number.doubleValue()));
            default -> whole(column, Decimals.whole(number).orElseThrow(() -> Refusal.outOfRange(column)), how);
        };
    }

    static Value stored(Column column, double number, String how) throws SQLException {
        switch (column.type().kind()) {
            case REAL:
                return real(column, number);
            case DOUBLE:
                return new Value.Double(finite(column, number));
            case DECIMAL:
                return stored(column, MariaDbTexts.shortest(finite(column, number)), how);
            default:
                double rounded = Math.rint(number);
                // 2^63 itself, which is as near as a double comes to the largest bigint, becomes that.
                if (!(rounded >= -0x1p63 && rounded <= 0x1p63)) {
                    throw Refusal.outOfRange(column);
                }
                return whole(column, (long) rounded, how);
        }
    }

    private static Value whole(Column column, long number, String how) throws SQLException {
        long most = switch (column.type().kind()) {
            case BOOLEAN -> Byte.MAX_VALUE;
            case SMALLINT -> Short.MAX_VALUE;
            case INTEGER -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
        if (number > most || number < -most - 1) {
            throw Refusal.outOfRange(column);
        } else if (column.type().kind() != Kind.BOOLEAN) {
            return new Value.Int(number);
        } else if (number == 0 || number == 1) {
            return new Value.Bool(number == 1);
        }
        throw Refusal.of(column, how + " of a number other than 0 and 1", "bind a boolean, or declare smallint");
    }

    private static Value real(Column column, double number) throws SQLException {
        if (Math.abs(number) > Float.MAX_VALUE) {
            throw Refusal.outOfRange(column);
        }
        return new Value.Real((float) number);
    }

    private static double finite(Column column, double number) throws SQLException {
        if (Double.isInfinite(number)) {
            throw Refusal.outOfRange(column);
        }
        return number;
    }

    /** A number at the beginning; more than spaces behind it is an error, but out of range goes before, save for decimals. */
    static Value parsed(Column column, String text, String how) throws SQLException {
        Matcher match = NUMBER.matcher(text);
        if (!text.isEmpty() && "\t\n\u000b\f\r".indexOf(text.charAt(0)) >= 0) {
            throw Refusal.of(column, how + " of a number after white space", "bind a number");
        } else if (!match.matches()) {
            throw Refusal.failed(column, "22007", "the text is no number");
        }
        String digits = match.group(1);
        Kind kind = column.type().kind();
        boolean more = !match.group(2).isBlank();
        if (more && kind == Kind.DECIMAL) {
            exact(column, decimal(column, digits, how), how);
            throw more(column);
        }
        boolean floating = kind == Kind.REAL || kind == Kind.DOUBLE;
        Value value = floating
                ? stored(column, Double.parseDouble(digits), how)
                : stored(column, decimal(column, digits, how), how);
        if (more) {
            throw more(column);
        }
        return value;
    }

    private static SQLException more(Column column) {
        return Refusal.failed(column, "01000", "there is more than a number in the text");
    }

    static BigDecimal decimal(Column column, String digits, String how) throws SQLException {
        if (!MODEST.matcher(digits).matches()) {
            throw Refusal.of(column, how + " of a number with so large an exponent", "bind a number");
        }
        return new BigDecimal(digits);
    }
}
