package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.RowsealDataSource;
import dev.rowseal.kms.contract.MemoryKms;
import dev.rowseal.policy.Policy.CachePolicy;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ends with a data source. */
@OnEveryDatabase
class ClosedSourceTest {

    private final TestDatabase database;
    private final Path folder;

    ClosedSourceTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
    }

    @BeforeEach
    void createTable() throws SQLException {
        database.execute("create table patient (id bigint primary key, ssn " + database.binaryType() + ")");
    }

    private String kek(String name) {
        return "memory-kms:" + folder.resolve(name);
    }

    private void use(RowsealDataSource source, String name) throws IOException {
        Path config = folder.resolve(name + ".yaml");
        Files.writeString(config, """
                rowseal: 1
                namespace: %s
                kek: "%s"
                cache: { ttl: 271s }
                tables:
                  patient: { row-id: { id: bigint }, columns: { ssn: { type: varchar(20) } } }
                """.formatted(name, kek(name)));
        source.setUrl("jdbc:rowseal:" + database.url().substring("jdbc:".length()));
        source.setUser(database.user());
        source.setPassword(database.password());
        source.setProperty("rowseal.config", config.toString());
        source.setProperty("rowseal.create-key-table", "true");
    }

    /** Whether a key is unwrapped anew for whoever comes next: it is not in the cache, which no other test shares. */
    private boolean isGone(String name, int id) throws Exception {
        int unwraps = MemoryKms.named(kek(name)).unwraps();
        RowsealDataSource next = new RowsealDataSource();
        use(next, name);
        try (Connection connection = next.getConnection()) {
            write(connection, id);
        } finally {
            next.close();
        }
        return MemoryKms.named(kek(name)).unwraps() > unwraps;
    }

    private static void write(Connection connection, int id) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO patient (id, ssn) VALUES (" + id + ", '078-05-1120')");
        }
    }

    @Test
    void isNotOpenedAgainByWhoComesLate() throws Exception {
        RowsealDataSource source = new RowsealDataSource();
        use(source, "first");
        try (Connection connection = source.getConnection()) {
            write(connection, 1);
            assertThat(MemoryKms.named(kek("first")).open()).isPositive();
            source.close();
            assertThat(MemoryKms.named(kek("first")).open()).isZero();
            assertThatThrownBy(() -> write(connection, 2)).isInstanceOf(SQLException.class);
        }
        assertThatThrownBy(source::getConnection)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        failure -> assertThat(failure.getSQLState()).isEqualTo("08003"));
        source.close();
        assertThat(isGone("first", 3)).isTrue();
    }

    @Test
    void aKmsThatCannotBeClosedKeepsTheKeysOfNoOther() throws Exception {
        List<String> names = List.of("first", "second");
        for (String failing : names) {
            RowsealDataSource source = new RowsealDataSource();
            for (String name : names) {
                use(source, name);
                try (Connection connection = source.getConnection()) {
                    write(connection, failing.length() * 10 + name.length());
                }
            }
            IllegalStateException failure = new IllegalStateException("the token is gone");
            MemoryKms.named(kek(failing)).onClose(() -> {
                throw failure;
            });
            assertThatThrownBy(source::close).isSameAs(failure);
            MemoryKms.named(kek(failing)).onClose(() -> {});
            assertThat(names).allMatch(name -> MemoryKms.named(kek(name)).open() == 0);
            assertThat(isGone("first", failing.length() * 10 + 1)).isTrue();
            assertThat(isGone("second", failing.length() * 10 + 2)).isTrue();
        }
    }

    @Test
    void aRunIsNoOlderThanItsKeyMayBeNorThanFiveMinutes() {
        Duration five = Duration.ofMinutes(5);
        for (Duration ttl : List.of(Duration.ofSeconds(1), five, Duration.ofDays(1))) {
            assertThat(SealedDatabase.runLimits(new CachePolicy(ttl, Duration.ZERO, 100))
                            .age())
                    .isEqualTo(ttl.compareTo(five) < 0 ? ttl : five);
        }
    }
}
