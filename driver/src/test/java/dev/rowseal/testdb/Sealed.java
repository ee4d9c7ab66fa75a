package dev.rowseal.testdb;

import dev.rowseal.policy.Policy;
import dev.rowseal.policy.PolicySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/**
 * A test database behind Rowseal: a configuration file, a keystore of its own beside it, and connections through the
 * driver. The database's tables are the test's to make, through {@link TestDatabase}.
 */
public final class Sealed {

    private final TestDatabase database;
    private final Path config;

    /**
     * @param folder an empty folder for the configuration and the keystore
     * @param tables the {@code tables:} part of the configuration, from its first line on
     */
    public Sealed(TestDatabase database, Path folder, String tables) {
        this.database = database;
        this.config = folder.resolve("rowseal.yaml");
        String yaml = "rowseal: 1\nnamespace: clinic-test\nkek: local-kms:"
                + folder.resolve("kms").resolve("keys.p12") + "\n" + tables;
        try {
            Files.writeString(config, yaml);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The URL that an application would give. */
    public String url() {
        return "jdbc:rowseal:" + database.url().substring("jdbc:".length());
    }

    /** The properties that go with {@link #url}. */
    public Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", database.user());
        properties.setProperty("password", database.password());
        properties.setProperty("rowseal.config", config.toString());
        properties.setProperty("rowseal.create-key-table", "true");
        return properties;
    }

    /** What the configuration says. */
    public Policy policy() {
        return PolicySource.load(config.toString(), Sealed.class.getClassLoader());
    }

    /** A new connection through Rowseal; the caller closes it. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), properties());
    }

    /** A new connection through Rowseal whose wrapped driver notes all that reaches it; the caller closes it. */
    public Connection connectNoted() throws SQLException {
        String recording = RecordingDriver.url(database);
        return DriverManager.getConnection("jdbc:rowseal:" + recording.substring("jdbc:".length()), properties());
    }

    /** What reached the wrapped driver of {@link #connectNoted} since the last call. */
    public List<String> noted() {
        return RecordingDriver.take(RecordingDriver.url(database));
    }
}
