package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cells that somebody copied to where nobody plans for them: no getter hands them out, and none changes what else is there. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class ForeignEnvelopesTest {

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20) }
                  nick: { type: varchar(20) }
            """;

    /** What begins as the beginning of one in each form does, and names no key that there is. */
    private static final List<String> ORDINARY = List.of(
            "",
            "r",
            "rs1.",
            "rs1.9x4BAAAAAAAA",
            "rs1.9x4B_____wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "\\xf71e01fffffffe000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
            "\\x",
            "f71e01",
            "F71E0001ffffff0001020304050607080910",
            "\\367\\036 and so on and so on",
            "{\"a\": \"\\\\xf71e01ffff\", \"b\": \"rs1.\", \"c\": \"f71e\"}",
            "[rs1.9x4B_____wAAAAA, rs1., X'f71e]",
            "\uFFFD\u001E\u0002 and so on and so on and so on",
            "\u00F7 and so on, and so on",
            "an ordinary text that is longer than what is looked at: äöü€😀 and so on and so on");

    private final TestDatabase database;
    private final Sealed sealed;

    ForeignEnvelopesTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.sealed = new Sealed(database, folder, TABLES);
    }

    private Connection plain() throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), database.password());
    }

    @BeforeEach
    void fill() throws SQLException {
        String bytes = database.binaryType();
        String text = database.textType(300);
        database.execute("create table patient (id bigint primary key, ssn " + bytes + ", nick " + text + ")");
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO patient (id, ssn, nick) VALUES (1, '078-05-1120', 'bob')");
        }
        database.execute(
                "create table copied (b " + bytes + ", t " + text + ")",
                "insert into copied select ssn, nick from patient");
    }

    private interface Asking {
        @Nullable
        Object ask(ResultSet rows, int column) throws SQLException;
    }

    private static Map<String, Asking> getters() {
        Map<String, Asking> getters = new LinkedHashMap<>();
        getters.put("getString", ResultSet::getString);
        getters.put("getNString", ResultSet::getNString);
        getters.put("getBytes", ResultSet::getBytes);
        getters.put("getObject", ResultSet::getObject);
        getters.put("getObject(Map)", (rows, column) -> rows.getObject(column, Map.of()));
        getters.put("getBinaryStream", ResultSet::getBinaryStream);
        getters.put("getAsciiStream", ResultSet::getAsciiStream);
        getters.put("getUnicodeStream", ForeignEnvelopesTest::unicode);
        getters.put("getCharacterStream", ResultSet::getCharacterStream);
        getters.put("getNCharacterStream", ResultSet::getNCharacterStream);
        getters.put("getBlob", ResultSet::getBlob);
        getters.put("getClob", ResultSet::getClob);
        getters.put("getNClob", ResultSet::getNClob);
        getters.put("getSQLXML", ResultSet::getSQLXML);
        for (Class<?> type : List.of(
                String.class,
                byte[].class,
                InputStream.class,
                Reader.class,
                Blob.class,
                Clob.class,
                NClob.class,
                SQLXML.class,
                Object.class)) {
            getters.put("getObject(" + type.getSimpleName() + ")", (rows, column) -> rows.getObject(column, type));
        }
        return getters;
    }

    @SuppressWarnings("deprecation")
    private static InputStream unicode(ResultSet rows, int column) throws SQLException {
        return rows.getUnicodeStream(column);
    }

    private static Map<String, Asking> others() {
        return Map.of(
                "getLong", ResultSet::getLong,
                "getInt", ResultSet::getInt,
                "getDouble", ResultSet::getDouble,
                "getBigDecimal", ResultSet::getBigDecimal,
                "getDate", ResultSet::getDate,
                "getTimestamp", ResultSet::getTimestamp,
                "getURL", ResultSet::getURL);
    }

    private void refused(Connection connection, String query, Map<String, Asking> getters) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(query);
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, Asking> getter : getters.entrySet()) {
                for (boolean asPrepared : new boolean[] {false, true}) {
                    try (ResultSet rows = asPrepared ? prepared.executeQuery() : statement.executeQuery(query)) {
                        assertThat(rows.next()).isTrue();
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            int column = i;
                            String what = database.engine() + " " + getter.getKey() + " of column " + i + ": " + query;
                            SQLException told = assertThrows(
                                    SQLException.class,
                                    () -> given(getter.getValue().ask(rows, column)),
                                    what);
                            clean(what, told);
                        }
                    }
                }
            }
        }
    }

    private static void given(@Nullable Object value) throws SQLException, IOException {
        String text = String.valueOf(said(value));
        if (text.contains("[B@") || text.contains("5b4240")) {
            throw new SQLException("pgjdbc's text of bytes that came in binary, which is none of their text");
        }
    }

    private static void clean(String what, SQLException told) {
        for (Throwable each : told) {
            String message = String.valueOf(each.getMessage());
            // H2 tells of the first four bytes that they are no object's, which is nothing of the value.
            assertThat(message.toLowerCase(Locale.ROOT))
                    .as(what)
                    .doesNotContain("rs1.9", "\u001E", "\\367")
                    .doesNotContainPattern("f71e..[0-9a-f]{4}");
        }
    }

    @Test
    void noGetterHandsThemOut() throws SQLException {
        try (Connection connection = sealed.connect()) {
            refused(connection, "SELECT b, t FROM copied", getters());
            refused(connection, "SELECT b, t FROM copied", others());
            if (database.engine() == Engine.POSTGRESQL) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET bytea_output = 'escape'");
                }
                refused(connection, "SELECT b, t FROM copied", getters());
                refused(connection, "SELECT b FROM copied", others());
            }
        }
    }

    @Test
    void noArrayAndNoRecordHandsThemOut() throws SQLException {
        if (database.engine() == Engine.MARIADB) {
            return;
        }
        Map<String, Asking> texts = Map.of(
                "getString",
                ResultSet::getString,
                "getObject(String)",
                (rows, column) -> rows.getObject(column, String.class));
        Map<String, Asking> arrays = Map.of(
                "elements", (rows, column) -> rows.getArray(column).getArray(),
                "of an object", (rows, column) -> ((Array) rows.getObject(column)).getArray(),
                "some", (rows, column) -> rows.getArray(column).getArray(1, 1),
                "rows",
                        (rows, column) -> {
                            ResultSet elements = rows.getArray(column).getResultSet();
                            elements.next();
                            return elements.getObject(2);
                        });
        String query = "SELECT array_agg(b), array_agg(t) FROM copied";
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement()) {
            refused(connection, query, texts);
            refused(connection, query, arrays);
            try (ResultSet rows = statement.executeQuery(query)) {
                rows.next();
                for (int i = 1; i <= 2; i++) {
                    Array array = rows.getArray(i);
                    assertThrows(IllegalStateException.class, array::toString);
                }
            }
            if (database.engine() == Engine.H2) {
                refused(
                        connection,
                        "SELECT ARRAY[ARRAY[b]], ARRAY[ARRAY[t]] FROM copied",
                        Map.of(
                                "nested",
                                (rows, column) -> ((Array) ((Object[])
                                                        rows.getArray(column).getArray())
                                                [0])
                                        .getArray()));
            }
            if (database.engine() == Engine.POSTGRESQL) {
                refused(
                        connection,
                        "SELECT c, ROW (b, 1), to_json(t), to_jsonb(b), json_build_object('a', b) FROM copied c",
                        texts);
                refused(
                        connection,
                        "SELECT c, ROW (b, 1), to_json(t), to_jsonb(b) FROM copied c",
                        Map.of("getObject", ResultSet::getObject));
            }
        }
    }

    /** What is no envelope is what the wrapped driver gives, to the byte and to the character. */
    @Test
    void whatElseIsThereIsAsItIs() throws SQLException, IOException {
        database.execute("create table ordinary (id integer primary key, b " + database.binaryType() + ", t "
                + database.textType(300) + ")");
        try (Connection plain = plain();
                Connection connection = sealed.connect();
                PreparedStatement insert = plain.prepareStatement("insert into ordinary values (?, ?, ?)")) {
            int id = 0;
            for (String text : ORDINARY) {
                insert.setInt(1, id++);
                insert.setBytes(2, text.getBytes(StandardCharsets.UTF_8));
                insert.setString(3, text);
                insert.execute();
            }
            byte[] none = new byte[64];
            none[0] = (byte) 0xF7;
            none[1] = 0x1E;
            none[2] = 1;
            none[3] = 0x7F;
            insert.setInt(1, id);
            insert.setBytes(2, none);
            insert.setString(3, null);
            insert.execute();
            for (Map.Entry<String, Asking> getter : getters().entrySet()) {
                assertThat(read(connection, getter.getValue()))
                        .as(database.engine() + " " + getter.getKey())
                        .isEqualTo(read(plain, getter.getValue()));
            }
        }
    }

    private static String read(Connection connection, Asking getter) throws SQLException, IOException {
        StringBuilder all = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT b, t FROM ordinary ORDER BY id")) {
            while (rows.next()) {
                for (int i = 1; i <= 2; i++) {
                    try {
                        all.append(said(getter.ask(rows, i)));
                    } catch (SQLException e) {
                        all.append(e.getSQLState());
                    }
                    all.append(rows.wasNull()).append('\n');
                }
            }
        }
        return all.toString();
    }

    private static @Nullable Object said(@Nullable Object value) throws SQLException, IOException {
        if (value instanceof byte[] bytes) {
            return said(new ByteArrayInputStream(bytes));
        }
        if (value instanceof InputStream stream) {
            try (stream) {
                return stream.available() + HexFormat.of().formatHex(stream.readAllBytes());
            }
        }
        if (value instanceof Reader reader) {
            StringBuilder text = new StringBuilder("text ");
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                text.append((char) c);
            }
            return text;
        }
        if (value instanceof Blob blob) {
            return said(blob.getBinaryStream());
        }
        if (value instanceof SQLXML xml) {
            return said(new StringReader(xml.getString()));
        }
        return value instanceof Clob clob ? said(clob.getCharacterStream()) : value;
    }
}
