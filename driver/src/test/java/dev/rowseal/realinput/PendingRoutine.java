package dev.rowseal.realinput;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** A routine that runs in another session for as long as this is open: nobody knows whether it changes the schema. */
public final class PendingRoutine implements AutoCloseable {

    private static final Semaphore GATE = new Semaphore(0);

    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Connection gate;
    private final Connection migration;
    private final Future<Integer> called;

    /** Begins it, where {@link #made} was made. */
    PendingRoutine(TestDatabase database, Sealed sealed) throws Exception {
        gate = database.plain();
        migration = sealed.connect();
        switch (database.engine()) {
            case POSTGRESQL -> SessionFlows.rows(gate, "select pg_advisory_lock(77)");
            case MARIADB -> SessionFlows.rows(gate, "select get_lock('gate', 60)");
            case H2 -> GATE.drainPermits();
        }
        called = thread.submit(() -> SessionFlows.run(migration, "CALL wait_there()"));
        awaitWaiting(database, 1, called);
    }

    /** What makes the routine. */
    static String made(TestDatabase database) {
        return switch (database.engine()) {
            case POSTGRESQL ->
                "create procedure wait_there() language plpgsql as"
                        + " 'begin perform pg_advisory_lock(77); perform pg_advisory_unlock(77); end'";
            case MARIADB -> "create procedure wait_there() begin do get_lock('gate', 60); do release_lock('gate'); end";
            case H2 -> "create alias wait_there for '" + PendingRoutine.class.getName() + ".waitThere'";
        };
    }

    /** What H2 calls. */
    public static void waitThere() throws InterruptedException {
        GATE.acquire();
    }

    /** How many sessions wait for a lock, as the database tells. */
    private static int waiting(TestDatabase database) throws SQLException {
        if (database.engine() == Engine.H2) {
            return GATE.getQueueLength();
        }
        String asked = database.engine() == Engine.POSTGRESQL
                ? "select count(*) from pg_locks where not granted"
                : "select count(*) from information_schema.processlist where state = 'User lock'";
        try (Connection connection = database.plain();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery(asked)) {
            assertThat(count.next()).isTrue();
            return count.getInt(1);
        }
    }

    /** Returns when so many wait, or one has ended. */
    static void awaitWaiting(TestDatabase database, int sessions, Future<?> one) throws Exception {
        long from = System.nanoTime();
        while (waiting(database) < sessions && !one.isDone()) {
            assertThat(System.nanoTime() - from).as("somebody waits").isLessThan(SECONDS.toNanos(30));
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws Exception {
        assertThat(called).isNotDone();
        GATE.release();
        gate.close();
        called.get(30, SECONDS);
        migration.close();
        thread.shutdownNow();
    }
}
