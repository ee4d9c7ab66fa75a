package dev.rowseal.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.RowsealDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A fresh database, reached through Rowseal and without it, whose patients are sealed; and a plain one beside it. Closing it
 * ends its connections.
 */
final class Clinic implements AutoCloseable {

    /** The databases. */
    enum Engine {
        H2,
        POSTGRESQL
    }

    private static final AtomicLong COUNTER = new AtomicLong();

    private static final String POLICY = """
            rowseal: 1
            namespace: clinic-test
            kek: local-kms:%s
            key-table: keys.rowseal_keys
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
                  birthday: { type: date }
                  salary: { type: "decimal(12,2)" }
                  email: { type: varchar(100), lookup: equality }
            """;

    final Engine engine;
    final String plainUrl;
    final String user;
    final String password;
    private final Path config;
    private final String twinUrl;
    private final Connection kept;
    private final Connection keptTwin;
    private final RowsealDataSource source = new RowsealDataSource();

    Clinic(Engine engine, Path folder) throws SQLException, IOException {
        this(engine, folder, "");
    }

    /** With further lines of the policy's tables, indented as its own are. */
    Clinic(Engine engine, Path folder, String tables) throws SQLException, IOException {
        String name = "clinic_" + COUNTER.incrementAndGet();
        this.engine = engine;
        this.config = folder.resolve("rowseal.yaml");
        Files.writeString(config, POLICY.formatted(folder.resolve("keys.p12")) + tables);
        if (engine == Engine.H2) {
            plainUrl = "jdbc:h2:mem:" + name;
            twinUrl = plainUrl + "_twin";
            user = "sa";
            password = "";
        } else {
            plainUrl = Server.database(name);
            twinUrl = Server.database(name + "_twin");
            user = "postgres";
            password = "postgres";
        }
        kept = plain();
        keptTwin = twin().getConnection();
        try (Statement statement = kept.createStatement()) {
            // Flyway wants an empty schema for its first migration.
            statement.execute("CREATE SCHEMA keys");
        }
        source.setUrl(url());
        source.setProperty("user", user);
        source.setProperty("password", password);
        source.setProperty("rowseal.config", config.toString());
        source.setProperty("rowseal.create-key-table", "true");
    }

    String url() {
        return "jdbc:rowseal:" + plainUrl.substring("jdbc:".length());
    }

    /** The URL with all that Rowseal needs in it, for tools that take a URL and nothing else. */
    String wholeUrl() {
        return engine == Engine.H2
                ? url() + ";rowseal.config=" + config + ";rowseal.create-key-table=true"
                : url() + "?rowseal.config=" + config + "&rowseal.create-key-table=true";
    }

    DataSource source() {
        return source;
    }

    /** The plain database beside it, by its own driver. */
    DataSource twin() {
        if (engine == Engine.H2) {
            JdbcDataSource twin = new JdbcDataSource();
            twin.setURL(twinUrl);
            twin.setUser(user);
            twin.setPassword(password);
            return twin;
        }
        PGSimpleDataSource twin = new PGSimpleDataSource();
        twin.setURL(twinUrl);
        twin.setUser(user);
        twin.setPassword(password);
        return twin;
    }

    /** What the tool did to the plain database, it must have done here, as far as applications see. */
    void requireAlike() throws SQLException {
        try (Connection sealed = source.getConnection()) {
            String schema = sealed.getSchema();
            assertThat(Shape.of(sealed, schema)).isEqualTo(Shape.of(keptTwin, schema));
            assertThat(Shape.of(sealed, schema)).hasSizeGreaterThan(10);
        }
    }

    Connection plain() throws SQLException {
        return DriverManager.getConnection(plainUrl, user, password);
    }

    /** What a tool's schema must hold at its end: sealed columns that work, and that a plain client cannot fill. */
    void requireSealed() throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery(
                    "SELECT name, ssn, birthday, salary FROM patient WHERE ssn = '078-05-1120' AND email = 'alice@example.org'")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("Alice");
                assertThat(rows.getString(2)).isEqualTo("078-05-1120");
                assertThat(rows.getString(3)).isEqualTo("1980-02-29");
                assertThat(rows.getBigDecimal(4)).isEqualByComparingTo("1000.50");
            }
        }
        try (Statement statement = kept.createStatement()) {
            try (ResultSet rows =
                    statement.executeQuery("SELECT ssn, birthday, salary, email FROM patient WHERE id = 1")) {
                assertThat(rows.next()).isTrue();
                for (int i = 1; i <= 4; i++) {
                    assertThat(rows.getBytes(i)).startsWith((byte) 0xF7, (byte) 0x1E, (byte) 0x01);
                }
            }
            String plaintext = engine == Engine.H2 ? "X'3037382d30352d31313230'" : "'078-05-1120'";
            for (String column : new String[] {"ssn", "birthday", "salary", "email"}) {
                assertThatThrownBy(() -> statement.execute("UPDATE patient SET " + column + " = " + plaintext))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isIn("23513", "23514"));
            }
        }
    }

    @Override
    public void close() throws SQLException {
        source.close();
        keptTwin.close();
        kept.close();
    }

    private static final class Server {

        private static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setPGStartupWait(Duration.ofSeconds(60))
                        .start();
            } catch (IOException e) {
                throw new IllegalStateException("PostgreSQL did not start", e);
            }
        }

        static String database(String name) throws SQLException {
            try (Connection connection = RUNNING.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return "jdbc:postgresql://localhost:" + RUNNING.getPort() + "/" + name;
        }
    }
}
