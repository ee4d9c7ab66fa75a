package dev.rowseal.samples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** The tables, made without Rowseal as a migration tool would: storage types, index columns, CHECKs. */
final class Schema {

    private final Stage stage;

    Schema(Stage stage) {
        this.stage = stage;
    }

    /** Makes the tables unless an earlier run has. */
    void create() throws SQLException, IOException {
        Database database = stage.database();
        boolean filled = database.isFilled();
        boolean keystore = Files.exists(stage.folder().keystore());
        if (filled && !keystore && WorkFolder.hasKeystore()) {
            throw new Refused("the database holds a run whose keystore is in another folder; name that folder by"
                    + " --dir … --keep, or drop the schema rowseal_quickstart");
        }
        if (filled) {
            return;
        }
        if (keystore) {
            throw new Refused("the folder " + stage.folder().path()
                    + " holds a run on another database; name another folder by --dir");
        }
        database.prepare();
        try (Connection connection = database.plain();
                Statement statement = connection.createStatement()) {
            for (String sql : script().split(";\\s*\\R")) {
                statement.execute(sql);
            }
        }
    }

    private String script() throws IOException {
        String name = stage.database().engine().schemaScript();
        try (InputStream script = Objects.requireNonNull(Schema.class.getResourceAsStream(name), name)) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
