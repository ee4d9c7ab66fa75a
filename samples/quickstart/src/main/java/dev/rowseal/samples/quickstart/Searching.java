package dev.rowseal.samples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** A thief's search of everything that the database holds, in its rows and in the bytes of its files. */
final class Searching {

    private final Stage stage;

    Searching(Stage stage) {
        this.stage = stage;
    }

    void run(List<Patient> patients) throws SQLException, IOException {
        Screen screen = stage.screen();
        List<String> sealed = patients.stream()
                .flatMap(patient -> Stream.of(patient.ssn(), patient.email(), patient.notes()))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        Needles secrets = new Needles(sealed);
        Needles open =
                new Needles(patients.stream().map(Patient::name).distinct().toList());
        screen.step(
                "A search for what should not be there",
                "Every ssn, e-mail address and note, looked for in the raw rows and in the database's files. The open"
                        + " names are looked for as well, to show that the search finds what is there.");
        rows(secrets, open);
        List<Path> files = stage.database().files();
        if (files.isEmpty()) {
            screen.say("The files of a server elsewhere are out of reach from here.");
        } else {
            files(files, secrets, open);
        }
    }

    private void rows(Needles secrets, Needles open) throws SQLException {
        int cells = 0;
        int found = 0;
        int names = 0;
        try (Connection connection = stage.database().plain();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM patient")) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    Object cell = rows.getObject(column);
                    byte[] bytes = cell instanceof byte[] raw ? raw : Needles.bytes(String.valueOf(cell));
                    cells++;
                    found += secrets.in(bytes);
                    names += open.in(bytes);
                }
            }
        }
        report("%,d cells".formatted(cells), found, names, secrets, open);
    }

    private void files(List<Path> files, Needles secrets, Needles open) throws IOException {
        long size = 0;
        int found = 0;
        int names = 0;
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            size += bytes.length;
            found += secrets.in(bytes);
            names += open.in(bytes);
        }
        String where = String.format(Locale.ROOT, "%d file(s), %,d KiB", files.size(), size / 1024);
        report(where, found, names, secrets, open);
        if (Files.exists(stage.folder().passwordFile())) {
            Needles password = new Needles(
                    List.of(Files.readString(stage.folder().passwordFile()).strip()));
            int passwords = 0;
            for (Path file : files) {
                passwords += password.in(Files.readAllBytes(file));
            }
            stage.screen().check(passwords == 0, "nor is the keystore's password there");
        }
    }

    private void report(String where, int found, int names, Needles secrets, Needles open) {
        Screen screen = stage.screen();
        if (names < open.size()) {
            throw new Unexpected("the search of " + where + " does not even find the open names");
        }
        screen.check(
                found == 0,
                "%s: 0 of %,d sealed values found; open names found: %,d times"
                        .formatted(where, secrets.size(), names));
    }
}
