package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** What H2's getters return: each asks for a type, and H2 converts as it does anywhere. */
final class H2Reads {

    private H2Reads() {}

    /** A NULL: the driver has some getters for nothing. */
    static @Nullable Object readNull(Column column, Getter getter) throws SQLException {
        switch (getter) {
            case UNICODE_STREAM, OBJECT_MAP, URL, REF, ROW_ID:
                throw Refusal.of(column, getter.method(), "use getString, getBytes or getObject");
            default:
                return null;
        }
    }

    static Object read(Column column, Value value, Getter getter, @Nullable Object argument) throws SQLException {
        return switch (getter) {
            case STRING, NSTRING -> H2Texts.text(value);
            case BOOLEAN -> ((Value.Bool) as(column, value, Kind.BOOLEAN, getter)).truth();
            case BYTE -> (byte) whole(column, value, Byte.MIN_VALUE, Byte.MAX_VALUE, getter);
            case SHORT -> (short) whole(column, value, Short.MIN_VALUE, Short.MAX_VALUE, getter);
            case INT -> (int) whole(column, value, Integer.MIN_VALUE, Integer.MAX_VALUE, getter);
            case LONG -> whole(column, value, Long.MIN_VALUE, Long.MAX_VALUE, getter);
            case FLOAT -> real(column, value, getter);
            case DOUBLE -> dbl(column, value, getter);
            case BIG_DECIMAL -> decimal(column, value, argument, getter);
            case BYTES -> bytes(column, value, getter);
            case DATE, TIME, TIMESTAMP -> H2Dates.legacy(column, value, getter, (Calendar) argument);
            case ASCII_STREAM -> new ByteArrayInputStream(H2Texts.text(value).getBytes(StandardCharsets.UTF_8));
            case BINARY_STREAM -> new ByteArrayInputStream(bytes(column, value, getter));
            case CHARACTER_STREAM, NCHARACTER_STREAM -> new StringReader(H2Texts.text(value));
            case OBJECT -> object(column, value);
            case OBJECT_CLASS -> H2Classes.read(column, value, argument);
            case CLOB, NCLOB -> new HeldClob(H2Texts.text(value));
            case BLOB -> new HeldBlob(bytes(column, value, getter));
            case UNICODE_STREAM, OBJECT_MAP, ARRAY, URL, REF, ROW_ID, SQLXML ->
                throw Refusal.of(column, getter.method(), "use getString or getObject");
        };
    }

    /** {@code text} is a CLOB, which H2 converts to nothing but text and bytes. */
    static Value as(Column column, Value value, Kind kind, Getter getter) throws SQLException {
        if (column.type().kind() == Kind.TEXT) {
            throw H2Converts.unconvertible(column);
        }
        return H2Converts.convert(column, value, kind, getter.method(), H2Converts.CAST);
    }

    // A negative zero is one in text still, and what is left of a tiny double; only stored numbers have lost it.
    private static float real(Column column, Value value, Getter getter) throws SQLException {
        if (value instanceof Value.Double number) {
            return (float) number.number();
        }
        float number = ((Value.Real) as(column, value, Kind.REAL, getter)).number();
        return value instanceof Value.Text text && number == 0 ? Float.parseFloat(text.text()) : number;
    }

    private static double dbl(Column column, Value value, Getter getter) throws SQLException {
        double number = ((Value.Double) as(column, value, Kind.DOUBLE, getter)).number();
        return value instanceof Value.Text text && number == 0 ? Double.parseDouble(text.text()) : number;
    }

    private static long whole(Column column, Value value, long least, long most, Getter getter) throws SQLException {
        if (column.type().kind() == Kind.TEXT) {
            throw H2Converts.unconvertible(column);
        }
        Value number = H2Converts.integer(column, value, least, most, getter.method(), H2Converts.CAST);
        return ((Value.Int) number).number();
    }

    private static BigDecimal decimal(Column column, Value value, @Nullable Object scale, Getter getter)
            throws SQLException {
        BigDecimal number = ((Value.Decimal) as(column, value, Kind.DECIMAL, getter)).number();
        return scale instanceof Integer digits ? number.setScale(digits, RoundingMode.HALF_UP) : number;
    }

    static byte[] bytes(Column column, Value value, Getter getter) throws SQLException {
        if (value instanceof Value.Binary binary) {
            return binary.bytes().clone();
        } else if (value instanceof Value.Text || value instanceof Value.Json) {
            return H2Texts.text(value).getBytes(StandardCharsets.UTF_8);
        } else if (value instanceof Value.Uuid uuid) {
            return Uuids.bytes(uuid.uuid());
        } else if (value instanceof Value.Int integer) {
            return switch (column.type().kind()) {
                case SMALLINT ->
                    ByteBuffer.allocate(2).putShort((short) integer.number()).array();
                case INTEGER ->
                    ByteBuffer.allocate(4).putInt((int) integer.number()).array();
                default -> ByteBuffer.allocate(8).putLong(integer.number()).array();
            };
        }
        throw H2Converts.unconvertible(column);
    }

    private static Object object(Column column, Value value) throws SQLException {
        return switch (column.type().kind()) {
            case CHAR, VARCHAR, JSON -> H2Texts.text(value);
            case TEXT -> new HeldClob(H2Texts.text(value));
            case SMALLINT, INTEGER -> (int) whole(column, value, Integer.MIN_VALUE, Integer.MAX_VALUE, Getter.OBJECT);
            case BIGINT -> whole(column, value, Long.MIN_VALUE, Long.MAX_VALUE, Getter.OBJECT);
            case DECIMAL -> decimal(column, value, null, Getter.OBJECT);
            case REAL -> ((Value.Real) value).number();
            case DOUBLE -> ((Value.Double) value).number();
            case BOOLEAN -> ((Value.Bool) value).truth();
            case DATE -> H2Dates.legacy(column, value, Getter.DATE, null);
            case TIME -> H2Dates.legacy(column, value, Getter.TIME, null);
            case TIMESTAMP -> H2Dates.legacy(column, value, Getter.TIMESTAMP, null);
            case TIMESTAMPTZ -> ((Value.TimestampTz) value).timestamp();
            case UUID -> ((Value.Uuid) value).uuid();
            case BINARY -> bytes(column, value, Getter.OBJECT);
        };
    }
}
