package dev.rowseal.samples.quickstart;

import dev.rowseal.RowsealDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The steps, in order. Each shows something and checks that it is so. */
final class Tour {

    private final Stage stage;
    private final Warnings warnings;

    Tour(Stage stage, Warnings warnings) {
        this.stage = stage;
        this.warnings = warnings;
    }

    /**
     * Runs all steps.
     *
     * @param people how many, unless an earlier run filled the database
     * @throws Unexpected when something is not as it should be
     */
    void run(int people) throws SQLException, IOException {
        new Schema(stage).create();
        List<Patient> patients;
        try (RowsealDataSource source = stage.sealed(stage.folder().configuration());
                Connection connection = source.getConnection()) {
            Clinic clinic = new Clinic(connection);
            patients = new Filling(stage, clinic).run(people);
            warnings.taken().forEach(stage.screen()::warning);
            new Asking(stage, clinic).run(patients);
            new SideBySide(stage).run(clinic.all().subList(0, 3));
            new KeyPlaces(stage).run(patients.get(0));
            new Moving(stage, clinic).run(patients.get(0), patients.get(1));
            new Refusals(stage, connection).run();
        }
        stage.database().settle();
        new Searching(stage).run(patients);
    }
}
