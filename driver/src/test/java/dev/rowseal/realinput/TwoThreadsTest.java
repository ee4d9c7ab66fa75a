package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two threads on one connection: what was acknowledged under autocommit is not undone with another thread's change. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class TwoThreadsTest {

    private static final int ROUNDS = 60;

    private final TestDatabase database;

    TwoThreadsTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void whatIsAcknowledgedStays(@TempDir Path folder) throws Exception {
        database.execute(
                "create table person (id bigint primary key, pos integer unique, city varchar(9), ssn "
                        + database.binaryType() + ")",
                "create table visit (id bigint primary key)");
        Sealed sealed = new Sealed(
                database,
                folder,
                "tables: { person: { row-id: { id: bigint }, columns: { ssn: { type: varchar(11) } } } }");
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (Connection connection = sealed.connect()) {
            try (Statement statement = connection.createStatement()) {
                for (int i = 1; i <= 5; i++) {
                    statement.executeUpdate(
                            "INSERT INTO person (id, pos, city, ssn) VALUES (" + i + ", " + i + ", 'Bern', 'x')");
                }
            }
            Future<Integer> failing = threads.submit(() -> failing(connection));
            Future<Integer> inserting = threads.submit(() -> inserting(connection));
            assertThat(failing.get()).isEqualTo(ROUNDS);
            int acknowledged = inserting.get();
            assertThat(connection.getAutoCommit()).isTrue();
            try (Statement statement = connection.createStatement();
                    ResultSet count = statement.executeQuery("SELECT count(*) FROM visit")) {
                count.next();
                assertThat(count.getInt(1)).isEqualTo(acknowledged).isEqualTo(20 * ROUNDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Changes of several steps, of which the last cannot be done. */
    private static int failing(Connection connection) throws SQLException {
        int failed = 0;
        try (PreparedStatement change =
                connection.prepareStatement("UPDATE person SET ssn = ?, pos = 7 WHERE city = 'Bern'")) {
            for (int i = 0; i < ROUNDS; i++) {
                try {
                    change.setString(1, "y" + i);
                    change.executeUpdate();
                } catch (SQLException twice) {
                    failed += String.valueOf(twice.getSQLState()).startsWith("23") ? 1 : 0;
                }
            }
        }
        return failed;
    }

    private static int inserting(Connection connection) throws SQLException {
        int acknowledged = 0;
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO visit (id) VALUES (?)")) {
            for (int i = 0; i < 20 * ROUNDS; i++) {
                insert.setLong(1, i);
                acknowledged += insert.executeUpdate();
            }
        }
        return acknowledged;
    }
}
