package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.sql.Connection;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams and readers that are set once and executed more often, closed before they are, or shared; beside the plain
 * driver. H2's and PostgreSQL's read most of them when they are set.
 */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class StreamsTakenTest {

    private static final String POLICY = """
            tables:
              person:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(40), lookup: equality }
                  doc: { type: binary }
            """;

    private final TestDatabase database;
    private final Path folder;
    private final Set<String> refused = new HashSet<>();

    StreamsTakenTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
    }

    private interface Setting {
        void on(PreparedStatement statement, int position) throws SQLException;
    }

    /** What is done on both sides. */
    private interface Use {
        String of(Connection connection) throws SQLException, IOException;
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Setting> texts() {
        Map<String, Setting> sets = new LinkedHashMap<>();
        sets.put("reader", (to, at) -> to.setCharacterStream(at, new StringReader("abc")));
        sets.put("sized reader", (to, at) -> to.setCharacterStream(at, new StringReader("abcd"), 3));
        sets.put("reader that is shorter", (to, at) -> to.setCharacterStream(at, new StringReader("abc"), 9));
        sets.put("reader of zero", (to, at) -> to.setCharacterStream(at, new StringReader("abc"), 0));
        sets.put("reader below zero", (to, at) -> to.setCharacterStream(at, new StringReader("abc"), -1));
        sets.put("reader of a long", (to, at) -> to.setCharacterStream(at, new StringReader("abc"), 3L));
        sets.put("national reader", (to, at) -> to.setNCharacterStream(at, new StringReader("abc")));
        sets.put("sized national reader", (to, at) -> to.setNCharacterStream(at, new StringReader("abcd"), 3));
        sets.put("ascii", (to, at) -> to.setAsciiStream(at, stream("abc")));
        sets.put("sized ascii", (to, at) -> to.setAsciiStream(at, stream("abcd"), 3));
        sets.put("ascii of a long", (to, at) -> to.setAsciiStream(at, stream("abcd"), 3L));
        sets.put("ascii that is none", (to, at) -> to.setAsciiStream(at, stream("aä"), 3));
        sets.put("unicode", (to, at) -> unicode(to, at, stream("äbcd")));
        sets.put("clob", (to, at) -> to.setClob(at, new StringReader("abc")));
        sets.put("sized clob", (to, at) -> to.setClob(at, new StringReader("abcd"), 3));
        sets.put("nclob", (to, at) -> to.setNClob(at, new StringReader("abc")));
        sets.put("object", (to, at) -> to.setObject(at, new StringReader("abc")));
        sets.put("typed object", (to, at) -> to.setObject(at, new StringReader("abc"), Types.CLOB));
        sets.put("object with a type", (to, at) -> to.setObject(at, new StringReader("abc"), JDBCType.CLOB));
        sets.put("stream as text", (to, at) -> to.setObject(at, stream("abc"), Types.LONGVARCHAR));
        return sets;
    }

    private static Map<String, Setting> binaries() {
        Map<String, Setting> sets = new LinkedHashMap<>();
        sets.put("binary", (to, at) -> to.setBinaryStream(at, stream("abc")));
        sets.put("sized binary", (to, at) -> to.setBinaryStream(at, stream("abcd"), 3));
        sets.put("binary of a long", (to, at) -> to.setBinaryStream(at, stream("abcd"), 3L));
        sets.put("binary that is shorter", (to, at) -> to.setBinaryStream(at, stream("abc"), 9));
        sets.put("blob", (to, at) -> to.setBlob(at, stream("abc")));
        sets.put("sized blob", (to, at) -> to.setBlob(at, stream("abcd"), 3));
        sets.put("object", (to, at) -> to.setObject(at, stream("abc")));
        return sets;
    }

    @SuppressWarnings("deprecation") // drivers have it still
    private static void unicode(PreparedStatement to, int at, InputStream stream) throws SQLException {
        to.setUnicodeStream(at, stream, 3);
    }

    private static String twice(Connection connection, String column, Setting set) throws SQLException {
        String sql = "INSERT INTO person (id, note, " + column + ") VALUES (?, 'n', ?)";
        if (column.equals("note") || column.equals("raw")) {
            sql = "INSERT INTO person (id, ssn, " + column + ") VALUES (?, 'sealed', ?)";
        }
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setLong(1, 1);
            set.on(insert, 2);
            insert.executeUpdate();
            insert.setLong(1, 2);
            insert.executeUpdate();
            for (int id = 3; id < 5; id++) {
                insert.setLong(1, id);
                insert.addBatch();
            }
            insert.executeBatch();
            return "done";
        }
    }

    private void compare(String what, Connection actual, Connection expected, Use use)
            throws SQLException, IOException {
        String ours = outcome(actual, use);
        if (ours.startsWith("refused")) {
            refused.add(what);
            return;
        }
        assertThat(ours).as(what).isEqualTo(outcome(expected, use));
    }

    private static String outcome(Connection connection, Use use) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM person");
        }
        StringBuilder outcome = new StringBuilder();
        try {
            outcome.append(use.of(connection));
        } catch (SQLFeatureNotSupportedException refused) {
            outcome.append("refused");
        } catch (SQLException failed) {
            outcome.append("failed");
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, ssn, note, doc, raw FROM person ORDER BY id")) {
            while (rows.next()) {
                outcome.append('\n');
                for (int i = 1; i <= 5; i++) {
                    byte[] bytes = i < 4 ? null : rows.getBytes(i);
                    String text = i < 4 ? rows.getString(i) : null;
                    outcome.append(bytes == null ? text : new String(bytes, StandardCharsets.UTF_8))
                            .append(' ');
                }
            }
        }
        return outcome.toString();
    }

    private interface Twins {
        void on(Connection actual, Connection expected) throws SQLException, IOException;
    }

    /** MariaDB's driver reads them when it sends them; where they are closed or at their end, its connection may end. */
    private void whereTheyAreTaken(Twins use) throws SQLException, IOException {
        if (database.engine() != Engine.MARIADB) {
            with(use);
        }
    }

    private void with(Twins use) throws SQLException, IOException {
        String binary = database.binaryType();
        String create = "create table person (id bigint primary key, ssn %s, doc " + binary + ", note varchar(40), raw "
                + binary + "%s)";
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            plain.execute(create.formatted("varchar(40)", ""));
            database.execute(create.formatted(binary, ", ssn_idx " + database.binaryType(16)));
            try (Connection expected = plain.plain();
                    Connection actual = new Sealed(database, folder, POLICY).connect()) {
                use.on(actual, expected);
            }
        }
    }

    @Test
    void areWhatTheyWereForEveryExecution() throws SQLException, IOException {
        whereTheyAreTaken((actual, expected) -> {
            for (Map.Entry<String, Setting> set : texts().entrySet()) {
                for (String column : new String[] {"ssn", "note"}) {
                    compare(
                            set.getKey() + " for " + column,
                            actual,
                            expected,
                            connection -> twice(connection, column, set.getValue()));
                }
            }
            for (Map.Entry<String, Setting> set : binaries().entrySet()) {
                for (String column : new String[] {"doc", "raw"}) {
                    compare(
                            set.getKey() + " for " + column,
                            actual,
                            expected,
                            connection -> twice(connection, column, set.getValue()));
                }
            }
            assertThat(refused)
                    .doesNotContain(
                            "reader for ssn",
                            "sized reader for ssn",
                            "sized ascii for ssn",
                            "reader for note",
                            "sized reader for note",
                            "sized ascii for note",
                            "binary for doc",
                            "binary for raw",
                            "sized binary for raw",
                            "blob for raw");
        });
    }

    private static String insert(Connection connection, Setting note, Setting ssn, boolean ssnFirst)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO person (id, note, ssn) VALUES (1, ?, ?)")) {
            if (ssnFirst) {
                ssn.on(insert, 2);
                note.on(insert, 1);
            } else {
                note.on(insert, 1);
                ssn.on(insert, 2);
            }
            return String.valueOf(insert.executeUpdate());
        }
    }

    @Test
    void thatTwoParametersShareAreReadInTheirOrderOrRefused() throws SQLException, IOException {
        with((actual, expected) -> {
            for (boolean ssnFirst : new boolean[] {true, false}) {
                compare("a reader", actual, expected, connection -> {
                    Reader shared = new StringReader("secretnote-");
                    return insert(
                            connection,
                            (to, at) -> to.setCharacterStream(at, shared, 5),
                            (to, at) -> to.setCharacterStream(at, shared, 6),
                            ssnFirst);
                });
                compare("a stream", actual, expected, connection -> {
                    InputStream shared = stream("secretnote-");
                    return insert(
                            connection,
                            (to, at) -> to.setAsciiStream(at, shared, 5),
                            (to, at) -> to.setAsciiStream(at, shared, 6),
                            ssnFirst);
                });
                compare("bytes", actual, expected, connection -> {
                    InputStream shared = stream("secretnote-");
                    try (PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO person (id, raw, doc) VALUES (1, ?, ?)")) {
                        insert.setBinaryStream(ssnFirst ? 2 : 1, shared, 6);
                        insert.setBinaryStream(ssnFirst ? 1 : 2, shared, 5);
                        return String.valueOf(insert.executeUpdate());
                    }
                });
            }
        });
    }

    @Test
    void thatAreClosedBeforeTheyAreSent() throws SQLException, IOException {
        whereTheyAreTaken((actual, expected) -> {
            compare("a batch", actual, expected, connection -> {
                try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO person (id, ssn, note) VALUES (?, ?, ?)")) {
                    for (int id = 1; id < 4; id++) {
                        insert.setLong(1, id);
                        try (Reader ssn = new StringReader("ssn" + id);
                                Reader note = new StringReader("note" + id)) {
                            insert.setCharacterStream(2, ssn);
                            insert.setCharacterStream(3, note);
                            insert.addBatch();
                        }
                    }
                    insert.executeBatch();
                    return "done";
                }
            });
            compare("a failure, and again", actual, expected, connection -> {
                insert(connection, (to, at) -> to.setString(at, "n"), (to, at) -> to.setString(at, "one"), true);
                try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO person (id, ssn, note) VALUES (?, 'two', ?)")) {
                    insert.setLong(1, 1);
                    insert.setCharacterStream(2, new StringReader("note"));
                    assertThatThrownBy(insert::executeUpdate).isInstanceOf(SQLException.class);
                    insert.setLong(1, 2);
                    return String.valueOf(insert.executeUpdate());
                }
            });
            compare("a lookup, twice", actual, expected, connection -> {
                insert(connection, (to, at) -> to.setString(at, "n"), (to, at) -> to.setString(at, "one"), true);
                StringBuilder found = new StringBuilder();
                try (PreparedStatement select = connection.prepareStatement("SELECT id FROM person WHERE ssn = ?")) {
                    select.setCharacterStream(1, new StringReader("one"));
                    for (int i = 0; i < 2; i++) {
                        try (ResultSet rows = select.executeQuery()) {
                            found.append(rows.next());
                        }
                    }
                }
                return found.toString();
            });
        });
    }
}
