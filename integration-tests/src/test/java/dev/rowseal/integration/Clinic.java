package dev.rowseal.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.RowsealDataSource;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A fresh database, reached through Rowseal and without it, whose patients are sealed; and a plain one beside it. Closing it
 * ends its connections.
 */
final class Clinic implements AutoCloseable {

    private static final String POLICY = """
            rowseal: 1
            namespace: clinic-test
            kek: local-kms:%s
            key-table: %s.rowseal_keys
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
    private final TestDatabase database;
    private final TestDatabase twin;
    private final Connection kept;
    private final Connection keptTwin;
    private final RowsealDataSource source = new RowsealDataSource();

    Clinic(Engine engine, Path folder) throws SQLException, IOException {
        this(engine, folder, "");
    }

    /** With further lines of the policy's tables, indented as its own are. */
    Clinic(Engine engine, Path folder, String tables) throws SQLException, IOException {
        this.engine = engine;
        this.database = TestDatabase.on(engine);
        this.twin = TestDatabase.on(engine);
        this.plainUrl = database.url();
        this.user = database.user();
        this.password = database.password();
        // Flyway wants an empty schema for its first migration.
        String keys = database.schema("keys");
        this.config = folder.resolve("rowseal.yaml");
        Files.writeString(config, POLICY.formatted(folder.resolve("keys.p12"), keys) + tables);
        this.kept = plain();
        this.keptTwin = twin.plain();
        database.execute("CREATE SCHEMA " + keys);
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
        return switch (engine) {
            case H2 -> h2();
            case POSTGRESQL -> postgres();
            case MARIADB -> mariaDb();
        };
    }

    private DataSource h2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(twin.url());
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    private DataSource postgres() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setURL(twin.url());
        source.setUser(user);
        source.setPassword(password);
        return source;
    }

    private DataSource mariaDb() {
        try {
            MariaDbDataSource source = new MariaDbDataSource(twin.url());
            source.setUser(user);
            source.setPassword(password);
            return source;
        } catch (SQLException e) {
            throw new IllegalStateException("the MariaDB driver takes no URL of its own", e);
        }
    }

    /** What the tool did to the plain database, it must have done here, as far as applications see. */
    void requireAlike() throws SQLException {
        try (Connection sealed = source.getConnection()) {
            assertThat(Shape.of(sealed)).isEqualTo(Shape.of(keptTwin));
            assertThat(Shape.of(sealed)).hasSizeGreaterThan(10);
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
                                e -> assertThat(e.getSQLState()).isIn("23513", "23514", "23000"));
            }
        }
    }

    @Override
    public void close() throws SQLException {
        source.close();
        keptTwin.close();
        kept.close();
        twin.close();
        database.close();
    }
}
