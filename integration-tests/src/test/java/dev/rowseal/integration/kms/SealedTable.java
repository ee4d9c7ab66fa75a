package dev.rowseal.integration.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.RowsealDataSource;
import dev.rowseal.RowsealKeys;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A sealed table in a database of its own, and what it must hold. Each step opens a data source of its own and so begins
 * without a key in memory: its time to live is nobody else's here, so that the last source to close lets go of the keys, whatever
 * the driver manager holds for other tests. Closing ends the database.
 */
final class SealedTable implements AutoCloseable {

    enum Engine {
        H2,
        POSTGRESQL
    }

    private static final AtomicLong COUNTER = new AtomicLong();

    private static final String POLICY = """
            rowseal: 1
            namespace: clinic-test
            kek: '%s'
            unwrap: [%s]
            cache: { ttl: 293s }
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
                  notes: { type: varchar(100) }
            """;

    private final Path config;
    private final String url;
    private final Properties login = new Properties();
    private final Connection kept;
    private final List<String> expected = new ArrayList<>();

    SealedTable(Engine engine, Path folder) throws SQLException, IOException {
        String name = "two_keks_" + COUNTER.incrementAndGet();
        this.config = folder.resolve("rowseal.yaml");
        this.url = engine == Engine.H2 ? "jdbc:h2:mem:" + name : Server.database(name);
        login.setProperty("user", engine == Engine.H2 ? "sa" : "postgres");
        login.setProperty("password", engine == Engine.H2 ? "" : "postgres");
        this.kept = DriverManager.getConnection(url, login);
    }

    /** Names the KEK, and which others may open. */
    void policy(String kek, String... unwrap) throws IOException {
        Files.writeString(config, POLICY.formatted(kek, unwrap.length == 0 ? "" : "'" + unwrap[0] + "'"));
    }

    private String sealedUrl() {
        return "jdbc:rowseal:" + url.substring("jdbc:".length());
    }

    private RowsealDataSource open() {
        RowsealDataSource source = new RowsealDataSource();
        source.setUrl(sealedUrl());
        login.stringPropertyNames().forEach(name -> source.setProperty(name, login.getProperty(name)));
        source.setProperty("rowseal.config", config.toString());
        source.setProperty("rowseal.create-key-table", "true");
        return source;
    }

    /** The keys as an operator has them; the caller closes them. */
    RowsealKeys keys() throws SQLException {
        Properties properties = new Properties();
        properties.putAll(login);
        properties.setProperty("rowseal.config", config.toString());
        return RowsealKeys.open(sealedUrl(), properties);
    }

    /** Makes the table, with three rows. */
    void create() throws SQLException {
        try (RowsealDataSource source = open();
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE patient (id bigint PRIMARY KEY, ssn varchar(11), notes varchar(100))");
        }
        for (int i = 0; i < 3; i++) {
            add();
        }
    }

    /** Adds a row. */
    void add() throws SQLException {
        int id = expected.size();
        try (RowsealDataSource source = open();
                Connection connection = source.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO patient (id, ssn, notes) VALUES (?, ?, ?)")) {
            insert.setLong(1, id);
            insert.setString(2, "078-05-" + (1000 + id));
            insert.setString(3, "note " + id);
            insert.executeUpdate();
        }
        expected.add(id + " 078-05-" + (1000 + id) + " note " + id);
    }

    /** Reads every row, and finds one by its blind index; in the database there is none of it. */
    void requireAll() throws SQLException {
        try (RowsealDataSource source = open();
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(rows(statement, "SELECT id, ssn, notes FROM patient ORDER BY id"))
                    .isEqualTo(expected);
            assertThat(rows(statement, "SELECT id, ssn, notes FROM patient WHERE ssn = '078-05-1002'"))
                    .isEqualTo(expected.subList(2, 3));
        }
        try (Statement statement = kept.createStatement();
                ResultSet stored = statement.executeQuery("SELECT ssn, notes FROM patient")) {
            while (stored.next()) {
                assertThat(stored.getBytes(1)).startsWith((byte) 0xF7, (byte) 0x1E, (byte) 0x01);
                assertThat(stored.getBytes(2)).startsWith((byte) 0xF7, (byte) 0x1E, (byte) 0x01);
            }
        }
    }

    private static List<String> rows(Statement statement, String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet results = statement.executeQuery(query)) {
            while (results.next()) {
                rows.add(results.getLong(1) + " " + results.getString(2) + " " + results.getString(3));
            }
        }
        return rows;
    }

    /** The KEK of each wrapping. */
    List<String> wrappings() throws SQLException {
        return texts("SELECT kek_uri FROM rowseal_wrappings");
    }

    /** The ids of all keys. */
    Set<String> keyIds() throws SQLException {
        return Set.copyOf(texts("SELECT key_id FROM rowseal_keys"));
    }

    /** What the keys belong to. */
    Set<String> owners() throws SQLException {
        return Set.copyOf(texts("SELECT owner FROM rowseal_keys"));
    }

    private List<String> texts(String query) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = kept.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }

    /** Gives each of the two keys the other's wrapping under a KEK; twice, and all is as it was. */
    void swapWrappings(String kek) throws SQLException {
        Map<Long, byte[]> wrapped = new LinkedHashMap<>();
        try (PreparedStatement select =
                kept.prepareStatement("SELECT key_id, wrapped_key FROM rowseal_wrappings WHERE kek_uri = ?")) {
            select.setString(1, kek);
            try (ResultSet wrappings = select.executeQuery()) {
                while (wrappings.next()) {
                    wrapped.put(wrappings.getLong(1), wrappings.getBytes(2));
                }
            }
        }
        List<Long> ids = List.copyOf(wrapped.keySet());
        assertThat(ids).hasSize(2);
        try (PreparedStatement update = kept.prepareStatement(
                "UPDATE rowseal_wrappings SET wrapped_key = ? WHERE key_id = ? AND kek_uri = ?")) {
            for (int i = 0; i < 2; i++) {
                update.setBytes(1, wrapped.get(ids.get(1 - i)));
                update.setLong(2, ids.get(i));
                update.setString(3, kek);
                assertThat(update.executeUpdate()).isEqualTo(1);
            }
        }
    }

    @Override
    public void close() throws SQLException {
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
