package dev.rowseal.samples.quickstart;

import dev.rowseal.samples.quickstart.Grid.Cell;
import dev.rowseal.samples.quickstart.Grid.Column;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi.Style;

/** The same rows twice: through Rowseal, and through the wrapped driver alone. */
final class SideBySide {

    private static final String RAW = "SELECT * FROM patient WHERE id = ?";
    private static final HexFormat HEX = HexFormat.of();

    private final Stage stage;

    SideBySide(Stage stage) {
        this.stage = stage;
    }

    void run(List<Patient> patients) throws SQLException {
        Screen screen = stage.screen();
        String title = stage.database().engine().title();
        screen.step(
                "What the application sees, and what the database holds",
                "The same rows, at the left through jdbc:rowseal:, at the right through " + title
                        + "'s own driver. A sealed value begins with f71e and its suite, then the id of its key, then"
                        + " what differs each time: no two look alike, not even of equal values.");
        Grid grid = new Grid(
                new Column("column", 9), new Column("the application sees", 33), new Column("the database holds", 44));
        try (Connection connection = stage.database().plain()) {
            for (Patient patient : patients) {
                if (!grid.rows().isEmpty()) {
                    grid.line();
                }
                compare(connection, patient, grid);
            }
        }
        screen.grid(grid);
        screen.check(true, "none of the sealed cells holds its value");
    }

    private void compare(Connection connection, Patient patient, Grid grid) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(RAW)) {
            select.setLong(1, patient.id());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new Unexpected("no row " + patient.id() + " below Rowseal");
                }
                open(grid, row, "id", patient.id());
                open(grid, row, "name", patient.name());
                open(grid, row, "city", patient.city());
                sealed(grid, row, "ssn", patient.ssn());
                sealed(grid, row, "ssn_idx", null);
                sealed(grid, row, "email", patient.email());
                sealed(grid, row, "birthday", patient.birthday().toString());
                sealed(grid, row, "notes", patient.notes());
            }
        }
    }

    private static void open(Grid grid, ResultSet row, String column, Object value) throws SQLException {
        grid.row(column, value, Objects.requireNonNull(row.getString(column)));
    }

    private static void sealed(Grid grid, ResultSet row, String column, @Nullable String value) throws SQLException {
        byte[] raw = row.getBytes(column);
        if (raw != null && value != null && new String(raw, StandardCharsets.ISO_8859_1).contains(value)) {
            throw new Unexpected("patient." + column + " lies open in the database");
        }
        boolean index = column.endsWith("_idx");
        Cell seen = index ? new Cell("not visible", Style.faint) : new Cell(String.valueOf(value), Style.fg_green);
        grid.row(column, seen, new Cell(raw == null ? "null" : shown(raw, index), Style.fg_magenta));
    }

    private static String shown(byte[] raw, boolean index) {
        String hex = HEX.formatHex(raw);
        String shape = index
                ? hex.substring(0, 16) + "…"
                : hex.substring(0, 6) + " " + hex.substring(6, 14) + " " + hex.substring(14, 26) + "…";
        return shape + " (" + raw.length + " bytes)";
    }
}
