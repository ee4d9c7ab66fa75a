package dev.rowseal.convert;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.TimeZone;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every setter with every sample that it takes. */
final class Binds {

    static final TimeZone ELSEWHERE = TimeZone.getTimeZone("America/New_York");

    private static final int[] TARGETS = {
        Types.CHAR,
        Types.VARCHAR,
        Types.LONGVARCHAR,
        Types.NVARCHAR,
        Types.CLOB,
        Types.TINYINT,
        Types.SMALLINT,
        Types.INTEGER,
        Types.BIGINT,
        Types.DECIMAL,
        Types.NUMERIC,
        Types.REAL,
        Types.FLOAT,
        Types.DOUBLE,
        Types.BOOLEAN,
        Types.BIT,
        Types.DATE,
        Types.TIME,
        Types.TIMESTAMP,
        Types.TIMESTAMP_WITH_TIMEZONE,
        Types.TIME_WITH_TIMEZONE,
        Types.BINARY,
        Types.VARBINARY,
        Types.BLOB,
        Types.OTHER,
        Types.JAVA_OBJECT
    };

    private final List<Bind> all = new ArrayList<>();

    private Binds() {}

    /** All of them with {@code -Drowseal.oracle=full}; else one in seven of those with a target type, others for each type. */
    static List<Bind> forType(String type) {
        boolean full = "full".equals(System.getProperty("rowseal.oracle"));
        return all().stream()
                .filter(bind -> full
                        || bind.how().targetType() == null
                        || Math.floorMod((type + bind.label()).hashCode(), 7) == 0)
                .toList();
    }

    static List<Bind> all() {
        Binds binds = new Binds();
        binds.plainSetters();
        binds.calendars();
        binds.streams();
        binds.largeObjects();
        binds.objects();
        return List.copyOf(binds.all);
    }

    private <T> void each(String setter, List<T> values, Bind.Setting setting) {
        values.forEach(value -> all.add(Bind.of(setter, () -> value, setting)));
    }

    private void plainSetters() {
        each("setString", Samples.TEXTS, (s, v) -> s.setString(1, (String) v));
        each("setNString", Samples.TEXTS.subList(0, 12), (s, v) -> s.setNString(1, (String) v));
        each("setBoolean", List.of(true, false), (s, v) -> s.setBoolean(1, (Boolean) v));
        each("setByte", Samples.BYTES, (s, v) -> s.setByte(1, (Byte) v));
        each("setShort", Samples.SHORTS, (s, v) -> s.setShort(1, (Short) v));
        each("setInt", Samples.INTS, (s, v) -> s.setInt(1, (Integer) v));
        each("setLong", Samples.LONGS, (s, v) -> s.setLong(1, (Long) v));
        each("setFloat", Samples.FLOATS, (s, v) -> s.setFloat(1, (Float) v));
        each("setDouble", Samples.DOUBLES, (s, v) -> s.setDouble(1, (Double) v));
        each("setBigDecimal", Samples.DECIMALS, (s, v) -> s.setBigDecimal(1, (java.math.BigDecimal) v));
        each("setBytes", Samples.BINARIES, (s, v) -> s.setBytes(1, (byte[]) v));
        each("setDate", Samples.SQL_DATES, (s, v) -> s.setDate(1, (Date) v));
        each("setTime", Samples.SQL_TIMES, (s, v) -> s.setTime(1, (Time) v));
        each("setTimestamp", Samples.SQL_TIMESTAMPS, (s, v) -> s.setTimestamp(1, (Timestamp) v));
    }

    /** NULL, by each setter that takes an object and with every type of JDBC. */
    static List<Bind> ofNull() {
        Binds binds = new Binds();
        binds.nulls();
        return List.copyOf(binds.all);
    }

    private void nulls() {
        nothing("setString", null, (s, v) -> s.setString(1, null));
        nothing("setBigDecimal", null, (s, v) -> s.setBigDecimal(1, null));
        nothing("setBytes", null, (s, v) -> s.setBytes(1, null));
        nothing("setDate", null, (s, v) -> s.setDate(1, null));
        nothing("setTime", null, (s, v) -> s.setTime(1, null));
        nothing("setTimestamp", null, (s, v) -> s.setTimestamp(1, null));
        nothing("setObject", null, (s, v) -> s.setObject(1, null));
        for (JDBCType type : JDBCType.values()) {
            int number = type.getVendorTypeNumber();
            nothing("setNull", number, (s, v) -> s.setNull(1, number));
            nothing("setObject", number, (s, v) -> s.setObject(1, null, number));
        }
    }

    private void nothing(String setter, @Nullable Integer type, Bind.Setting setting) {
        String label = setter + "(null" + (type == null ? "" : ", " + JDBCType.valueOf(type)) + ")";
        all.add(new Bind(label, () -> null, new Binding(setter, type, -1, null), setting));
    }

    private void calendars() {
        Samples.SQL_DATES.forEach(v -> calendar("setDate", v, (s, x) -> s.setDate(1, (Date) x, there())));
        Samples.SQL_TIMES.forEach(v -> calendar("setTime", v, (s, x) -> s.setTime(1, (Time) x, there())));
        Samples.SQL_TIMESTAMPS.forEach(
                v -> calendar("setTimestamp", v, (s, x) -> s.setTimestamp(1, (Timestamp) x, there())));
    }

    private void calendar(String setter, Object value, Bind.Setting setting) {
        Binding how = new Binding(setter, null, -1, there());
        all.add(new Bind(setter + "(" + value + ", New York)", () -> value, how, setting));
    }

    private static Calendar there() {
        return new GregorianCalendar(ELSEWHERE);
    }

    private void streams() {
        for (String text : List.of("", "abc", "abcdef", "Grüße", "42", "00ff", "{\"a\": 1}", "2024-02-29")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            stream(
                    "setAsciiStream",
                    text,
                    () -> new ByteArrayInputStream(bytes),
                    (s, v) -> s.setAsciiStream(1, (java.io.InputStream) v));
            stream(
                    "setBinaryStream",
                    text,
                    () -> new ByteArrayInputStream(bytes),
                    (s, v) -> s.setBinaryStream(1, (java.io.InputStream) v));
            stream(
                    "setCharacterStream",
                    text,
                    () -> new StringReader(text),
                    (s, v) -> s.setCharacterStream(1, (java.io.Reader) v));
            stream(
                    "setNCharacterStream",
                    text,
                    () -> new StringReader(text),
                    (s, v) -> s.setNCharacterStream(1, (java.io.Reader) v));
            stream("setClob", text, () -> new StringReader(text), (s, v) -> s.setClob(1, (java.io.Reader) v));
            stream("setNClob", text, () -> new StringReader(text), (s, v) -> s.setNClob(1, (java.io.Reader) v));
            stream(
                    "setBlob",
                    text,
                    () -> new ByteArrayInputStream(bytes),
                    (s, v) -> s.setBlob(1, (java.io.InputStream) v));
            for (int length : new int[] {0, 2, text.length(), text.length() + 3}) {
                sized(
                        "setAsciiStream",
                        text,
                        length,
                        () -> new ByteArrayInputStream(bytes),
                        (s, v) -> s.setAsciiStream(1, (java.io.InputStream) v, length));
                sized(
                        "setUnicodeStream",
                        text,
                        length,
                        () -> new ByteArrayInputStream(bytes),
                        (s, v) -> unicode(s, v, length));
                sized(
                        "setBinaryStream",
                        text,
                        length,
                        () -> new ByteArrayInputStream(bytes),
                        (s, v) -> s.setBinaryStream(1, (java.io.InputStream) v, length));
                sized(
                        "setCharacterStream",
                        text,
                        length,
                        () -> new StringReader(text),
                        (s, v) -> s.setCharacterStream(1, (java.io.Reader) v, length));
                sized(
                        "setNCharacterStream",
                        text,
                        length,
                        () -> new StringReader(text),
                        (s, v) -> s.setNCharacterStream(1, (java.io.Reader) v, length));
                sized(
                        "setClob",
                        text,
                        length,
                        () -> new StringReader(text),
                        (s, v) -> s.setClob(1, (java.io.Reader) v, length));
                sized(
                        "setNClob",
                        text,
                        length,
                        () -> new StringReader(text),
                        (s, v) -> s.setNClob(1, (java.io.Reader) v, length));
                sized(
                        "setBlob",
                        text,
                        length,
                        () -> new ByteArrayInputStream(bytes),
                        (s, v) -> s.setBlob(1, (java.io.InputStream) v, length));
            }
        }
    }

    @SuppressWarnings("deprecation")
    private static void unicode(PreparedStatement statement, Object value, int length) throws java.sql.SQLException {
        statement.setUnicodeStream(1, (java.io.InputStream) value, length);
    }

    private void stream(String setter, String text, Supplier<Object> value, Bind.Setting setting) {
        all.add(new Bind(setter + "(stream of " + text + ")", value, Binding.of(setter), setting));
    }

    private void sized(String setter, String text, int length, Supplier<Object> value, Bind.Setting setting) {
        all.add(new Bind(
                setter + "(stream of " + text + ", " + length + ")",
                value,
                new Binding(setter, null, length, null),
                setting));
    }

    private void largeObjects() {
        for (String text : List.of("", "abc", "abcdef", "42")) {
            stream("setClob", "Clob " + text, () -> clob(text), (s, v) -> s.setClob(1, (java.sql.Clob) v));
            stream("setBlob", "Blob " + text, () -> blob(text), (s, v) -> s.setBlob(1, (java.sql.Blob) v));
        }
    }

    private void objects() {
        List<Object> objects = new ArrayList<>();
        List.of(
                        Samples.BYTES,
                        Samples.SHORTS,
                        Samples.INTS,
                        Samples.LONGS,
                        Samples.FLOATS,
                        Samples.DOUBLES,
                        Samples.DECIMALS,
                        Samples.BIG_INTEGERS,
                        Samples.DATES,
                        Samples.TIMES,
                        Samples.TIMESTAMPS,
                        Samples.INSTANTS,
                        Samples.OFFSET_TIMES,
                        Samples.ZONED,
                        Samples.MOMENTS,
                        Samples.SQL_DATES,
                        Samples.SQL_TIMES,
                        Samples.SQL_TIMESTAMPS,
                        Samples.UUIDS,
                        Samples.BINARIES,
                        List.of(true, false, 'x', '1', new java.util.Date(1709201472123L)))
                .forEach(objects::addAll);
        objects.addAll(Samples.TEXTS);
        for (Object object : objects) {
            all.add(Bind.of("setObject", () -> object, (s, v) -> s.setObject(1, v)));
        }
        for (int target : TARGETS) {
            String name = JDBCType.valueOf(target).getName();
            objects.forEach(object -> all.add(Bind.as(target, name, () -> object)));
        }
        for (java.math.BigDecimal decimal : Samples.DECIMALS) {
            all.add(new Bind(
                    "setObject(" + decimal + ", NUMERIC, 1)",
                    () -> decimal,
                    new Binding("setObject", Types.NUMERIC, 1, null),
                    (s, v) -> s.setObject(1, v, Types.NUMERIC, 1)));
        }
        for (Supplier<Object> odd : List.<Supplier<Object>>of(
                () -> new StringReader("abc"),
                () -> new ByteArrayInputStream(new byte[] {'a', 'b'}),
                () -> clob("abc"),
                () -> blob("abc"),
                () -> new int[] {1},
                () -> new String[] {"a"},
                () -> Thread.State.NEW,
                () -> new StringBuilder("abc"),
                () -> List.of("a"))) {
            all.add(Bind.of("setObject", odd, (s, v) -> s.setObject(1, v)));
        }
    }

    static java.sql.Clob clob(String text) {
        return new HeldClob(text);
    }

    static java.sql.Blob blob(String text) {
        return new HeldBlob(text.getBytes(StandardCharsets.UTF_8));
    }
}
