package dev.rowseal.testdb;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** A database of its own on the one PostgreSQL server that a JVM starts and stops. */
final class PostgresDatabase implements TestDatabase {

    private static final AtomicLong COUNTER = new AtomicLong();

    private final String name;

    private PostgresDatabase(String name) {
        this.name = name;
    }

    static PostgresDatabase create() {
        String name = "rowseal_" + COUNTER.incrementAndGet();
        try {
            administer("create database " + name + " template template0 encoding 'UTF8'");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create a PostgreSQL database", e);
        }
        return new PostgresDatabase(name);
    }

    private static void administer(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(Server.url("postgres"), "postgres", "postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public Engine engine() {
        return Engine.POSTGRESQL;
    }

    @Override
    public String url() {
        return Server.url(name);
    }

    @Override
    public String user() {
        return "postgres";
    }

    @Override
    public String password() {
        return "postgres";
    }

    @Override
    public void close() throws SQLException {
        administer("drop database if exists " + name + " with (force)");
    }

    @Override
    public String toString() {
        return "PostgreSQL";
    }

    /** Started by the first test that needs it; stopped by its own shutdown hook. */
    private static final class Server {

        private static final EmbeddedPostgres RUNNING = start();

        static String url(String database) {
            return "jdbc:postgresql://localhost:" + RUNNING.getPort() + "/" + database;
        }

        // A loaded machine can be slower than any wait that is worth having; the second start finds warm files.
        private static EmbeddedPostgres start() {
            try {
                return startOnce();
            } catch (IOException | IllegalStateException first) {
                try {
                    return startOnce();
                } catch (IOException second) {
                    second.addSuppressed(first);
                    throw new UncheckedIOException("PostgreSQL did not start, twice", second);
                }
            }
        }

        private static EmbeddedPostgres startOnce() throws IOException {
            return EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("max_connections", "200")
                    // Nothing here outlives the server: every test makes and drops a database, each with a checkpoint.
                    .setServerConfig("fsync", "off")
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("max_prepared_transactions", "10")
                    .start();
        }
    }
}
