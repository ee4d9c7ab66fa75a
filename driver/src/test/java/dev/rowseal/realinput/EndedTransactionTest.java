package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A value that the database would refuse, and Rowseal refuses in its place, leaves the application's transaction as the
 * database would have left it: ended on PostgreSQL, so that nobody commits half of it, and running elsewhere. Beside the
 * plain driver on a plaintext twin.
 */
@OnEveryDatabase
class EndedTransactionTest {

    private static final String LONG = "'a text that is longer than its column'";

    private final TestDatabase database;

    EndedTransactionTest(TestDatabase database) {
        this.database = database;
    }

    private interface Failing {
        void on(Connection connection) throws SQLException;
    }

    private static final List<Failing> FAILING = List.of(
            connection -> execute(connection, "UPDATE person SET ssn = " + LONG + " WHERE id = 2"),
            connection -> execute(connection, "UPDATE person SET ssn = " + LONG + " WHERE pos > 1"),
            connection -> execute(connection, "INSERT INTO person (id, ssn) VALUES (77, " + LONG + ")"),
            connection -> {
                try (PreparedStatement update = connection.prepareStatement("UPDATE person SET ssn = ? WHERE id = ?")) {
                    update.setString(1, LONG);
                    update.setLong(2, 2);
                    update.executeUpdate();
                }
            },
            connection -> {
                try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO person (id, ssn) VALUES (?, ?)")) {
                    for (int i = 0; i < 2; i++) {
                        insert.setLong(1, 90 + i);
                        insert.setString(2, i == 0 ? "short" : LONG);
                        insert.addBatch();
                    }
                    insert.executeBatch();
                }
            },
            connection -> batch(
                    connection,
                    "UPDATE person SET ssn = 'short' WHERE id = 1",
                    "UPDATE person SET ssn = " + LONG + " WHERE id = 2"),
            connection -> batch(
                    connection, "UPDATE person SET city = 'x'", "UPDATE person SET ssn = " + LONG + " WHERE pos > 1"));

    private static void batch(Connection connection, String... texts) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.addBatch(text);
            }
            statement.executeBatch();
        }
    }

    /** What an application sees that goes on after a failure. */
    private static List<String> goingOn(Connection connection, Failing failing, boolean savepoint) throws SQLException {
        List<String> seen = new ArrayList<>();
        connection.setAutoCommit(false);
        execute(connection, "UPDATE stay SET room = 'changed' WHERE code = 'c1'");
        Savepoint before = savepoint ? connection.setSavepoint() : null;
        seen.add(state(() -> failing.on(connection)));
        if (before != null) {
            connection.rollback(before);
        }
        seen.add(state(() -> execute(connection, "SELECT 1")));
        seen.add(state(() -> execute(connection, "UPDATE stay SET room = 'more' WHERE code = 'c2'")));
        seen.add(state(connection::commit));
        connection.rollback();
        connection.setAutoCommit(true);
        return seen;
    }

    private interface Step {
        void run() throws SQLException;
    }

    private static String state(Step step) {
        try {
            step.run();
            return "done";
        } catch (BatchUpdateException failed) {
            return "batch";
        } catch (SQLException failed) {
            return String.valueOf(failed.getSQLState());
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void leavesTheTransactionAsTheDatabaseWould(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 5);
            List<String> differences = new ArrayList<>();
            for (int i = 0; i < FAILING.size(); i++) {
                for (boolean savepoint : List.of(true, false)) {
                    List<String> theirs = goingOn(pair.twins().plain().connection(), FAILING.get(i), savepoint);
                    List<String> ours = goingOn(pair.twins().sealed().connection(), FAILING.get(i), savepoint);
                    if (!ours.equals(theirs)) {
                        differences.add(i + " " + savepoint + " gave " + ours + " and not " + theirs);
                    }
                    pair.twins().compare(People.TABLES, Reads.FEW);
                }
            }
            assertThat(differences).isEmpty();
        }
    }

    private static final List<String> BATCHES = List.of(
            "INSERT INTO person (ssn, id) VALUES (?, ?)",
            "UPDATE person SET ssn = ? WHERE id = ? - 100",
            "UPDATE person SET ssn = ? WHERE pos = ? - 100");

    private static String counts(Connection connection, String sql, int bad, boolean texts) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; texts && i < 4; i++) {
                String ssn = i == bad ? LONG : "'new-" + bad + i + "'";
                statement.addBatch(sql.replaceFirst("\\?", ssn).replaceFirst("\\?", String.valueOf(101 + i)));
            }
            if (texts) {
                return Arrays.toString(statement.executeBatch());
            }
        } catch (BatchUpdateException failed) {
            return failed.getSQLState() + " " + Arrays.toString(failed.getUpdateCounts());
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < 4; i++) {
                statement.setString(1, i == bad ? LONG : "new-" + bad + i);
                statement.setLong(2, 101 + i);
                statement.addBatch();
            }
            return Arrays.toString(statement.executeBatch());
        } catch (BatchUpdateException failed) {
            return failed.getSQLState() + " " + Arrays.toString(failed.getUpdateCounts());
        }
    }

    /** A batch with an entry whose value is too long, under autocommit. */
    @Test
    void keepsOfABatchWhatTheDriverWould(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 8);
            List<String> differences = new ArrayList<>();
            for (String sql : BATCHES) {
                for (int i = 0; i < 6; i++) {
                    int bad = i % 3 + (i % 3 > 0 ? 1 : 0);
                    boolean texts = i > 2;
                    String theirs = counts(pair.twins().plain().connection(), sql, bad, texts);
                    String ours = counts(pair.twins().sealed().connection(), sql, bad, texts);
                    if (!ours.equals(theirs)) {
                        differences.add(
                                sql + " " + bad + (texts ? " texts" : "") + " gave " + ours + " and not " + theirs);
                    }
                    pair.twins().compare(People.TABLES, Reads.FEW);
                    for (Side side : List.of(pair.twins().plain(), pair.twins().sealed())) {
                        execute(side.connection(), "DELETE FROM person WHERE id > 100");
                    }
                }
            }
            assertThat(differences).isEmpty();
        }
    }

    /** A text that passes must reach the server alone. */
    @Test
    void sendsNothingBehindAPassedStatement(@TempDir Path folder) throws SQLException {
        database.execute(
                "create table other (id integer primary key)",
                "create table person (id bigint primary key, ssn " + database.binaryType() + ")");
        Sealed rowseal = new Sealed(
                database,
                folder,
                "tables:\n  person:\n    row-id: { id: bigint }\n    columns: { ssn: { type: varchar(11) } }\n");
        try (Connection connection = rowseal.connectNoted()) {
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO other (id) VALUES (1)");
            assertThat(state(() -> execute(connection, "INSERT INTO other (id) VALUES (1)")))
                    .startsWith("23");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO other (id) VALUES (1)")) {
                assertThat(state(insert::executeUpdate)).isNotEqualTo("done");
            }
            connection.rollback();
        }
        assertThat(String.join("\n", rowseal.noted())).contains("INTO other").doesNotContain("rowseal_no_savepoint");
    }
}
