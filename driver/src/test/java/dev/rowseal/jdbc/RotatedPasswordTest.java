package dev.rowseal.jdbc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowseal.RowsealDataSource;
import dev.rowseal.RowsealKeys;
import dev.rowseal.credentials.contract.MemorySecret;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real databases, whose passwords change while an application runs, and a secrets manager that counts. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class RotatedPasswordTest {

    private static final int THREADS = 10;

    private final TestDatabase database;
    private final String uri;
    private final MemorySecret secret;
    private final Sealed sealed;
    private final Rotating rotating;

    RotatedPasswordTest(TestDatabase database, @TempDir Path folder) throws Exception {
        this.database = database;
        this.uri = "memory-secret:" + folder;
        this.secret = MemorySecret.named(uri);
        this.sealed = new Sealed(database, folder, """
                credentials: "%s"
                tables:
                  patient: { row-id: { id: bigint }, columns: { ssn: { type: varchar(20) } } }
                """.formatted(uri));
        this.rotating = new Rotating(database, "first");
        secret.set(rotating.user, "first");
    }

    @BeforeEach
    void createTable() throws SQLException {
        database.execute("create table patient (id bigint primary key, ssn " + database.binaryType() + ")");
    }

    private Properties properties() {
        Properties properties = sealed.properties();
        properties.remove("user");
        properties.remove("password");
        return properties;
    }

    private RowsealDataSource source() {
        RowsealDataSource source = new RowsealDataSource();
        source.setUrl(sealed.url());
        properties().forEach((name, value) -> source.setProperty((String) name, (String) value));
        return source;
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

    private static void awaitFull(HikariDataSource pool) throws InterruptedException {
        long from = System.nanoTime();
        while (pool.getHikariPoolMXBean().getIdleConnections() < pool.getMaximumPoolSize()) {
            assertThat(System.nanoTime() - from).as("the pool fills itself").isLessThan(SECONDS.toNanos(30));
            Thread.sleep(5);
        }
    }

    @Test
    void aPoolRunsOnThroughARotation() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(sealed.url());
        properties().forEach((name, value) -> config.addDataSourceProperty((String) name, value));
        config.setMaximumPoolSize(3);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            work(pool, 1);
            assertThat(secret.fetches()).isOne();
            awaitFull(pool); // a connection that the pool opens between the two lines below would fetch the old secret

            rotating.changeTo("second");
            secret.set(rotating.user, "second");
            work(pool, 2); // over a connection that stands
            pool.getHikariPoolMXBean().softEvictConnections();
            work(pool, 3);
            assertThat(secret.fetches()).isEqualTo(2);
            pool.getHikariPoolMXBean().softEvictConnections();
            work(pool, 4);
            assertThat(secret.fetches()).isEqualTo(2);
        }
    }

    /** The key table's connections are nobody's pool's. */
    @Test
    void keysAreFoundAfterARotationOverConnectionsThatStand() throws Exception {
        try (RowsealDataSource source = source();
                Connection standing = source.getConnection();
                PreparedStatement insert = standing.prepareStatement("INSERT INTO patient (id, ssn) VALUES (1, ?)")) {
            assertThat(secret.fetches()).isOne();
            rotating.changeTo("second");
            secret.set(rotating.user, "second");
            insert.setString(1, "the first value needs the first key");
            assertThat(catchThrowable(insert::executeUpdate)).isInstanceOf(SQLException.class); // too long
            insert.setString(1, "short");
            insert.executeUpdate();
            assertThat(secret.fetches()).isEqualTo(2);
        }
        assertThat(secret.open()).isZero();
    }

    @Test
    void anOperatorsKeysAreOpenedAsTheSecretSays() throws Exception {
        try (RowsealDataSource source = source()) {
            work(source, 1);
        }
        try (RowsealKeys keys = RowsealKeys.open(sealed.url(), properties())) {
            assertThat(keys.status()).isNotEmpty();
            rotating.changeTo("second");
            secret.set(rotating.user, "second");
            assertThat(keys.status()).isNotEmpty();
        }
        assertThat(secret.fetches()).isEqualTo(3);
        assertThat(secret.open()).isZero();
    }

    private List<Future<?>> together(DataSource source) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(() -> {
                    start.await();
                    try (Connection connection = source.getConnection()) {
                        return connection.isValid(10);
                    }
                }));
            }
            return running;
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void tenThatAreRefusedAtOnceFetchOnce() throws Exception {
        try (RowsealDataSource source = source()) {
            assertThat(together(source)).allSatisfy(one -> assertThat(one.get()).isEqualTo(true));
            assertThat(secret.fetches()).isOne();
            rotating.changeTo("second");
            secret.set(rotating.user, "second");
            assertThat(together(source)).allSatisfy(one -> assertThat(one.get()).isEqualTo(true));
            assertThat(secret.fetches()).isEqualTo(2);
        }
    }

    private void assertRefused(Throwable thrown) {
        assertThat(thrown).isInstanceOf(SQLException.class);
        assertThat(((SQLException) thrown).getSQLState()).startsWith("28");
        assertTellsNothing(thrown);
    }

    private static void assertTellsNothing(Throwable thrown) {
        for (Throwable told = thrown; told != null; told = told.getCause()) {
            assertThat(told.toString()).doesNotContain("first", "second");
            for (Throwable besides : told.getSuppressed()) {
                assertTellsNothing(besides);
            }
        }
    }

    @Test
    void whatTheDatabaseSaysGoesUpWhenNothingIsNew() throws Exception {
        try (RowsealDataSource source = source()) {
            work(source, 1);
            rotating.changeTo("second");
            assertRefused(catchThrowable(source::getConnection));
            assertThat(secret.fetches()).isEqualTo(2);
            secret.set(rotating.user, "first"); // a new version of the same
            assertRefused(catchThrowable(source::getConnection));
            assertThat(secret.fetches()).isEqualTo(3);
            secret.set(rotating.user, "third"); // new, and wrong
            assertRefused(catchThrowable(source::getConnection));
            assertThat(secret.fetches()).isEqualTo(4);
            secret.set(rotating.user, "second");
            work(source, 2);
            assertThat(secret.fetches()).isEqualTo(5);
        }
    }

    @Test
    void anotherUserIsAsGoodAsAnotherPassword() throws Exception {
        try (RowsealDataSource source = source()) {
            work(source, 1);
            Rotating other = new Rotating(database, "other");
            rotating.changeTo("second");
            secret.set(other.user, "other");
            work(source, 2);
            assertThat(secret.fetches()).isEqualTo(2);
        }
    }

    @Test
    void anOutageIsAnOutageAndPasses() throws Exception {
        try (RowsealDataSource source = source()) {
            secret.failWith(() -> new KeyUnavailable("the secrets manager is out"));
            assertThatThrownBy(source::getConnection)
                    .isInstanceOf(java.sql.SQLTransientException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "RS002");
            secret.failWith(() -> new KeyRefused("the secrets manager denies"));
            assertThatThrownBy(source::getConnection)
                    .isInstanceOf(java.sql.SQLNonTransientException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "RS003");
            secret.failWith(null);
            work(source, 1);
            int before = secret.fetches();

            secret.failWith(() -> new KeyUnavailable("the secrets manager is out"));
            work(source, 2); // nobody asks
            assertThat(secret.fetches()).isEqualTo(before);
            rotating.changeTo("second");
            secret.set(rotating.user, "second");
            assertThatThrownBy(source::getConnection)
                    .hasFieldOrPropertyWithValue("SQLState", "RS002")
                    .satisfies(thrown -> assertRefused(thrown.getSuppressed()[0]));
            secret.failWith(null);
            work(source, 3);
        }
    }

    @Test
    void whatIsNoRefusalFetchesNothing() throws Exception {
        try (RowsealDataSource source = source()) {
            work(source, 1);
        }
        int before = secret.fetches();
        Properties elsewhere = properties();
        String url = sealed.url().replaceFirst("localhost:\\d+", "localhost:1");
        if (database.engine() == Engine.H2) {
            url = "jdbc:rowseal:h2:tcp://localhost:1/mem:nobody";
        }
        RowsealDataSource nobody = new RowsealDataSource();
        nobody.setUrl(url);
        elsewhere.forEach((name, value) -> nobody.setProperty((String) name, (String) value));
        try (nobody) {
            assertThat(catchThrowable(nobody::getConnection)).isInstanceOf(SQLException.class);
        }
        assertThat(secret.fetches()).isEqualTo(before + 1);
    }

    @Test
    void whoIsNamedTwiceIsNotLetIn() throws Exception {
        String separator = database.engine() == Engine.H2 ? ";" : "?";
        for (String[] named : new String[][] {
            {"", "user", "u"}, {"", "password", "p"}, {separator + "user=u", "", ""}, {separator + "Password=p", "", ""}
        }) {
            RowsealDataSource source = new RowsealDataSource();
            source.setUrl(sealed.url() + named[0]);
            properties().forEach((name, value) -> source.setProperty((String) name, (String) value));
            if (!named[1].isEmpty()) {
                source.setProperty(named[1], named[2]);
            }
            try (source) {
                assertThatThrownBy(source::getConnection)
                        .isInstanceOf(SQLException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "RS004")
                        .hasMessageContaining("credentials")
                        .hasMessageContaining("take it out");
            }
        }
        try (RowsealDataSource source = source()) {
            assertThatThrownBy(() -> source.getConnection("u", "p")).hasFieldOrPropertyWithValue("SQLState", "RS004");
        }
        assertThat(secret.fetches()).isZero();
    }
}
