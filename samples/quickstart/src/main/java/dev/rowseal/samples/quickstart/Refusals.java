package dev.rowseal.samples.quickstart;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements that cannot be right, and so are not run. */
final class Refusals {

    private static final String ORDER = "SELECT name, ssn FROM patient ORDER BY ssn";
    private static final String LEAK = "UPDATE patient SET city = ssn WHERE id = 1";
    private static final String CARELESS = "UPDATE patient SET notes = ? WHERE id = 1";

    private final Stage stage;
    private final Connection sealed;

    Refusals(Stage stage, Connection sealed) {
        this.stage = stage;
        this.sealed = sealed;
    }

    void run() throws SQLException {
        Screen screen = stage.screen();
        screen.step(
                "What cannot be exact is refused",
                "Ciphertext has no order, and a sealed value must not end in an open column. Rowseal refuses such a"
                        + " statement before it leaves the process, and says what to do.");
        refused(ORDER);
        refused(LEAK);
        screen.check(true, "both are refused with 0A000");
        screen.say("A client that forgot Rowseal cannot store plaintext by mistake: the CHECK admits envelopes only.");
        screen.sql(CARELESS);
        screen.check(careless(), "the database refuses it as an integrity violation");
    }

    private void refused(String sql) throws SQLException {
        stage.screen().sql(sql);
        try (Statement statement = sealed.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refusal) {
            stage.screen().message(Failed.shown(refusal, "0A000"));
            return;
        }
        throw new Unexpected("not refused: " + sql);
    }

    private boolean careless() throws SQLException {
        byte[] plaintext =
                "written by a client that does not know of Rowseal, in the clear".getBytes(StandardCharsets.UTF_8);
        try (Connection plain = stage.database().plain();
                PreparedStatement update = plain.prepareStatement(CARELESS)) {
            update.setBytes(1, plaintext);
            update.executeUpdate();
            return false;
        } catch (SQLException violation) {
            return String.valueOf(violation.getSQLState()).startsWith("23");
        }
    }
}
