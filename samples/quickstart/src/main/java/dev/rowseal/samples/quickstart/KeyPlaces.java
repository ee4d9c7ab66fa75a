package dev.rowseal.samples.quickstart;

import dev.rowseal.RowsealDataSource;
import dev.rowseal.samples.quickstart.Grid.Cell;
import dev.rowseal.samples.quickstart.Grid.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import picocli.CommandLine.Help.Ansi.Style;

/** Where each key lies, and what the database alone is worth. */
final class KeyPlaces {

    private static final String KEYS = """
            SELECT k.key_id, k.owner, k.purpose, k.generation, k.state, w.kek_uri, w.wrapped_key
            FROM rowseal_keys k JOIN rowseal_wrappings w ON w.key_id = k.key_id ORDER BY k.purpose, k.owner""";
    private static final HexFormat HEX = HexFormat.of();

    private final Stage stage;

    KeyPlaces(Stage stage) {
        this.stage = stage;
    }

    void run(Patient patient) throws SQLException, IOException {
        Screen screen = stage.screen();
        screen.step(
                "Where the keys are",
                "In the database, in rowseal_keys and rowseal_wrappings: data keys, each wrapped by the master key.");
        screen.grid(wrapped());
        if (WorkFolder.hasKeystore()) {
            screen.say("Beside it, in the keystore, which here stands for a KMS: the master key.");
            screen.grid(keystore());
            screen.check(ownersOnly(), "only their owner can read these files");
        } else {
            screen.say("In the KMS that rowseal.yaml names, which wraps and unwraps them: the master key.");
            screen.say(WorkFolder.kek());
            screen.check(allUnder(WorkFolder.kek()), "every data key is wrapped by it");
        }
        screen.say("Nowhere on disk: an unwrapped data key. It is in this process's memory, outside the heap, for five"
                + " minutes at most.");
        withoutMasterKey(patient);
    }

    private boolean allUnder(String kek) throws SQLException {
        try (Connection connection = stage.database().plain();
                Statement statement = connection.createStatement();
                ResultSet keys = statement.executeQuery(KEYS)) {
            int count = 0;
            while (keys.next()) {
                count++;
                if (!keys.getString("kek_uri").equals(kek)) {
                    return false;
                }
            }
            return count > 0;
        }
    }

    private Grid wrapped() throws SQLException {
        Grid grid = new Grid(
                new Column("key", 8),
                new Column("of", 28),
                new Column("purpose", 7),
                new Column("gen.", 4),
                new Column("state", 7),
                new Column("wrapped key", 22));
        try (Connection connection = stage.database().plain();
                Statement statement = connection.createStatement();
                ResultSet keys = statement.executeQuery(KEYS)) {
            while (keys.next()) {
                byte[] wrapping = keys.getBytes("wrapped_key");
                grid.row(
                        HEX.toHexDigits(keys.getLong("key_id"), 8),
                        keys.getString("owner"),
                        keys.getString("purpose"),
                        keys.getInt("generation"),
                        keys.getString("state"),
                        new Cell(
                                HEX.formatHex(wrapping).substring(0, 8) + "… (" + wrapping.length + " bytes)",
                                Style.fg_magenta));
            }
        }
        return grid;
    }

    private Grid keystore() throws IOException {
        Grid grid = new Grid(new Column("file", 18), new Column("permissions", 11), new Column("what it is", 57));
        for (Path file : stage.folder().secrets()) {
            boolean keys = file.equals(stage.folder().keystore());
            grid.row(
                    file.getFileName(),
                    WorkFolder.permissions(file),
                    keys ? "the keystore, PKCS12" : "its password, because the environment named none");
        }
        return grid;
    }

    private boolean ownersOnly() throws IOException {
        for (Path file : stage.folder().secrets()) {
            String permissions = WorkFolder.permissions(file);
            if (!permissions.isEmpty() && !permissions.equals("rw-------")) {
                return false;
            }
        }
        return Files.exists(stage.folder().keystore());
    }

    /** A thief has the database, and a keystore of his own. */
    private void withoutMasterKey(Patient patient) throws SQLException, IOException {
        Screen screen = stage.screen();
        screen.say("So whoever has the database alone, be it with Rowseal and another keystore, gets this:");
        Path folder = Files.createTempDirectory("rowseal-quickstart-thief-");
        try {
            Path configuration = folder.resolve("rowseal.yaml");
            stage.folder().configure(configuration, folder.resolve("keys.p12"));
            screen.message(thief(configuration, patient));
        } finally {
            Files.deleteIfExists(folder.resolve("rowseal.yaml"));
            Files.deleteIfExists(folder.resolve("keys.p12"));
            Files.deleteIfExists(folder.resolve("keys.p12.password"));
            Files.delete(folder);
        }
        screen.check(true, "without the master key nothing opens");
    }

    private String thief(Path configuration, Patient patient) throws SQLException {
        try (RowsealDataSource source = stage.sealed(configuration);
                Connection connection = source.getConnection()) {
            try {
                new Clinic(connection).bySsn(patient.ssn());
            } catch (SQLException refused) {
                return Failed.shown(refused, "RS");
            }
        }
        throw new Unexpected("another keystore opened the database");
    }
}
