package dev.rowseal.attack;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.Serializable;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of every class that a setter takes, each of which carries a marker. */
final class Carriers {

    static final String TEXT = "MARK7Q4Z9WX";
    private static final LocalDate DATE = LocalDate.of(2977, 3, 17);
    private static final LocalTime TIME = LocalTime.of(13, 57, 19);

    /** All markers, in the forms that drivers send them in. */
    static final String[] MARKERS = {
        TEXT,
        "31313",
        "1973173197",
        "7317315526713155267",
        "73155267.25",
        "2977-03-17",
        "13:57:19",
        "7a3b9c1d",
        "7a3b-9c1d"
    };

    private final Connection connection;

    /** Carriers whose LOBs and arrays are made by this connection, as an application would. */
    Carriers(Connection connection) {
        this.connection = connection;
    }

    /** The values to give for a parameter of a setter. */
    List<@Nullable Object> of(Class<?> type) throws SQLException {
        if (type == Object.class) {
            return objects();
        }
        if (type == int.class) {
            return List.of(1973173197);
        }
        if (type == long.class) {
            return List.of(7317315526713155267L);
        }
        if (type == SQLType.class) {
            return new ArrayList<>(Arrays.asList((Object[]) JDBCType.values()));
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (Object value : objects()) {
            if (boxed(type).isInstance(value)) {
                values.add(value);
            }
        }
        if (type == Ref.class || type == RowId.class) {
            values.add(null);
        }
        return values;
    }

    private static Class<?> boxed(Class<?> type) {
        return type == boolean.class
                ? Boolean.class
                : type == byte.class
                        ? Byte.class
                        : type == short.class
                                ? Short.class
                                : type == float.class ? Float.class : type == double.class ? Double.class : type;
    }

    private List<@Nullable Object> objects() throws SQLException {
        byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
        Calendar calendar = new GregorianCalendar(2977, 2, 17, 13, 57, 19);
        List<@Nullable Object> all = new ArrayList<>(Arrays.asList(
                null,
                TEXT,
                "1973173197",
                "7317315526713155267",
                "73155267.25",
                "2977-03-17",
                "2977-03-17 13:57:19",
                "7a3b9c1d-7a3b-9c1d-7a3b-9c1d7a3b9c1d",
                "{\"a\": \"" + TEXT + "\"}",
                (byte) 31,
                (short) 31313,
                1973173197,
                7317315526713155267L,
                73155267.25f,
                73155267.25d,
                new BigDecimal("73155267.25"),
                new BigInteger("7317315526713155267"),
                true,
                'M',
                TEXT.toCharArray(),
                new StringBuilder(TEXT),
                bytes,
                new Byte[] {(byte) 'M', (byte) 'A'},
                new String[] {TEXT},
                new int[] {1973173197},
                new Object[] {TEXT, 1973173197},
                List.of(TEXT),
                Map.of("k", TEXT),
                Optional.of(TEXT),
                new Odd(TEXT),
                Date.valueOf(DATE),
                Time.valueOf(TIME),
                Timestamp.valueOf(LocalDateTime.of(DATE, TIME)),
                calendar.getTime(),
                calendar,
                DATE,
                TIME,
                LocalDateTime.of(DATE, TIME),
                OffsetDateTime.of(DATE, TIME, ZoneOffset.UTC),
                OffsetDateTime.of(DATE, TIME, ZoneOffset.UTC).toZonedDateTime(),
                OffsetDateTime.of(DATE, TIME, ZoneOffset.UTC).toInstant(),
                TIME.atOffset(ZoneOffset.UTC),
                Duration.ofSeconds(1973173197),
                UUID.fromString("7a3b9c1d-7a3b-9c1d-7a3b-9c1d7a3b9c1d"),
                url(),
                new ByteArrayInputStream(bytes),
                new StringReader(TEXT)));
        all.addAll(made());
        return all;
    }

    private List<Object> made() throws SQLException {
        List<Object> made = new ArrayList<>();
        add(made, () -> {
            Clob clob = connection.createClob();
            clob.setString(1, TEXT);
            return clob;
        });
        add(made, () -> {
            NClob nclob = connection.createNClob();
            nclob.setString(1, TEXT);
            return nclob;
        });
        add(made, () -> {
            Blob blob = connection.createBlob();
            blob.setBytes(1, TEXT.getBytes(StandardCharsets.UTF_8));
            return blob;
        });
        add(made, () -> {
            SQLXML xml = connection.createSQLXML();
            xml.setString("<a>" + TEXT + "</a>");
            return xml;
        });
        add(made, () -> {
            Array array = connection.createArrayOf("varchar", new Object[] {TEXT});
            return array;
        });
        return made;
    }

    private interface Maker {
        Object make() throws SQLException;
    }

    /** Where a driver does not make such objects, none is tried. */
    private static void add(List<Object> made, Maker maker) {
        try {
            made.add(maker.make());
        } catch (SQLException notMade) {
            made.add(new Odd(TEXT));
        }
    }

    private static URL url() {
        try {
            return URI.create("http://localhost/" + TEXT).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every number in {@link Types}. */
    static List<Integer> types() {
        return Arrays.stream(JDBCType.values())
                .map(JDBCType::getVendorTypeNumber)
                .toList();
    }

    static List<@Nullable Calendar> calendars() {
        return Arrays.asList(null, new GregorianCalendar(TimeZone.getTimeZone("Pacific/Chatham")));
    }

    static Instant now() {
        return Instant.EPOCH;
    }

    /** An object of a class that no driver knows; H2 would store it serialised. */
    static final class Odd implements Serializable {
        private static final long serialVersionUID = 1L;
        private final String text;

        Odd(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A stream or reader once more, because the last setter may have used it up. */
    static @Nullable Object fresh(@Nullable Object value) {
        return value instanceof InputStream
                ? new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.UTF_8))
                : value instanceof Reader ? new StringReader(TEXT) : value;
    }
}
