package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A connection that the server has ended fails as the plain driver's does, by class, SQLState and vendor code, whichever
 * statement finds out: by them pools give a connection up.
 */
@OnEveryDatabase
class GoneConnectionTest {

    private static final String POLICY = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
            """;

    private static final List<String> TEXTS = List.of(
            "SELECT ssn FROM patient WHERE id = 1",
            "INSERT INTO patient (id, ssn) VALUES (1, 'ssn-1')",
            "UPDATE patient SET ssn = 'ssn-2' WHERE city = 'Bern'",
            "SELECT 1",
            "CREATE TABLE later (id bigint primary key)");

    private final TestDatabase database;

    GoneConnectionTest(TestDatabase database) {
        this.database = database;
    }

    private static String told(Connection connection, String text) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(text);
            return "done";
        } catch (SQLException failed) {
            Class<?> kind = failed.getClass();
            while (!kind.getName().startsWith("java.sql.")) {
                kind = kind.getSuperclass();
            }
            return kind.getSimpleName() + " " + failed.getSQLState() + " " + failed.getErrorCode();
        }
    }

    private void end(Connection connection, TestDatabase of) throws SQLException {
        String question = switch (of.engine()) {
            case H2 -> "SELECT session_id()";
            case POSTGRESQL -> "SELECT pg_backend_pid()";
            case MARIADB -> "SELECT connection_id()";
        };
        long session;
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            session = answer.getLong(1);
        }
        of.execute(
                switch (of.engine()) {
                    case H2 -> "CALL abort_session(" + session + ")";
                    case POSTGRESQL -> "SELECT pg_terminate_backend(" + session + ", 5000)";
                    case MARIADB -> "KILL " + session;
                });
    }

    @Test
    void itFailsAsThePlainDriversDoes(@TempDir Path folder) throws SQLException {
        List<String> differences = new ArrayList<>();
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            plain.execute("create table patient (id bigint primary key, ssn varchar(11), city varchar(20))");
            String binary = database.binaryType();
            database.execute("create table patient (id bigint primary key, ssn " + binary
                    + ", city varchar(20), ssn_idx " + database.binaryType(16) + ")");
            Sealed sealed = new Sealed(database, folder, POLICY);
            for (boolean used : List.of(true, false)) {
                for (String text : TEXTS) {
                    try (Connection expected = plain.plain();
                            Connection actual = sealed.connect()) {
                        if (used) {
                            assertThat(told(actual, "SELECT ssn FROM patient"))
                                    .isEqualTo(told(expected, "SELECT ssn FROM patient"));
                        }
                        end(expected, plain);
                        end(actual, database);
                        for (int i = 0; i < 2; i++) {
                            String theirs = told(expected, text);
                            String ours = told(actual, text);
                            assertThat(theirs).isNotEqualTo("done");
                            if (!ours.equals(theirs)) {
                                differences.add(text + " " + i + ": " + ours + ", not " + theirs);
                            }
                        }
                    }
                }
            }
        }
        assertThat(differences).isEmpty();
    }
}
