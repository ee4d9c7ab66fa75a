package dev.rowseal.convert;

import dev.rowseal.value.Value;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What came of one conversion: a value, or an error's SQLState. */
record Outcome(@Nullable String value, @Nullable String state) {

    static final String REFUSED = "0A000";

    static Outcome of(Callable<@Nullable Object> conversion) {
        try {
            return new Outcome(show(conversion.call()), null);
        } catch (SQLException e) {
            return new Outcome(null, String.valueOf(e.getSQLState()));
        } catch (Exception | StackOverflowError e) {
            return new Outcome(null, e.getClass().getSimpleName());
        }
    }

    boolean refused() {
        return REFUSED.equals(state);
    }

    /** Equal, or both fail alike; a driver that fails with no SQLException is matched by any error. */
    boolean agrees(Outcome plain) {
        boolean noState = plain.state != null && plain.state.length() != 5;
        return equals(plain) || noState && state != null && state.length() == 5;
    }

    static String show(@Nullable Object object) throws Exception {
        if (object instanceof Value value) {
            return show(content(value));
        }
        if (object instanceof byte[] bytes) {
            return "bytes " + HexFormat.of().formatHex(bytes);
        }
        if (object instanceof java.sql.Clob clob) {
            return "Clob " + clob.getSubString(1, (int) clob.length());
        }
        if (object instanceof java.sql.Blob blob) {
            return "Blob " + HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
        }
        if (object instanceof java.io.InputStream stream) {
            return "InputStream " + HexFormat.of().formatHex(stream.readAllBytes());
        }
        if (object instanceof java.io.Reader reader) {
            java.io.StringWriter all = new java.io.StringWriter();
            reader.transferTo(all);
            return "Reader " + all;
        }
        if (object instanceof java.sql.Time time) {
            return "Time " + time.getTime();
        }
        if (object instanceof java.sql.Timestamp timestamp) {
            return "Timestamp " + timestamp.getTime() + "/" + timestamp.getNanos();
        }
        if (object instanceof java.util.Date date) {
            return date.getClass().getSimpleName() + " " + date.getTime();
        }
        if (object instanceof java.util.Calendar calendar) {
            return "Calendar " + calendar.getTimeInMillis() + " "
                    + calendar.getTimeZone().getID();
        }
        return object == null ? "null" : object.getClass().getSimpleName() + " " + object;
    }

    static Object content(Value value) {
        return switch (value.valueClass()) {
            case TEXT -> ((Value.Text) value).text();
            case INTEGER -> ((Value.Int) value).number();
            case DECIMAL -> ((Value.Decimal) value).number();
            case REAL -> ((Value.Real) value).number();
            case DOUBLE -> ((Value.Double) value).number();
            case BOOLEAN -> ((Value.Bool) value).truth();
            case DATE -> ((Value.Date) value).date();
            case TIME -> ((Value.Time) value).time();
            case TIMESTAMP -> ((Value.Timestamp) value).timestamp();
            case TIMESTAMPTZ -> ((Value.TimestampTz) value).timestamp();
            case UUID -> ((Value.Uuid) value).uuid();
            case BINARY -> ((Value.Binary) value).bytes();
            case JSON -> ((Value.Json) value).json();
        };
    }

    @Override
    public String toString() {
        return state == null ? String.valueOf(value).replace("\u0000", "\\0") : "!" + state;
    }
}
