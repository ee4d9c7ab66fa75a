package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.RowsealDataSource;
import dev.rowseal.kms.contract.MemoryKms;
import dev.rowseal.policy.Policy.CachePolicy;
import dev.rowseal.seal.RunLimits;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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

    /** It would keep the password of everything that was ever asked for. */
    @Test
    void whatCouldNotBeOpenedIsNotKept() throws Exception {
        Path config = folder.resolve("none.yaml");
        Files.writeString(config, """
                rowseal: 1
                namespace: none
                kek: "%s"
                tables:
                  patient: { row-id: { id: bigint }, columns: { ssn: { type: varchar(20) } } }
                """.formatted(kek("none")));
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("rowseal.config", config.toString());
        try (Connector connector = new Connector()) {
            String url = "jdbc:rowseal:" + database.url().substring("jdbc:".length());
            assertThatThrownBy(() -> connector.connect(url, properties)).isInstanceOf(SQLException.class);
            Field openings = Connector.class.getDeclaredField("openings");
            openings.setAccessible(true);
            assertThat((Map<?, ?>) openings.get(connector)).isEmpty();
        }
    }

    private String kek(String name) {
        return "memory-kms:" + folder.resolve(name);
    }

    private void use(RowsealDataSource source, String name) throws IOException {
        use(source, name, "{ ttl: 271s }");
    }

    private void use(RowsealDataSource source, String name, String cache) throws IOException {
        Path config = folder.resolve(name + cache.hashCode() + ".yaml");
        Files.writeString(config, """
                rowseal: 1
                namespace: %s
                kek: "%s"
                cache: %s
                tables:
                  patient: { row-id: { id: bigint }, columns: { ssn: { type: varchar(20) } } }
                """.formatted(name, kek(name), cache));
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

    /** Each judges its age by his own time; both seal in its runs. */
    @Test
    void whoKeepsKeysForAnotherTimeSharesThem() throws Exception {
        try (RowsealDataSource brief = new RowsealDataSource();
                RowsealDataSource longer = new RowsealDataSource()) {
            use(brief, "first", "{ ttl: 40s }");
            use(longer, "first", "{ ttl: 1h, grace: 1h }");
            try (Connection connection = brief.getConnection();
                    Connection other = longer.getConnection()) {
                write(connection, 1);
                int unwraps = MemoryKms.named(kek("first")).unwraps();
                write(other, 2);
                write(connection, 3);
                assertThat(MemoryKms.named(kek("first")).unwraps()).isEqualTo(unwraps);
            }
        }
        assertThat(isGone("first", 4)).isTrue();
    }

    @Test
    void aRunIsNoOlderThanFiveMinutesWhateverTimesKeysAreKeptFor() {
        for (Duration ttl : List.of(Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofDays(1))) {
            assertThat(SealedDatabase.runLimits(new CachePolicy(ttl, Duration.ZERO, 100)))
                    .isEqualTo(new RunLimits(100, Duration.ofMinutes(5), 1L << 30));
        }
    }
}
