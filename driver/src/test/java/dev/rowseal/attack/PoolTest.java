package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.rowseal.RowsealDataSource;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pools and threads, as applications have them. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class PoolTest {

    private static final int THREADS = 8;
    private static final int ROWS = 60;

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
            """;

    private final TestDatabase database;
    private final Sealed sealed;

    PoolTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.sealed = new Sealed(database, folder, TABLES);
    }

    @BeforeEach
    void createTable() throws SQLException {
        database.execute("create table patient (id bigint primary key, ssn " + database.binaryType() + ", ssn_idx "
                + database.binaryType(16) + ")");
    }

    private HikariDataSource pool(int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(sealed.url());
        sealed.properties().forEach((name, value) -> config.addDataSourceProperty((String) name, value));
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(20_000);
        return new HikariDataSource(config);
    }

    private static void work(DataSource source, long id) throws SQLException {
        String ssn = "ssn-" + id;
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO patient (id, ssn) VALUES (?, ?)");
                PreparedStatement update = connection.prepareStatement("UPDATE patient SET ssn = ? WHERE id = ?");
                PreparedStatement select =
                        connection.prepareStatement("SELECT id, ssn FROM patient WHERE ssn IN (?, 'none')")) {
            insert.setLong(1, id);
            insert.setString(2, "first-" + id);
            assertThat(insert.executeUpdate()).isEqualTo(1);
            update.setString(1, ssn);
            update.setLong(2, id);
            assertThat(update.executeUpdate()).isEqualTo(1);
            select.setString(1, ssn);
            try (ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isEqualTo(id);
                assertThat(rows.getString(2)).isEqualTo(ssn);
                assertThat(rows.next()).isFalse();
            }
        }
    }

    private static void together(List<Callable<Void>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<Void>> running = new ArrayList<>();
            for (Callable<Void> task : tasks) {
                running.add(threads.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            start.countDown();
            for (Future<Void> task : running) {
                task.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Void> worker(DataSource source, int number) {
        return () -> {
            for (int i = 0; i < ROWS; i++) {
                work(source, number * 1000L + i);
            }
            return null;
        };
    }

    private void everyValueOpens(DataSource source, int expected) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, ssn FROM patient")) {
            int count = 0;
            while (rows.next()) {
                assertThat(rows.getString("ssn")).isEqualTo("ssn-" + rows.getLong("id"));
                count++;
            }
            assertThat(count).isEqualTo(expected);
        }
        try (Connection plain = database.plain();
                Statement statement = plain.createStatement();
                ResultSet keys = statement.executeQuery("select count(*) from rowseal_keys")) {
            keys.next();
            assertThat(keys.getInt(1)).as("one data key and one index key").isEqualTo(2);
        }
    }

    @Test
    void manyThreadsShareAPool() throws Exception {
        try (HikariDataSource pool = pool(5)) {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                tasks.add(worker(pool, i + 1));
            }
            together(tasks);
            everyValueOpens(pool, THREADS * ROWS);
        }
    }

    /** The first key is made while the only connection of the pool is in use. */
    @Test
    void aKeyNeedsNoConnectionOfThePool() throws Exception {
        try (HikariDataSource pool = pool(1)) {
            work(pool, 1);
            everyValueOpens(pool, 1);
        }
    }

    @Test
    void dataSourcesThatRaceForTheFirstKeyGetTheSame() throws Exception {
        List<RowsealDataSource> sources = new ArrayList<>();
        try {
            List<Callable<Void>> tasks = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                RowsealDataSource source = new RowsealDataSource();
                source.setUrl(sealed.url());
                sealed.properties().forEach((name, value) -> source.setProperty((String) name, (String) value));
                sources.add(source);
                int number = i + 1;
                tasks.add(() -> {
                    for (int n = 0; n < 5; n++) {
                        work(source, number * 1000L + n);
                    }
                    return null;
                });
            }
            together(tasks);
            everyValueOpens(sources.get(0), THREADS * 5);
        } finally {
            sources.forEach(RowsealDataSource::close);
        }
    }
}
