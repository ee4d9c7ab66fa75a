package dev.rowseal.realinput;

import static dev.rowseal.realinput.SessionFlows.run;
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
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Statements that are planned before a migration of the same process is committed and run behind it, because they waited for
 * its locks. A trigger gives rows other ids than those that their values were sealed for: such a statement has no effect
 * and says so, and what was acknowledged opens.
 */
@OnEveryDatabase
public class PendingSchemaTest {

    private static final String POLICY = """
            tables:
              person:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
            """;

    private final TestDatabase database;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private Sealed sealed;

    PendingSchemaTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void createTable(@TempDir Path folder) throws SQLException {
        sealed = new Sealed(database, folder, POLICY);
        database.execute("create table person (id bigint primary key, ssn " + database.binaryType() + ", ssn_idx "
                + database.binaryType(16) + ", city varchar(20))");
        database.execute(routines());
        try (Connection first = sealed.connect()) {
            run(first, "INSERT INTO person (id, ssn) VALUES (1, 'first')");
            for (InsertedBy change : InsertedBy.values()) {
                // Known, and not read again.
                change.run(first, 10 + change.ordinal());
                run(first, "DELETE FROM person WHERE id > 9");
            }
        }
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** Which way a session runs it. */
    private enum Way {
        AUTOCOMMIT,
        TRANSACTION,
        REPEATABLE_READ,
        BEGUN
    }

    /** Gives the failure of a change, or null. */
    private @Nullable SQLException changed(InsertedBy change, Way way, long id) throws SQLException {
        try (Connection connection = sealed.connect()) {
            if (way == Way.REPEATABLE_READ) {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            }
            connection.setAutoCommit(way == Way.AUTOCOMMIT || way == Way.BEGUN);
            if (way == Way.BEGUN) {
                run(connection, "BEGIN");
            }
            if (way != Way.AUTOCOMMIT) {
                // Begins it, and waits for nobody.
                SessionFlows.rows(connection, "SELECT count(*) FROM person");
            }
            try {
                change.run(connection, id);
                return null;
            } catch (SQLException failure) {
                return failure;
            } finally {
                assertThat(connection.getAutoCommit()).isEqualTo(way == Way.AUTOCOMMIT || way == Way.BEGUN);
                if (way == Way.BEGUN) {
                    run(connection, "COMMIT");
                } else if (way != Way.AUTOCOMMIT) {
                    connection.commit();
                }
            }
        }
    }

    private <T> Future<T> begin(Callable<T> work) {
        return threads.submit(work);
    }

    /** Through Rowseal a migration makes triggers on sealed tables only where it does not see them: in a routine. */
    private String[] routines() {
        return switch (database.engine()) {
            case POSTGRESQL ->
                new String[] {
                    "create function acts() returns trigger language plpgsql as"
                            + " 'begin new.id := new.id + 1000; return new; end'",
                    "create procedure migrate() language plpgsql as 'begin create trigger acting before insert on person"
                            + " for each row execute function acts(); end'",
                    "create procedure migrate_back() language plpgsql as 'begin drop trigger acting on person; end'",
                    "create procedure migrate_there() language plpgsql as 'begin call migrate(); call wait_there(); end'",
                    PendingRoutine.made(database)
                };
            case MARIADB, H2 -> new String[] {PendingRoutine.made(database)};
        };
    }

    private Map<Long, String> people() throws SQLException {
        Map<Long, String> people = new LinkedHashMap<>();
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, ssn FROM person ORDER BY id")) {
            while (rows.next()) {
                people.put(rows.getLong(1), rows.getString(2));
            }
        }
        return people;
    }

    /** The states of a failure, and of those in a batch's; none for none. */
    private static List<String> all(@Nullable SQLException failure) {
        List<String> all = new ArrayList<>();
        for (SQLException one = failure; one != null; one = one.getNextException()) {
            all.add(one.getSQLState());
        }
        if (failure instanceof BatchUpdateException && failure.getCause() instanceof SQLException cause) {
            all.add(cause.getSQLState());
        }
        return all;
    }

    /** PostgreSQL's triggers are others' when they are committed: whoever inserts meanwhile waits. */
    @Test
    void aTriggerThatIsCommittedMeanwhile() throws Exception {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        for (Way way : Way.values()) {
            for (InsertedBy change : InsertedBy.values()) {
                try (Connection migration = sealed.connect();
                        Statement batch = migration.createStatement()) {
                    migration.setAutoCommit(false);
                    if (change == InsertedBy.TEXT) {
                        batch.addBatch("CALL migrate()");
                        batch.executeBatch();
                    } else {
                        run(migration, "CALL migrate()");
                    }
                    Future<SQLException> changed = begin(() -> changed(change, way, 10));
                    PendingRoutine.awaitWaiting(database, 1, changed);
                    assertThat(changed).as(way + " " + change).isNotDone();
                    migration.commit();
                    assertThat(all(changed.get())).as(way + " " + change).contains("40001");
                    assertThat(people()).isEqualTo(Map.of(1L, "first"));
                    assertThat(all(changed(InsertedBy.TEXT, way, 10))).isEmpty();
                    assertThat(people()).isEqualTo(Map.of(1L, "first", 1010L, "text"));
                    migration.setAutoCommit(true);
                    run(migration, "CALL migrate_back()");
                    run(migration, "DELETE FROM person WHERE id > 9");
                }
            }
        }
    }

    /** Of two threads on one connection one plans, and sees no transaction, while the other's migration runs. */
    @Test
    void aTriggerThatIsMadeWhileTheSessionIsLookedAt() throws Exception {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (Connection gate = database.plain();
                Connection migration = sealed.connect()) {
            String planned = "SELECT ssn FROM person WHERE id = 1";
            SessionFlows.rows(migration, planned);
            SessionFlows.rows(gate, "select pg_advisory_lock(77)");
            Future<Integer> called = begin(() -> run(migration, "CALL migrate_there()"));
            PendingRoutine.awaitWaiting(database, 1, called);
            migration.prepareStatement(planned).close();
            Future<SQLException> changed = begin(() -> changed(InsertedBy.TEXT, Way.AUTOCOMMIT, 10));
            PendingRoutine.awaitWaiting(database, 2, changed);
            assertThat(changed).isNotDone();
            SessionFlows.rows(gate, "select pg_advisory_unlock(77)");
            assertThat(all(changed.get())).contains("40001");
            called.get();
            assertThat(people()).isEqualTo(Map.of(1L, "first"));
        }
    }

    /** A statement that no change meets has its whole effect, and once. */
    @Test
    void whatIsNotOfTheTableHarmsNobody() throws Exception {
        for (Way way : Way.values()) {
            if (way == Way.BEGUN && database.engine() != Engine.POSTGRESQL) {
                continue;
            }
            try (PendingRoutine pending = new PendingRoutine(database, sealed)) {
                assertThat(pending).isNotNull();
                for (InsertedBy change : InsertedBy.values()) {
                    assertThat(all(changed(change, way, 10)))
                            .as(way + " " + change)
                            .isEmpty();
                    assertThat(people()).as(way + " " + change).containsKey(10L).doesNotContainKey(1010L);
                    try (Connection other = sealed.connect()) {
                        assertThat(run(other, "DELETE FROM person WHERE id > 9"))
                                .isBetween(1, 2);
                    }
                }
            }
        }
    }

    /** Of a batch that fails in part as much is kept as ever. */
    @Test
    void aBatchThatFailsMeanwhile() throws Exception {
        List<String> kept = new ArrayList<>();
        for (boolean pends : new boolean[] {false, true}) {
            try (PendingRoutine pending = pends ? new PendingRoutine(database, sealed) : null;
                    Connection connection = sealed.connect();
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO person (id, ssn) VALUES (?, ?)")) {
                assertThat(pending == null).isNotEqualTo(pends);
                for (long id : List.of(20L, 1L, 21L)) {
                    insert.setLong(1, id);
                    insert.setString(2, "in batch");
                    insert.addBatch();
                }
                String failed = "";
                try {
                    insert.executeBatch();
                } catch (BatchUpdateException failure) {
                    failed = failure.getSQLState() + Arrays.toString(failure.getUpdateCounts());
                }
                kept.add(failed + people());
                run(connection, "DELETE FROM person WHERE id > 9");
            }
        }
        assertThat(kept.get(1)).isEqualTo(kept.get(0));
    }

    /** MariaDB's sessions tell of their last statement, which then is Rowseal's. */
    @Test
    void whatIsAskedBehindAChange() throws Exception {
        if (database.engine() != Engine.MARIADB) {
            return;
        }
        try (PendingRoutine pending = new PendingRoutine(database, sealed);
                Connection connection = sealed.connect();
                Statement statement = connection.createStatement()) {
            assertThat(pending).isNotNull();
            assertThat(statement.executeUpdate("INSERT INTO person (id, ssn) VALUES (30, 'new')"))
                    .isOne();
            assertThat(SessionFlows.rows(connection, "SELECT ROW_COUNT()")).containsAnyOf("[[1]]", "0A000");
        }
    }

    /** Rows that a change gives are there behind it, however few at a time they are fetched. */
    @Test
    void rowsThatAChangeGivesMeanwhile() throws Exception {
        if (database.engine() == Engine.H2) {
            return;
        }
        try (PendingRoutine pending = new PendingRoutine(database, sealed);
                Connection connection = sealed.connect();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO person (id, ssn) VALUES (?, ?), (?, ?), (?, ?) RETURNING id, ssn")) {
            assertThat(pending).isNotNull();
            for (int i = 0; i < 3; i++) {
                insert.setLong(2 * i + 1, 20 + i);
                insert.setString(2 * i + 2, "given " + i);
            }
            insert.setFetchSize(1);
            List<String> given = new ArrayList<>();
            try (ResultSet rows = insert.executeQuery()) {
                while (rows.next()) {
                    given.add(rows.getLong(1) + " " + rows.getString(2));
                }
            }
            assertThat(given).containsExactly("20 given 0", "21 given 1", "22 given 2");
            assertThat(insert.getFetchSize()).isOne();
            assertThat(people()).containsEntry(22L, "given 2");
        }
    }

    /** What a transaction itself has changed it sees, at any level. */
    @Test
    void onesOwnChangesAreKnown() throws Exception {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (Connection connection = sealed.connect()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            for (InsertedBy change : List.of(InsertedBy.TEXT, InsertedBy.PREPARED)) {
                run(connection, "CALL migrate()");
                change.run(connection, 10);
                run(connection, "CALL migrate_back()");
                change.run(connection, 11);
                run(connection, "DELETE FROM person WHERE id = 11 OR id = 1010");
            }
            run(connection, "CALL migrate()");
            InsertedBy.TEXT.run(connection, 12);
            connection.commit();
        }
        assertThat(people()).isEqualTo(Map.of(1L, "first", 1012L, "text"));
    }
}
