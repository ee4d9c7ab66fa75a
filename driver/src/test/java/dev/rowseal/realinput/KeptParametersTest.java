package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows are those of the parameters that found them, also after others are set or none; beside the plain driver. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class KeptParametersTest {

    private static final String POLICY = """
            tables:
              person:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
            """;

    private final TestDatabase database;

    KeptParametersTest(TestDatabase database) {
        this.database = database;
    }

    private interface Meanwhile {
        void with(PreparedStatement statement) throws SQLException;
    }

    private static final List<Meanwhile> MEANWHILE =
            List.of(PreparedStatement::clearParameters, statement -> statement.setLong(1, 3), statement -> {
                statement.setLong(1, 99);
                statement.addBatch();
                statement.clearBatch();
            });

    private List<String> statements() {
        List<String> statements = new ArrayList<>(List.of(
                "SELECT ssn FROM person WHERE id = ?",
                "SELECT p.* FROM person p WHERE p.id = ?",
                "SELECT (SELECT p.ssn FROM person p WHERE p.id = ?)",
                "SELECT DISTINCT ssn FROM person WHERE id = ?",
                "SELECT ssn FROM person WHERE id = ? UNION ALL SELECT ssn FROM person WHERE id = 4"));
        if (database.engine() == Engine.POSTGRESQL) {
            statements.add("UPDATE person SET city = 'x' WHERE id = ? RETURNING ssn, city");
            statements.add("UPDATE person SET ssn = 'other' WHERE id = ? RETURNING ssn, city");
            statements.add("UPDATE person SET ssn = 'more' WHERE pos = ? RETURNING ssn, city");
        }
        if (database.engine() != Engine.H2) {
            statements.add("INSERT INTO person (id, pos, ssn) VALUES (? + 0, 70, 'new') RETURNING pos");
            statements.add("INSERT INTO person (id, ssn) VALUES (?, 'new') RETURNING ssn, id");
            statements.add("DELETE FROM person WHERE id = ? RETURNING ssn, city");
        }
        return statements;
    }

    @Test
    void rowsAreThoseThatWereFound(@TempDir Path folder) throws SQLException {
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            plain.execute("create table person (id bigint primary key, pos integer, city varchar(9), ssn varchar(11))");
            database.execute("create table person (id bigint primary key, pos integer, city varchar(9), ssn "
                    + database.binaryType() + ", ssn_idx " + database.binaryType(16) + ")");
            try (Connection expected = plain.plain();
                    Connection actual = new Sealed(database, folder, POLICY).connect()) {
                for (String sql : statements()) {
                    for (Meanwhile meanwhile : MEANWHILE) {
                        List<String> found = rows(actual, sql, meanwhile);
                        if (!found.equals(List.of("refused"))) {
                            assertThat(found).as(sql).isEqualTo(rows(expected, sql, meanwhile));
                        }
                    }
                }
            }
        }
    }

    private static List<String> rows(Connection connection, String sql, Meanwhile meanwhile) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM person");
            for (int i = 1; i <= 4; i++) {
                statement.executeUpdate("INSERT INTO person (id, pos, city, ssn) VALUES (" + i + ", " + i + ", 'city"
                        + i + "', 'ssn" + i + "')");
            }
        }
        List<String> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, sql.startsWith("INSERT") ? 12 : 2);
            try (ResultSet found = statement.executeQuery()) {
                meanwhile.with(statement);
                while (found.next()) {
                    for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                        rows.add(found.getString(i));
                    }
                }
            }
        } catch (java.sql.SQLFeatureNotSupportedException refused) {
            return List.of("refused");
        }
        return rows;
    }
}
