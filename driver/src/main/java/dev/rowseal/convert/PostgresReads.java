package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Calendar;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What pgjdbc's getters return: they read the text that the server sends. */
final class PostgresReads {

    private static final int LONGEST_WHOLE = 20;

    private PostgresReads() {}

    /** A NULL: the driver looks at what it was asked for first, and at most of it in vain. */
    static @Nullable Object readNull(Column column, Getter getter, @Nullable Object argument) throws SQLException {
        switch (getter) {
            case NSTRING, NCHARACTER_STREAM, NCLOB, URL, REF, ROW_ID:
                throw Refusal.of(column, getter.method(), "use getString, getBytes or getObject");
            case OBJECT_CLASS:
                PostgresClasses.requireForNull(column, argument);
                return null;
            default:
                return null;
        }
    }

    static Object read(Column column, Value value, Getter getter, @Nullable Object argument) throws SQLException {
        return switch (getter) {
            case STRING -> text(column, value);
            case BOOLEAN -> truth(column, value);
            // pgjdbc takes no text for zero here, and only here.
            case BYTE ->
                text(column, value).isBlank() ? (byte) 0 : (byte) whole(column, value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SHORT -> (short) whole(column, value, Short.MIN_VALUE, Short.MAX_VALUE);
            case INT -> (int) whole(column, value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> whole(column, value, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT -> real(column, value);
            case DOUBLE -> dbl(column, value);
            case BIG_DECIMAL -> {
                BigDecimal number = decimal(column, value);
                yield argument instanceof Integer scale ? number.setScale(scale, RoundingMode.HALF_EVEN) : number;
            }
            case BYTES -> bytes(column, value);
            case DATE, TIME, TIMESTAMP -> PostgresDates.legacy(column, value, getter, (Calendar) argument);
            case ASCII_STREAM -> new ByteArrayInputStream(text(column, value).getBytes(StandardCharsets.US_ASCII));
            case UNICODE_STREAM -> new ByteArrayInputStream(text(column, value).getBytes(StandardCharsets.UTF_8));
            case BINARY_STREAM -> new ByteArrayInputStream(bytes(column, value));
            case CHARACTER_STREAM -> new StringReader(text(column, value));
            case OBJECT -> object(column, value);
            case OBJECT_CLASS -> PostgresClasses.read(column, value, argument);
            case OBJECT_MAP -> {
                if (column.type().kind() == Kind.JSON) {
                    throw Refusal.of(column, getter.method(), "use getString");
                }
                yield object(column, value);
            }
            case NSTRING, NCHARACTER_STREAM, CLOB, NCLOB, BLOB, ARRAY, URL, REF, ROW_ID, SQLXML ->
                throw Refusal.of(column, getter.method(), "use getString, getBytes or getObject");
        };
    }

    /** As the server sends it; a boolean is one letter there. */
    private static String text(Column column, Value value) throws SQLException {
        return value instanceof Value.Bool bool ? (bool.truth() ? "t" : "f") : PostgresTexts.text(column, value);
    }

    private static boolean truth(Column column, Value value) throws SQLException {
        return switch (text(column, value).trim().toLowerCase(Locale.ROOT)) {
            case "1", "true", "t", "yes", "y", "on" -> true;
            case "0", "false", "f", "no", "n", "off" -> false;
            default -> throw Refusal.failed(column, "42846", "the value is no boolean");
        };
    }

    private static long whole(Column column, Value value, long least, long most) throws SQLException {
        BigDecimal number = decimal(column, value);
        if (number.signum() != 0 && (long) number.precision() - number.scale() > LONGEST_WHOLE) {
            throw Refusal.outOfRange(column);
        }
        BigInteger whole = number.toBigInteger();
        if (whole.compareTo(BigInteger.valueOf(least)) < 0 || whole.compareTo(BigInteger.valueOf(most)) > 0) {
            throw Refusal.outOfRange(column);
        }
        return whole.longValueExact();
    }

    private static float real(Column column, Value value) throws SQLException {
        try {
            return Float.parseFloat(text(column, value).trim());
        } catch (NumberFormatException e) {
            throw Refusal.outOfRange(column);
        }
    }

    private static double dbl(Column column, Value value) throws SQLException {
        try {
            return Double.parseDouble(text(column, value).trim());
        } catch (NumberFormatException e) {
            throw Refusal.outOfRange(column);
        }
    }

    static BigDecimal decimal(Column column, Value value) throws SQLException {
        try {
            return new BigDecimal(text(column, value).trim());
        } catch (NumberFormatException e) {
            throw Refusal.outOfRange(column);
        }
    }

    private static byte[] bytes(Column column, Value value) throws SQLException {
        return value instanceof Value.Binary binary
                ? binary.bytes().clone()
                : text(column, value).getBytes(StandardCharsets.UTF_8);
    }

    static Object object(Column column, Value value) throws SQLException {
        return switch (column.type().kind()) {
            case CHAR, VARCHAR, TEXT, JSON -> text(column, value);
            case SMALLINT, INTEGER -> (int) ((Value.Int) value).number();
            case BIGINT -> ((Value.Int) value).number();
            case DECIMAL -> ((Value.Decimal) value).number();
            case REAL -> ((Value.Real) value).number();
            case DOUBLE -> ((Value.Double) value).number();
            case BOOLEAN -> ((Value.Bool) value).truth();
            case DATE -> PostgresDates.legacy(column, value, Getter.DATE, null);
            case TIME -> PostgresDates.legacy(column, value, Getter.TIME, null);
            case TIMESTAMP, TIMESTAMPTZ -> PostgresDates.legacy(column, value, Getter.TIMESTAMP, null);
            case UUID -> ((Value.Uuid) value).uuid();
            case BINARY -> bytes(column, value);
        };
    }
}
