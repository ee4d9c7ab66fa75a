package dev.rowseal.attack;

import static dev.rowseal.attack.Ward.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer of the database damages cells, or brings them from another database: an error of the right kind, never a value. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class DamagedCellsTest {

    private final TestDatabase database;
    private final Ward ward;

    DamagedCellsTest(TestDatabase database, @TempDir Path folder) throws SQLException {
        this.database = database;
        this.ward = new Ward(database, folder);
    }

    @Test
    void everyTruncationAndSomeDamage() throws SQLException {
        byte[] cell = ward.stored("select ssn from patient where id = 1");
        Random random = new Random(20261125);
        try (Connection connection = ward.sealed.connect();
                PreparedStatement read = connection.prepareStatement("SELECT ssn FROM patient WHERE id = 1")) {
            for (int i = 0; i < cell.length * 4; i++) {
                byte[] damaged = i < cell.length ? Arrays.copyOf(cell, i) : cell.clone();
                if (i >= cell.length) {
                    int bit = random.nextInt(cell.length * 8);
                    damaged[bit / 8] ^= (byte) (1 << bit % 8);
                }
                ward.store("update patient set ssn = ? where id = 1", damaged);
                try (ResultSet rows = read.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    fail(database + ": a damaged cell " + i + " gave " + rows.getString(1));
                } catch (SQLException e) {
                    ward.watch.clean("damage " + i, e);
                    assertThat(e.getSQLState()).as("damage " + i + ": " + e).isIn("RS001", "RS003", "RS005");
                }
            }
        }
    }

    @Test
    void cellsOfAnotherDatabase(@TempDir Path folder) throws SQLException {
        try (TestDatabase far = TestDatabase.on(database.engine())) {
            Ward there = new Ward(far, folder);
            there.store("update patient set ssn = ? where id = 1", ward.stored("select ssn from patient where id = 1"));
            there.refuses("another database", "SELECT ssn FROM patient WHERE id = 1", "RS001", "RS003");
        }
    }

    @Test
    void textCells() throws SQLException {
        if (database.engine() == Engine.H2) {
            database.execute(
                    "alter table staff alter column ssn varchar", "alter table staff alter column ssn_idx varchar(30)");
        } else if (database.engine() == Engine.MARIADB) {
            database.execute(
                    "alter table staff drop ssn, drop ssn_idx",
                    "alter table staff add ssn " + database.textType() + ", add ssn_idx " + database.textType(22));
        } else {
            database.execute(
                    "alter table staff alter column ssn type text using null",
                    "alter table staff alter column ssn_idx type text using null");
        }
        database.execute("update staff set ssn = null, ssn_idx = null");
        try (var source = ward.fresh();
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE staff SET ssn = '" + BOB + "' WHERE id = 1");
        }
        assertThat(ward.read("SELECT ssn FROM staff WHERE id = 1")).containsExactly(BOB);
        String good = new String(ward.stored("select ssn from staff where id = 1"), StandardCharsets.UTF_8);
        for (String cell : List.of(
                "rs1.",
                "rs1.x",
                "rs1.====",
                "rs1.AAAA",
                good.substring(0, good.length() - 1),
                good + "A",
                good + "=",
                good + " ",
                good + "\n",
                good.replace("rs1.", "RS1."),
                good.replace("rs1.", "rs2."),
                good.substring(0, 20) + "+/" + good.substring(22),
                "",
                "plain",
                "\u0001",
                "rs1.\u00e9")) {
            ward.store("update staff set ssn = ? where id = 1", cell);
            ward.refuses("text cell " + cell.length(), "SELECT ssn FROM staff WHERE id = 1", "RS001", "RS003", "RS005");
        }
    }
}
