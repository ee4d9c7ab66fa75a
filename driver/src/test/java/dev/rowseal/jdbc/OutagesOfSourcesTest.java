package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.RowsealDataSource;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.kms.contract.MemoryKms;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data sources that share a key and grant its KMS different times. */
@OnEveryDatabase
class OutagesOfSourcesTest {

    private final TestDatabase database;
    private final Path folder;

    OutagesOfSourcesTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
    }

    @BeforeEach
    void createTable() throws SQLException {
        database.execute("create table patient (id bigint primary key, ssn " + database.binaryType() + ")");
    }

    private String kek() {
        return "memory-kms:" + folder.resolve("kek");
    }

    private RowsealDataSource source(String kms) throws IOException {
        Path config = folder.resolve(kms.hashCode() + ".yaml");
        Files.writeString(config, """
                rowseal: 1
                namespace: outages
                kek: "%s"
                kms: %s
                cache: { ttl: 3s }
                tables:
                  patient: { row-id: { id: bigint }, columns: { ssn: { type: varchar(20) } } }
                """.formatted(kek(), kms));
        RowsealDataSource source = new RowsealDataSource();
        source.setUrl("jdbc:rowseal:" + database.url().substring("jdbc:".length()));
        source.setUser(database.user());
        source.setPassword(database.password());
        source.setProperty("rowseal.config", config.toString());
        source.setProperty("rowseal.create-key-table", "true");
        return source;
    }

    private static void write(Connection connection, int id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO patient (id, ssn) VALUES (" + id + ", '078-05-1120')");
        }
    }

    @Test
    void whatIsOutForTheHastyIsNotSoForThePatient() throws Exception {
        String patient = "{ timeout: 10s, attempts: 3 }";
        try (RowsealDataSource first = source(patient);
                Connection connection = first.getConnection()) {
            write(connection, 1);
        }
        MemoryKms kms = MemoryKms.named(kek());
        try (RowsealDataSource hasty = source("{ timeout: 20ms, attempts: 1 }");
                RowsealDataSource other = source(patient);
                Connection briefly = hasty.getConnection();
                Connection connection = other.getConnection()) {
            // Whoever else is in this JVM may keep it, and these may not have it any more.
            Thread.sleep(3_100);
            kms.failWith(() -> new KeyUnavailable("no answer within 20 ms", null, Duration.ofSeconds(10)));
            assertThatThrownBy(() -> write(briefly, 2)).isInstanceOf(SQLException.class);
            kms.failWith(null);
            assertThatThrownBy(() -> write(briefly, 2)).isInstanceOf(SQLException.class);
            write(connection, 3);
            write(briefly, 4);
        }
    }
}
