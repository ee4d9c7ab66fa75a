package dev.rowseal.realinput;

import static dev.rowseal.realinput.SessionFlows.rows;
import static dev.rowseal.realinput.SessionFlows.run;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A batch that runs as one transaction because a change of the schema pends, and is rolled back by the database in its midst
 * while the driver goes on: what its counts tell of is stored.
 */
@OnEveryDatabase({Engine.H2, Engine.MARIADB})
class DeadlockedBatchTest {

    private final TestDatabase database;

    DeadlockedBatchTest(TestDatabase database) {
        this.database = database;
    }

    private Sealed sealed(Path folder) throws SQLException {
        database.execute(
                "create table person (id bigint primary key, n integer, ssn " + database.binaryType() + ")",
                "create table other (id bigint primary key, n integer)",
                PendingRoutine.made(database));
        Sealed sealed = new Sealed(
                database,
                folder,
                "tables: { person: { row-id: { id: bigint }, columns: { ssn: { type: varchar(11) } } } }");
        try (Connection connection = sealed.connect()) {
            for (int id = 1; id <= 4; id++) {
                run(connection, "INSERT INTO person (id, n, ssn) VALUES (" + id + ", 0, 'old')");
            }
            for (int id = 1; id <= 50; id++) {
                run(connection, "INSERT INTO other (id, n) VALUES (" + id + ", 0)");
            }
        }
        return sealed;
    }

    /** The counts and state of a batch of changes of the rows in this order. */
    private static String changed(Connection connection, int... ids) throws SQLException {
        try (PreparedStatement change = connection.prepareStatement("UPDATE person SET ssn = ? WHERE id = ?")) {
            for (int id : ids) {
                change.setString(1, "new");
                change.setInt(2, id);
                change.addBatch();
            }
            StringBuilder told = new StringBuilder();
            try {
                for (int count : change.executeBatch()) {
                    told.append(count);
                }
            } catch (BatchUpdateException failure) {
                for (int count : failure.getUpdateCounts()) {
                    told.append(count > 0 ? "+" : "-");
                }
                told.append(failure.getSQLState());
            }
            return told.toString();
        }
    }

    private void await(String query, Future<?> work) throws Exception {
        long from = System.nanoTime();
        try (Connection connection = database.plain()) {
            while (rows(connection, query).endsWith("[[0]]") && !work.isDone()) {
                assertThat(System.nanoTime() - from).isLessThan(SECONDS.toNanos(30));
                // InnoDB tells the same again who asks sooner.
                Thread.sleep(200);
            }
        }
    }

    private String told(Sealed sealed, boolean autocommit) throws Exception {
        boolean h2 = database.engine() == Engine.H2;
        String waits = h2
                ? "select count(*) from information_schema.sessions where blocker_id is not null"
                : "select count(*) from information_schema.innodb_trx where trx_state = 'LOCK WAIT'";
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (PendingRoutine pending = new PendingRoutine(database, sealed);
                Connection connection = sealed.connect();
                Connection third = database.plain();
                Connection other = database.plain()) {
            assertThat(pending).isNotNull();
            third.setAutoCommit(false);
            other.setAutoCommit(false);
            run(third, "update person set n = 1 where id = 2");
            // The heavier of two is not the victim.
            run(other, "update other set n = 1");
            run(other, "update person set n = 1 where id = 3");
            connection.setAutoCommit(autocommit);
            Future<String> batch = threads.submit(() -> changed(connection, 1, 2, 3, 4));
            await(waits, batch);
            Future<Integer> crossing = threads.submit(() -> run(other, "update person set n = 2 where id = 1"));
            await(waits.replace("count(*)", "greatest(count(*) - 1, 0)"), crossing);
            third.rollback();
            String told = batch.get(30, SECONDS);
            crossing.get(30, SECONDS);
            other.rollback();
            if (!autocommit) {
                connection.commit();
            }
            return told;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void tellsOfWhatIsStored(@TempDir Path folder) throws Exception {
        Sealed sealed = sealed(folder);
        for (boolean autocommit : new boolean[] {true, false}) {
            assertThat(told(sealed, autocommit)).isEqualTo("----40001");
            try (Connection connection = sealed.connect()) {
                assertThat(rows(connection, "SELECT count(*) FROM person WHERE n = 0"))
                        .endsWith("[[4]]");
                assertThat(rows(connection, "SELECT ssn FROM person")).endsWith("[[old], [old], [old], [old]]");
            }
        }
    }
}
