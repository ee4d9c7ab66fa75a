package dev.rowseal.samples.quickstart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Somebody who may write to the database copies one row's ciphertext, and its index, over another's. */
final class Moving {

    private static final String COPY = "UPDATE patient SET ssn = (SELECT ssn FROM patient WHERE id = %1$d),"
            + " ssn_idx = (SELECT ssn_idx FROM patient WHERE id = %1$d) WHERE id = %2$d";

    private final Stage stage;
    private final Clinic clinic;

    Moving(Stage stage, Clinic clinic) {
        this.stage = stage;
        this.clinic = clinic;
    }

    private record Cells(byte[] ssn, byte[] index) {}

    void run(Patient from, Patient to) throws SQLException {
        Screen screen = stage.screen();
        screen.step(
                "One row's ciphertext is copied over another's",
                "An administrator gives " + to.name() + " the ssn of " + from.name()
                        + ", below Rowseal, with the index."
                        + " Key, table and column are the same, so most encryption would open it. Here the row is"
                        + " part of what is authenticated.");
        String copy = COPY.formatted(from.id(), to.id());
        screen.sql(copy);
        Cells before = read(to);
        try {
            try (Connection connection = stage.database().plain();
                    Statement statement = connection.createStatement()) {
                screen.check(statement.executeUpdate(copy) == 1, "the database lets it happen");
            }
            screen.say("The application reads " + to.name() + ":");
            screen.message(refusal(from.ssn()));
            screen.check(true, "no wrong answer: the read fails with RS001");
        } finally {
            write(to, before);
        }
        screen.check(
                clinic.bySsn(to.ssn()).equals(Optional.of(to)),
                "put back where it belongs, " + to.name() + " opens again");
    }

    private String refusal(String ssn) throws SQLException {
        try {
            clinic.all();
        } catch (SQLException refused) {
            try {
                clinic.bySsn(ssn);
            } catch (SQLException alsoRefused) {
                Failed.shown(alsoRefused, "RS001");
                return Failed.shown(refused, "RS001");
            }
        }
        throw new Unexpected("a moved ciphertext was opened");
    }

    private Cells read(Patient patient) throws SQLException {
        try (Connection connection = stage.database().plain();
                PreparedStatement select =
                        connection.prepareStatement("SELECT ssn, ssn_idx FROM patient WHERE id = ?")) {
            select.setLong(1, patient.id());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new Unexpected("no row " + patient.id() + " below Rowseal");
                }
                return new Cells(row.getBytes(1), row.getBytes(2));
            }
        }
    }

    private void write(Patient patient, Cells cells) throws SQLException {
        try (Connection connection = stage.database().plain();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE patient SET ssn = ?, ssn_idx = ? WHERE id = ?")) {
            update.setBytes(1, cells.ssn());
            update.setBytes(2, cells.index());
            update.setLong(3, patient.id());
            update.executeUpdate();
        }
    }
}
