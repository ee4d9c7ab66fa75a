package dev.rowseal.samples.quickstart;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** H2 inside this process, its data in a file of the work folder. It closes with its last connection. */
final class H2Database implements Database {

    private final Path file;

    H2Database(WorkFolder folder) {
        this.file = folder.path().resolve("clinic.mv.db");
    }

    @Override
    public Engine engine() {
        return Engine.H2;
    }

    @Override
    public String url() {
        String path = file.toString();
        return "jdbc:h2:file:" + path.substring(0, path.length() - ".mv.db".length());
    }

    @Override
    public Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("user", "sa");
        properties.setProperty("password", "");
        return properties;
    }

    @Override
    public boolean isFilled() throws SQLException {
        if (!Files.exists(file)) {
            return false;
        }
        try (Connection connection = plain()) {
            return Database.hasPatients(connection);
        }
    }

    @Override
    public void prepare() {
        // The file is made by the first connection.
    }

    @Override
    public void settle() {
        // All is in the file when the last connection has been closed.
    }

    @Override
    public List<Path> files() {
        return List.of(file);
    }

    @Override
    public void remove() {
        // Goes with the work folder.
    }

    @Override
    public void close() {
        // Nothing is held between connections.
    }
}
