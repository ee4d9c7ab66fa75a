package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.util.Calendar;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the getters of MariaDB's driver return: they read the text that the server sends, each type in its own way. */
final class MariaDbReads {

    private static final String INSTEAD = "use getString, getBytes or getObject";

    /** The longest text that the driver takes for a number. */
    private static final int MOST_CHARACTERS = 1024;

    private MariaDbReads() {}

    /** A NULL: the driver looks only for what it has no getter at all. */
    static @Nullable Object readNull(Column column, Getter getter, @Nullable Object argument) throws SQLException {
        boolean primitive = argument instanceof Class<?> wanted && wanted.isPrimitive();
        switch (getter) {
            case REF, ROW_ID, SQLXML:
                throw Refusal.of(column, getter.method(), INSTEAD);
            case OBJECT_CLASS:
                if (primitive) {
                    throw Refusal.failed(column, "HY000", "NULL is not read as a primitive");
                }
                return null;
            default:
                return null;
        }
    }

    static Object read(Column column, Value value, Getter getter, @Nullable Object argument) throws SQLException {
        return switch (getter) {
            case STRING, NSTRING -> string(value);
            case BOOLEAN -> truth(column, value);
            case BYTE -> octet(column, value);
            case SHORT -> (short) whole(column, value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> (int) whole(column, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG ->
                isText(column) ? wholeText(column, value) : whole(column, value, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT -> Float.parseFloat(floating(column, value));
            case DOUBLE -> Double.parseDouble(floating(column, value));
            case BIG_DECIMAL -> {
                BigDecimal number = decimal(column, value);
                yield argument instanceof Integer scale ? number.setScale(scale, RoundingMode.HALF_DOWN) : number;
            }
            case BYTES -> bytes(column, value);
            case DATE, TIME, TIMESTAMP -> MariaDbLegacy.read(column, value, getter, (Calendar) argument);
            case ASCII_STREAM, UNICODE_STREAM, BINARY_STREAM -> new ByteArrayInputStream(bytes(column, value));
            case CHARACTER_STREAM, NCHARACTER_STREAM -> new StringReader(characters(column, value));
            case CLOB, NCLOB -> new HeldClob(characters(column, value));
            case BLOB -> new HeldBlob(bytes(column, value));
            case OBJECT -> object(column, value);
            case OBJECT_MAP -> {
                if (argument instanceof java.util.Map<?, ?> map && !map.isEmpty()) {
                    throw Refusal.of(column, getter.method(), INSTEAD);
                }
                yield object(column, value);
            }
            case OBJECT_CLASS -> MariaDbClasses.read(column, value, argument);
            case ARRAY, URL, REF, ROW_ID, SQLXML -> throw Refusal.of(column, getter.method(), INSTEAD);
        };
    }

    static boolean isText(Column column) {
        return switch (column.type().kind()) {
            case CHAR, VARCHAR, TEXT, JSON -> true;
            default -> false;
        };
    }

    private static boolean isNumber(Column column) {
        return switch (column.type().kind()) {
            case SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE, BOOLEAN -> true;
            default -> false;
        };
    }

    /** A local time that a change of the clocks skips is moved, as the driver goes by way of the zone. */
    static String string(Value value) {
        if (value instanceof Value.Timestamp || value instanceof Value.TimestampTz) {
            return MariaDbTexts.local(value).atZone(Zones.session()).format(MariaDbMoments.MICROS);
        }
        return MariaDbTexts.text(value);
    }

    /** Numbers and texts as the server wrote them. */
    private static String digits(Column column, Value value) throws SQLException {
        if (isText(column) || isNumber(column)) {
            return MariaDbTexts.text(value);
        }
        throw undecodable(column);
    }

    private static boolean truth(Column column, Value value) throws SQLException {
        String digits = digits(column, value);
        return value instanceof Value.Decimal decimal ? decimal.number().intValue() != 0 : !digits.equals("0");
    }

    private static byte octet(Column column, Value value) throws SQLException {
        if (value instanceof Value.Binary binary && binary.bytes().length > 0) {
            return binary.bytes()[0];
        } else if (isText(column)) {
            long number = truncated(column, value).longValue();
            if (number != (byte) number) {
                throw Refusal.outOfRange(column);
            }
            return (byte) number;
        }
        return (byte) whole(column, value, Byte.MIN_VALUE, Byte.MAX_VALUE);
    }

    private static BigDecimal truncated(Column column, Value value) throws SQLException {
        BigDecimal number = number(column, digits(column, value));
        if (Math.abs((long) number.scale()) > MOST_CHARACTERS) {
            throw Refusal.of(column, "reading so large or small a number as a whole one", "use getBigDecimal");
        }
        return number.setScale(0, RoundingMode.DOWN);
    }

    private static long whole(Column column, Value value, long least, long most) throws SQLException {
        BigInteger whole = truncated(column, value).toBigInteger();
        if (whole.compareTo(BigInteger.valueOf(least)) < 0 || whole.compareTo(BigInteger.valueOf(most)) > 0) {
            throw Refusal.outOfRange(column);
        }
        return whole.longValueExact();
    }

    /** The driver takes digits only here. */
    private static long wholeText(Column column, Value value) throws SQLException {
        try {
            return new BigInteger(limited(column, MariaDbTexts.text(value))).longValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw Refusal.outOfRange(column);
        }
    }

    private static String floating(Column column, Value value) throws SQLException {
        String digits = digits(column, value);
        try {
            Double.parseDouble(digits);
            return digits;
        } catch (NumberFormatException e) {
            throw undecodable(column);
        }
    }

    static BigDecimal decimal(Column column, Value value) throws SQLException {
        return number(column, digits(column, value));
    }

    private static BigDecimal number(Column column, String digits) throws SQLException {
        try {
            return new BigDecimal(limited(column, digits));
        } catch (NumberFormatException e) {
            throw undecodable(column);
        }
    }

    private static String limited(Column column, String digits) throws SQLException {
        if (digits.length() > MOST_CHARACTERS) {
            throw undecodable(column);
        }
        return digits;
    }

    static byte[] bytes(Column column, Value value) throws SQLException {
        return value instanceof Value.Binary binary
                ? binary.bytes().clone()
                : MariaDbBinds.utf8(characters(column, value));
    }

    static String characters(Column column, Value value) throws SQLException {
        if (isText(column) || column.type().kind() == Kind.UUID) {
            return MariaDbTexts.text(value);
        }
        throw undecodable(column);
    }

    static Object object(Column column, Value value) throws SQLException {
        return switch (column.type().kind()) {
            case CHAR, VARCHAR, TEXT, JSON -> MariaDbTexts.text(value);
            case SMALLINT -> (short) ((Value.Int) value).number();
            case INTEGER -> (int) ((Value.Int) value).number();
            case BIGINT -> ((Value.Int) value).number();
            case DECIMAL -> ((Value.Decimal) value).number();
            case REAL -> Float.parseFloat(MariaDbTexts.text(value));
            case DOUBLE -> Double.parseDouble(MariaDbTexts.text(value));
            case BOOLEAN -> ((Value.Bool) value).truth();
            case DATE -> MariaDbLegacy.read(column, value, Getter.DATE, null);
            case TIME -> MariaDbLegacy.read(column, value, Getter.TIME, null);
            case TIMESTAMP, TIMESTAMPTZ -> MariaDbLegacy.read(column, value, Getter.TIMESTAMP, null);
            case UUID -> UUID.fromString(MariaDbTexts.text(value));
            case BINARY -> bytes(column, value);
        };
    }

    static SQLException undecodable(Column column) {
        return Refusal.failed(column, "HY000", "the value is not read in this way");
    }
}
