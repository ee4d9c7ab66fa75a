package dev.rowseal.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowseal.credentials.aws.SecretsService;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A PostgreSQL that wants a password, whose password is rotated while a pool runs: through the wrapper driver of AWS, chained, and
 * through {@code credentials: aws-secretsmanager://…}, both as the SDK's default chain says.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JdbcSecretsManagerTest {

    private static final String WRAPPER = "com.amazonaws.secretsmanager.sql.AWSSecretsManagerPostgreSQLDriver";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private static Path folder;

    private final Map<String, @Nullable String> before = new HashMap<>();

    @SuppressWarnings("NullAway.Init")
    private SecretsService service;

    @SuppressWarnings("NullAway.Init")
    private EmbeddedPostgres postgres;

    @BeforeAll
    void start() throws Exception {
        service = new SecretsService();
        Map.of(
                        "aws.accessKeyId", "ASIATEMPORARY",
                        "aws.secretAccessKey", "temporary-secret",
                        "aws.sessionToken", "session-token",
                        "aws.endpointUrlSecretsManager", service.endpoint().toString(),
                        "drivers.vpcEndpointUrl", service.endpoint().toString(),
                        "drivers.vpcEndpointRegion", SecretsService.REGION,
                        "drivers.postQuantumTlsEnabled", "false")
                .forEach((name, value) -> before.put(name, System.setProperty(name, value)));
        Path hba = Files.writeString(
                folder.resolve("pg_hba.conf"),
                "host all /^app_ all scram-sha-256\nhost all all all trust\nlocal all all trust\n");
        // The server may run as another user.
        folder.toFile().setExecutable(true, false);
        folder.toFile().setReadable(true, false);
        hba.toFile().setReadable(true, false);
        postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("hba_file", hba.toString())
                .start();
    }

    @AfterAll
    void stop() throws Exception {
        postgres.close();
        service.close();
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    private void administer(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String url(String database) {
        return "postgresql://localhost:" + postgres.getPort() + "/" + database;
    }

    /** A database of a user whose password is the first, as the secret says. */
    private void create(String name) throws SQLException {
        administer("create role app_" + name + " login superuser password 'first'");
        administer("create database " + name + " owner app_" + name);
        set(name, "first");
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:" + url(name), "app_" + name, "wrong"))
                .hasFieldOrPropertyWithValue("SQLState", "28P01");
        try (Connection connection = DriverManager.getConnection("jdbc:" + url(name), "app_" + name, "first");
                Statement statement = connection.createStatement()) {
            statement.execute("create table patient (id bigint primary key, ssn bytea)");
        }
    }

    private void set(String name, String password) {
        service.put("{\"engine\":\"postgres\",\"username\":\"app_" + name + "\",\"password\":\"" + password + "\"}");
    }

    private void rotate(String name, String password) throws SQLException {
        administer("alter role app_" + name + " password '" + password + "'");
        set(name, password);
    }

    private HikariDataSource pool(String url, @Nullable String user, String more) throws Exception {
        Path config = Files.writeString(Files.createTempDirectory(folder, "c").resolve("rowseal.yaml"), """
                rowseal: 1
                namespace: clinic-test
                kek: local-kms:%s
                %s
                tables:
                  patient: { row-id: { id: bigint }, columns: { ssn: { type: varchar(20) } } }
                """.formatted(
                        Files.createTempDirectory(folder, "k").resolve("kms").resolve("keys.p12"), more));
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(url);
        if (user != null) {
            pool.setUsername(user);
        }
        pool.addDataSourceProperty("rowseal.config", config.toString());
        pool.addDataSourceProperty("rowseal.create-key-table", "true");
        pool.setMaximumPoolSize(3);
        return new HikariDataSource(pool);
    }

    private static void work(DataSource source, long id) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO patient (id, ssn) VALUES (?, ?)");
                PreparedStatement select = connection.prepareStatement("SELECT ssn FROM patient WHERE id = ?")) {
            insert.setLong(1, id);
            insert.setString(2, "ssn-" + id);
            insert.executeUpdate();
            select.setLong(1, id);
            try (ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("ssn-" + id);
            }
        }
    }

    @Test
    void theWrapperDriverChains() throws Exception {
        create("chained");
        Class.forName(WRAPPER);
        try (HikariDataSource pool =
                pool("jdbc:rowseal:jdbc-secretsmanager:" + url("chained"), SecretsService.NAME, "")) {
            work(pool, 1);
            rotate("chained", "second");
            pool.getHikariPoolMXBean().softEvictConnections();
            work(pool, 2);
        }
    }

    @Test
    void theAdapterNeedsNoWrapper() throws Exception {
        create("direct");
        int before = service.fetches();
        try (HikariDataSource pool = pool(
                "jdbc:rowseal:" + url("direct"), null, "credentials: aws-secretsmanager://" + SecretsService.ARN)) {
            work(pool, 1);
            assertThat(service.fetches() - before).isOne();
            rotate("direct", "second");
            work(pool, 2);
            assertThat(service.fetches() - before).isOne();
            pool.getHikariPoolMXBean().softEvictConnections();
            work(pool, 3);
            assertThat(service.fetches() - before).isEqualTo(2);
        }
    }
}
