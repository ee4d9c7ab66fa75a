package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Batches of INSERTs whose ids AUTO_INCREMENT makes. MariaDB's driver sends them as one, numbers as their bits; Rowseal runs
 * them row by row.
 */
@OnEveryDatabase(Engine.MARIADB)
class NumbersInBatchesTest {

    private static final String POLICY = """
            tables:
              chart:
                row-id: { id: bigint }
                columns:
                  single: { type: real }
                  twice: { type: double }
                  pay: { type: "decimal(8,2)" }
                  points: { type: integer }
            """;

    private final TestDatabase database;

    NumbersInBatchesTest(TestDatabase database) {
        this.database = database;
    }

    private Pair pair(Path folder) throws SQLException {
        String head =
                "create table chart (id bigint auto_increment primary key, f float, d double, n decimal(8,2), i int,"
                        + " v varchar(40), ";
        return new Pair(
                database,
                folder,
                POLICY,
                List.of(head + "single float, twice double, pay decimal(8,2), points int)"),
                List.of(head + "single longblob, twice longblob, pay longblob, points longblob)"));
    }

    private interface Setter {
        void set(PreparedStatement statement, int position, double number) throws SQLException;
    }

    private static final List<Setter> SETTERS = List.of(
            (statement, position, number) -> statement.setFloat(position, (float) number),
            (statement, position, number) -> statement.setDouble(position, number),
            (statement, position, number) -> statement.setObject(position, (float) number),
            (statement, position, number) -> statement.setObject(position, number),
            (statement, position, number) -> statement.setObject(position, (float) number, Types.DOUBLE),
            (statement, position, number) -> statement.setObject(position, number, Types.REAL),
            (statement, position, number) -> statement.setObject(position, (float) number, Types.DECIMAL),
            (statement, position, number) -> statement.setObject(position, String.valueOf(number), Types.DOUBLE),
            (statement, position, number) -> statement.setString(position, String.valueOf(number)),
            (statement, position, number) -> statement.setBigDecimal(position, BigDecimal.valueOf(number)));

    @Test
    void numbersAreWhatTheyAreInOneBatch(@TempDir Path folder) throws SQLException, IOException {
        String[] texts = {
            "INSERT INTO chart (f, d, n, i, v, single, twice, pay, points) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            "INSERT INTO chart (f, d, n, i, v, single, twice, pay, points)"
                    + " VALUES (? * 2, ? + 1, ?, ? / 2, concat('x', ?), ?, ?, ?, ?)"
        };
        try (Pair pair = pair(folder)) {
            for (String sql : texts) {
                for (Setter setter : SETTERS) {
                    for (int rows = 1; rows <= 3; rows++) {
                        int[] ours = insert(pair.twins().sealed(), sql, setter, rows);
                        assertThat(ours).as(sql).isEqualTo(insert(pair.twins().plain(), sql, setter, rows));
                    }
                }
            }
            // Numbers that a batch has not used are left over by the server.
            String rows = "SELECT f, d, n, i, v, single, twice, pay, points FROM chart ORDER BY id";
            pair.twins().exact(Request.text(rows), Reads.ALL);
            pair.check(List.of());
        }
    }

    private static int[] insert(Side side, String sql, Setter setter, int rows) throws SQLException {
        double[] numbers = {0.1, 2.5, -3.5};
        try (PreparedStatement statement = side.connection().prepareStatement(sql)) {
            for (int row = 0; row < rows; row++) {
                for (int i = 1; i <= 9; i++) {
                    setter.set(statement, i, numbers[row]);
                }
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }
}
