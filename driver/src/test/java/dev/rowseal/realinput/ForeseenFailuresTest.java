package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Parameters whose type, and not only whose value, the database would refuse: what becomes of the transaction and of the
 * other entries of a batch. Beside the plain driver on a plaintext twin.
 */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class ForeseenFailuresTest {

    private static final String POLICY = """
            tables:
              person:
                row-id: { id: bigint }
                columns:
                  num: { type: integer, lookup: equality }
                  amount: { type: double }
                  born: { type: date, lookup: equality }
            """;

    private interface Set {
        void on(PreparedStatement statement, int position) throws SQLException;
    }

    private final TestDatabase database;
    private final List<String> differences = new ArrayList<>();

    ForeseenFailuresTest(TestDatabase database) {
        this.database = database;
    }

    private static Map<String, Set> values() {
        Map<String, Set> values = new LinkedHashMap<>();
        values.put("a number and more", (statement, position) -> statement.setString(position, "12abc"));
        values.put("no number", (statement, position) -> statement.setString(position, "abc"));
        values.put("NaN", (statement, position) -> statement.setDouble(position, Double.NaN));
        values.put("bytes", (statement, position) -> statement.setBytes(position, new byte[] {1, 2}));
        values.put("a truth value", (statement, position) -> statement.setBoolean(position, true));
        values.put("a number", (statement, position) -> statement.setLong(position, 7));
        values.put("too large", (statement, position) -> statement.setLong(position, 1L << 40));
        values.put("NULL of bytes", (statement, position) -> statement.setNull(position, Types.BINARY));
        values.put("NULL of truth", (statement, position) -> statement.setNull(position, Types.BOOLEAN));
        return values;
    }

    private static final List<String> STATEMENTS = List.of(
            "UPDATE person SET num = ? WHERE id = ?",
            "UPDATE person SET amount = ? WHERE id = ?",
            "UPDATE person SET born = ? WHERE id = ?",
            "UPDATE person SET num = ? WHERE pos = ?",
            "UPDATE person SET born = ? WHERE pos = ?",
            "INSERT INTO person (num, id) VALUES (?, ?)",
            "INSERT INTO person (born, id) VALUES (?, ?)",
            "UPDATE person SET city = 'x' WHERE num = ? AND pos = ?",
            "DELETE FROM person WHERE born = ? AND pos = ?");

    @Test
    void transactionsAndBatchesAreAsTheDatabaseWouldLeaveThem(@TempDir Path folder) throws SQLException {
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            plain.execute("create table person (id bigint primary key, pos integer, city varchar(9), num integer,"
                    + " amount double precision, born date)");
            database.execute("create table person (id bigint primary key, pos integer, city varchar(9), num "
                    + database.binaryType() + ", amount " + database.binaryType() + ", born " + database.binaryType()
                    + ", num_idx " + database.binaryType(16) + ", born_idx " + database.binaryType(16) + ")");
            try (Connection expected = plain.plain();
                    Connection actual = new Sealed(database, folder, POLICY).connect()) {
                for (String sql : STATEMENTS) {
                    for (Map.Entry<String, Set> value : values().entrySet()) {
                        compare(
                                sql + " of " + value.getKey(),
                                actual,
                                expected,
                                connection -> one(connection, sql, value.getValue()));
                        if (database.engine() == Engine.MARIADB && sql.startsWith("INSERT")) {
                            // A batch whose setters change: the plain driver keeps what it had sent before.
                            continue;
                        }
                        compare(
                                sql + " in a batch of " + value.getKey(),
                                actual,
                                expected,
                                connection -> batch(connection, sql, value.getValue()));
                    }
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    private interface Story {
        String of(Connection connection) throws SQLException;
    }

    private void compare(String what, Connection actual, Connection expected, Story story) throws SQLException {
        fill(actual);
        fill(expected);
        String ours = story.of(actual);
        if (ours.startsWith("refused")) {
            return;
        }
        String theirs = story.of(expected);
        String found = ours + "\n" + rows(actual);
        String wanted = theirs + "\n" + rows(expected);
        if (!found.equals(wanted)) {
            differences.add(what + " gave\n" + found + "and not\n" + wanted);
        }
    }

    private static void fill(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM person");
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO person (id, pos, city, num, amount, born) VALUES (?, ?, 'Bern', ?, 1.5, '2001-02-03')")) {
            for (int i = 1; i <= 4; i++) {
                insert.setLong(1, i);
                insert.setInt(2, i);
                insert.setInt(3, i);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** A change, the failure, and what the application does after it. */
    private static String one(Connection connection, String sql, Set value) throws SQLException {
        List<String> story = new ArrayList<>();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement();
                PreparedStatement change = connection.prepareStatement(sql)) {
            statement.executeUpdate("UPDATE person SET city = 'before' WHERE id = 4");
            try {
                value.on(change, 1);
                change.setInt(2, 2);
                story.add("changed " + change.executeUpdate());
            } catch (SQLFeatureNotSupportedException refused) {
                connection.rollback();
                return "refused";
            } catch (SQLException failed) {
                story.add("failed " + failed.getSQLState());
            }
            try {
                story.add("changed " + statement.executeUpdate("UPDATE person SET city = 'after' WHERE id = 3"));
                connection.commit();
            } catch (SQLException failed) {
                story.add("failed " + failed.getSQLState());
                connection.rollback();
            }
        } finally {
            connection.setAutoCommit(true);
        }
        return story.toString();
    }

    private static String batch(Connection connection, String sql, Set value) throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(sql)) {
            for (int i = 1; i <= 4; i++) {
                if (i == 2) {
                    value.on(change, 1);
                } else {
                    change.setString(1, null);
                }
                change.setInt(2, sql.startsWith("INSERT") ? i + 50 : i);
                change.addBatch();
            }
            return Arrays.toString(change.executeBatch());
        } catch (BatchUpdateException failed) {
            return failed.getCause() instanceof SQLFeatureNotSupportedException
                    ? "refused"
                    : "batch " + failed.getSQLState() + Arrays.toString(failed.getUpdateCounts());
        } catch (SQLFeatureNotSupportedException refused) {
            return "refused";
        } catch (SQLException failed) {
            return "failed " + failed.getSQLState();
        }
    }

    private static String rows(Connection connection) throws SQLException {
        StringBuilder rows = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet stored =
                        statement.executeQuery("SELECT id, pos, city, num, amount, born FROM person ORDER BY id")) {
            while (stored.next()) {
                for (int i = 1; i <= 6; i++) {
                    rows.append(stored.getString(i)).append(' ');
                }
                rows.append('\n');
            }
        }
        return rows.toString();
    }
}
