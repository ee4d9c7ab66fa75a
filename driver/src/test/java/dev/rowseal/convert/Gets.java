package dev.rowseal.convert;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One way to read a column: from a plain result set and, by its {@link Getter}, from a dialect. */
record Gets(String label, Getter getter, @Nullable Object argument, Reading reading) {

    @FunctionalInterface
    interface Reading {
        @Nullable
        Object read(ResultSet rows) throws SQLException;
    }

    private static final List<Class<?>> CLASSES = List.of(
            String.class,
            Boolean.class,
            Byte.class,
            Short.class,
            Integer.class,
            Long.class,
            Float.class,
            Double.class,
            BigDecimal.class,
            BigInteger.class,
            byte[].class,
            UUID.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Instant.class,
            java.sql.Date.class,
            java.sql.Time.class,
            java.sql.Timestamp.class,
            java.util.Date.class,
            Calendar.class,
            Object.class,
            java.sql.Clob.class,
            java.sql.Blob.class,
            InputStream.class,
            Reader.class,
            Character.class,
            java.sql.Array.class,
            java.net.URL.class,
            int.class);

    @SuppressWarnings("deprecation")
    static List<Gets> all() {
        List<Gets> all = new ArrayList<>(List.of(
                of(Getter.STRING, rows -> rows.getString(1)),
                of(Getter.NSTRING, rows -> rows.getNString(1)),
                of(Getter.BOOLEAN, rows -> rows.getBoolean(1)),
                of(Getter.BYTE, rows -> rows.getByte(1)),
                of(Getter.SHORT, rows -> rows.getShort(1)),
                of(Getter.INT, rows -> rows.getInt(1)),
                of(Getter.LONG, rows -> rows.getLong(1)),
                of(Getter.FLOAT, rows -> rows.getFloat(1)),
                of(Getter.DOUBLE, rows -> rows.getDouble(1)),
                of(Getter.BIG_DECIMAL, rows -> rows.getBigDecimal(1)),
                new Gets("getBigDecimal(1)", Getter.BIG_DECIMAL, 1, rows -> rows.getBigDecimal(1, 1)),
                of(Getter.BYTES, rows -> rows.getBytes(1)),
                of(Getter.DATE, rows -> rows.getDate(1)),
                of(Getter.TIME, rows -> rows.getTime(1)),
                of(Getter.TIMESTAMP, rows -> rows.getTimestamp(1)),
                new Gets("getDate(New York)", Getter.DATE, there(), rows -> rows.getDate(1, there())),
                new Gets("getTime(New York)", Getter.TIME, there(), rows -> rows.getTime(1, there())),
                new Gets("getTimestamp(New York)", Getter.TIMESTAMP, there(), rows -> rows.getTimestamp(1, there())),
                of(Getter.ASCII_STREAM, rows -> rows.getAsciiStream(1)),
                of(Getter.UNICODE_STREAM, rows -> rows.getUnicodeStream(1)),
                of(Getter.BINARY_STREAM, rows -> rows.getBinaryStream(1)),
                of(Getter.CHARACTER_STREAM, rows -> rows.getCharacterStream(1)),
                of(Getter.NCHARACTER_STREAM, rows -> rows.getNCharacterStream(1)),
                of(Getter.OBJECT, rows -> rows.getObject(1)),
                new Gets("getObject(Map)", Getter.OBJECT_MAP, Map.of(), rows -> rows.getObject(1, Map.of())),
                of(Getter.CLOB, rows -> rows.getClob(1)),
                of(Getter.NCLOB, rows -> rows.getNClob(1)),
                of(Getter.BLOB, rows -> rows.getBlob(1)),
                of(Getter.ARRAY, rows -> rows.getArray(1)),
                of(Getter.URL, rows -> rows.getURL(1)),
                of(Getter.REF, rows -> rows.getRef(1)),
                of(Getter.ROW_ID, rows -> rows.getRowId(1)),
                of(Getter.SQLXML, rows -> rows.getSQLXML(1))));
        CLASSES.forEach(type -> all.add(new Gets(
                "getObject(" + type.getSimpleName() + ")",
                Getter.OBJECT_CLASS,
                type,
                rows -> rows.getObject(1, type))));
        return all;
    }

    private static Gets of(Getter getter, Reading reading) {
        return new Gets(getter.method(), getter, null, reading);
    }

    private static Calendar there() {
        return new GregorianCalendar(Binds.ELSEWHERE);
    }
}
