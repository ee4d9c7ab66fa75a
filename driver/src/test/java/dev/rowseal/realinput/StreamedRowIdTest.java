package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row id that is given as a stream, which can be read once: exact or refused, and never another row's. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class StreamedRowIdTest {

    private static final String POLICY = """
            tables:
              person:
                row-id: { k: varchar(20) }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
            """;

    private interface Set {
        void on(PreparedStatement statement, int position, String value) throws SQLException;
    }

    private final TestDatabase database;
    private int refused;

    StreamedRowIdTest(TestDatabase database) {
        this.database = database;
    }

    private static Map<String, Set> setters() {
        Map<String, Set> setters = new LinkedHashMap<>();
        setters.put("String", PreparedStatement::setString);
        setters.put("reader", (to, position, value) -> to.setCharacterStream(position, new StringReader(value)));
        setters.put(
                "sized reader",
                (to, position, value) -> to.setCharacterStream(position, new StringReader(value), value.length()));
        setters.put(
                "ascii",
                (to, position, value) -> to.setAsciiStream(
                        position, new ByteArrayInputStream(value.getBytes(StandardCharsets.US_ASCII)), value.length()));
        setters.put("clob", (to, position, value) -> to.setClob(position, OwnObjects.clob(value)));
        setters.put("clob of a reader", (to, position, value) -> to.setClob(position, new StringReader(value)));
        setters.put("object", (to, position, value) -> to.setObject(position, new StringReader(value)));
        return setters;
    }

    @Test
    void isTheRowsOrRefused(@TempDir Path folder) throws SQLException {
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            String key = database.engine() == Engine.MARIADB
                    ? Dialect.named(database.engine().productName()).ddl(DeclaredType.parse("varchar(20)"))
                    : database.textType(20);
            plain.execute("create table person (k " + key + " primary key, pos integer, ssn varchar(11))");
            database.execute("create table person (k " + key + " primary key, pos integer, ssn " + database.binaryType()
                    + ", ssn_idx " + database.binaryType(16) + ")");
            try (Connection expected = plain.plain();
                    Connection actual = new Sealed(database, folder, POLICY).connect()) {
                for (Map.Entry<String, Set> setter : setters().entrySet()) {
                    for (String sql : List.of(
                            "INSERT INTO person (k, ssn) VALUES (?, 'new')",
                            "INSERT INTO person (ssn, k) VALUES ('new', ?)",
                            "UPDATE person SET ssn = 'other' WHERE k = ?",
                            "UPDATE person SET k = ?, ssn = 'other' WHERE pos = 1",
                            "UPDATE person SET ssn = 'other' WHERE k = ? AND pos = 1",
                            "SELECT ssn FROM person WHERE k = ?",
                            "SELECT (SELECT p.ssn FROM person p WHERE p.k = ?)",
                            "DELETE FROM person WHERE k = ?")) {
                        compare(setter, sql, actual, expected);
                    }
                    if (setter.getKey().equals("String")) {
                        assertThat(refused).isZero();
                    }
                }
                assertThat(refused).isPositive();
            }
        }
    }

    private void compare(Map.Entry<String, Set> setter, String sql, Connection actual, Connection expected)
            throws SQLException {
        fill(actual);
        fill(expected);
        String value = sql.startsWith("INSERT") || sql.contains("SET k") ? "new-key" : "key1";
        String ours = run(actual, sql, setter.getValue(), value);
        List<String> before = rows(actual, setter.getKey() + ": " + sql);
        if (ours.equals("refused")) {
            refused++;
            fill(expected);
        } else {
            assertThat(ours).as(setter.getKey() + ": " + sql).isEqualTo(run(expected, sql, setter.getValue(), value));
        }
        assertThat(before).as(setter.getKey() + ": " + sql).isEqualTo(rows(expected, sql));
    }

    private static String run(Connection connection, String sql, Set setter, String value) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setter.on(statement, 1, value);
            if (!sql.startsWith("SELECT")) {
                return String.valueOf(statement.executeUpdate());
            }
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getString(1) : "none";
            }
        } catch (SQLFeatureNotSupportedException refused) {
            return "refused";
        } catch (SQLException failed) {
            return "failed";
        }
    }

    private static void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM person");
            for (int i = 1; i <= 3; i++) {
                statement.executeUpdate(
                        "INSERT INTO person (k, pos, ssn) VALUES ('key" + i + "', " + i + ", 'ssn" + i + "')");
            }
        }
    }

    private static List<String> rows(Connection connection, String what) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet stored = statement.executeQuery("SELECT k, pos, ssn FROM person ORDER BY k")) {
            while (stored.next()) {
                rows.add(stored.getString(1) + " " + stored.getString(2) + " " + stored.getString(3));
            }
        } catch (SQLException failed) {
            throw new SQLException(what, failed);
        }
        return rows;
    }
}
