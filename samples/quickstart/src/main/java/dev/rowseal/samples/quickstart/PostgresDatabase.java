package dev.rowseal.samples.quickstart;

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
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** PostgreSQL, in a schema of its own: a server that is started here, its data in the work folder, or one that is given. */
final class PostgresDatabase implements Database {

    private static final String SCHEMA = "rowseal_quickstart";
    private static final Duration STARTUP = Duration.ofSeconds(60);

    private final String url;
    private final Properties properties = new Properties();
    private final @Nullable EmbeddedPostgres server;
    private final @Nullable Path data;

    private PostgresDatabase(
            String url,
            String user,
            @Nullable String password,
            @Nullable EmbeddedPostgres server,
            @Nullable Path data) {
        this.url = url;
        this.server = server;
        this.data = data;
        properties.setProperty("user", user);
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("currentSchema", SCHEMA);
    }

    /** A server that somebody runs; its files stay out of reach. */
    static PostgresDatabase given(String url, String user, @Nullable String password) {
        return new PostgresDatabase(url, user, password, null, null);
    }

    /** A server of this process's own, stopped by {@link #close}. */
    static PostgresDatabase embedded(WorkFolder folder) throws IOException {
        Path data = folder.path().resolve("postgresql");
        EmbeddedPostgres server = start(data);
        String url = "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
        return new PostgresDatabase(url, "postgres", "postgres", server, data);
    }

    private static EmbeddedPostgres start(Path data) throws IOException {
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(STARTUP)
                    .start();
        } catch (IllegalStateException noBinaries) {
            throw new Refused("no PostgreSQL starts here (" + noBinaries.getMessage()
                    + "); give a running one by --url jdbc:postgresql://… --user … and PGPASSWORD");
        }
    }

    @Override
    public Engine engine() {
        return Engine.POSTGRESQL;
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public Properties properties() {
        return properties;
    }

    @Override
    public boolean isFilled() throws SQLException {
        try (Connection connection = plain()) {
            return hasSchema(connection) && Database.hasPatients(connection);
        }
    }

    private static boolean hasSchema(Connection connection) throws SQLException {
        try (ResultSet schemas = connection.getMetaData().getSchemas(null, SCHEMA)) {
            return schemas.next();
        }
    }

    @Override
    public void prepare() throws SQLException {
        execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
    }

    @Override
    public void settle() throws SQLException {
        if (server != null) {
            execute("CHECKPOINT");
        }
    }

    @Override
    public List<Path> files() throws IOException {
        if (data == null) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(data)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Override
    public void remove() throws SQLException {
        if (server == null) {
            execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, properties);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
