package dev.rowseal.convert;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.time.LocalTime;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.UUID;

/** What MariaDB's driver writes for a bound object. */
final class MariaDbBinds {

    /** The driver encodes characters by as many at a time. */
    private static final int CHUNK = 4096;

    private MariaDbBinds() {}

    static MariaDbSent sent(Column column, Object value, Binding how) throws SQLException {
        if (how.targetType() != null) {
            return MariaDbTargets.sent(column, value, how, how.targetType());
        }
        return natural(column, value, how);
    }

    static MariaDbSent natural(Column column, Object value, Binding how) throws SQLException {
        if (value instanceof String text) {
            return new MariaDbSent.Text(Surrogates.paired(column, text));
        } else if (value instanceof Number number) {
            return number(column, number, how);
        } else if (value instanceof Boolean truth) {
            return new MariaDbSent.Exact(truth ? BigDecimal.ONE : BigDecimal.ZERO);
        } else if (value instanceof byte[] bytes) {
            return new MariaDbSent.Bytes(bytes.clone());
        } else if (value instanceof UUID uuid) {
            return new MariaDbSent.Text(uuid.toString());
        } else if (value instanceof Temporal temporal) {
            return moment(column, temporal, MariaDbMoments.written(column, temporal, how), how);
        } else if (value instanceof java.util.Date date) {
            return moment(column, date, MariaDbMoments.written(date, how.calendar()), how);
        }
        return large(column, value, how);
    }

    static MariaDbSent number(Column column, Number number, Binding how) throws SQLException {
        if (number instanceof Long || number instanceof Integer || number instanceof Short || number instanceof Byte) {
            return new MariaDbSent.Exact(BigDecimal.valueOf(number.longValue()));
        } else if (number instanceof Float || number instanceof Double) {
            return floating(column, number, how);
        } else if (number instanceof BigInteger integer) {
            return new MariaDbSent.Exact(new BigDecimal(integer));
        } else if (number instanceof BigDecimal decimal) {
            return new MariaDbSent.Exact(new BigDecimal(decimal.toPlainString()));
        }
        throw Refusal.of(column, how.setter(), "bind a BigDecimal");
    }

    /** A floating-point number: as Java writes it, or its bits in a batch. */
    static MariaDbSent floating(Column column, Number number, Binding how) throws SQLException {
        if (!how.batched()) {
            return digits(number.toString());
        } else if (!Double.isFinite(number.doubleValue())) {
            throw Refusal.of(column, how.setter() + " of NaN or infinity in a batch", "MariaDB stores neither");
        }
        return new MariaDbSent.Floating(number.doubleValue());
    }

    /**
     * A date or time as the driver writes it. In a batch it comes as what it is: then a column of another kind would store
     * another value than of the text, and so it is with the year 0.
     */
    static MariaDbSent moment(Column column, Object value, String written, Binding how) throws SQLException {
        boolean clock = value instanceof LocalTime || value instanceof java.sql.Time;
        boolean alike = switch (column.type().kind()) {
            case TIME -> clock;
            case DATE, TIMESTAMP, TIMESTAMPTZ -> !clock;
            default -> false;
        };
        if (how.batched() && (!alike || written.startsWith("0001-"))) {
            throw Refusal.of(
                    column,
                    how.setter() + " of a date or time of another kind in a batch",
                    "bind a LocalDate, LocalTime or LocalDateTime as the column is, or a String");
        }
        return new MariaDbSent.Text(written);
    }

    /** A number as Java or a statement writes it. */
    static MariaDbSent digits(String digits) {
        if (digits.endsWith("NaN") || digits.endsWith("Infinity")) {
            return new MariaDbSent.Name();
        }
        boolean exponent = digits.indexOf('E') >= 0 || digits.indexOf('e') >= 0;
        return exponent
                ? new MariaDbSent.Floating(Double.parseDouble(digits))
                : new MariaDbSent.Exact(new BigDecimal(digits));
    }

    private static MariaDbSent large(Column column, Object value, Binding how) throws SQLException {
        if (value instanceof Reader reader) {
            return new MariaDbSent.Text(text(column, Drain.text(column, reader, -1), how));
        } else if (value instanceof Clob clob) {
            return new MariaDbSent.Text(text(column, Drain.text(column, clob), how));
        } else if (value instanceof Blob blob) {
            return new MariaDbSent.Bytes(Drain.bytes(column, blob));
        } else if (value instanceof InputStream stream) {
            return new MariaDbSent.Bytes(Drain.bytes(column, stream, how.length()));
        }
        throw unknown(column, value, how);
    }

    // A longer text with a length makes the driver count below zero, and a pair across two chunks comes apart.
    private static String text(Column column, String text, Binding how) throws SQLException {
        Surrogates.paired(column, text);
        boolean chunked = text.length() > CHUNK;
        if (chunked && (how.length() >= 0 || text.chars().anyMatch(c -> Character.isSurrogate((char) c)))) {
            throw Refusal.of(column, how.setter() + " of a long text", "bind a String");
        }
        int length = how.length() < 0 ? text.length() : (int) Math.min(how.length(), text.length());
        return Surrogates.paired(column, text.substring(0, length));
    }

    static SQLException unknown(Column column, Object value, Binding how) {
        boolean unsupported = value instanceof java.sql.SQLXML
                || value instanceof java.sql.Array
                || value instanceof java.sql.Ref
                || value instanceof java.sql.RowId
                || value instanceof java.time.Duration
                || value instanceof java.util.BitSet
                || value instanceof java.net.URL
                || value instanceof float[]
                || value instanceof Float[];
        return unsupported
                ? Refusal.of(column, how.setter(), "bind a String, a number, a date or time, a byte array or a stream")
                : Refusal.unsettable(column, "HY000", "an object of this class cannot be bound");
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] start(byte[] bytes, long length) {
        return length < 0 ? bytes.clone() : Arrays.copyOf(bytes, (int) length);
    }
}
