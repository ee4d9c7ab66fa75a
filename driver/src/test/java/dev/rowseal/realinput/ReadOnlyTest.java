package dev.rowseal.realinput;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A connection that is called read-only: what a driver makes of it under autocommit and in a transaction holds for changes
 * that Rowseal makes in several steps, too.
 */
@OnEveryDatabase
class ReadOnlyTest {

    private static final List<Request> CHANGES = List.of(
            Request.text("UPDATE person SET notes = 'n1-x9' WHERE city = 'city1'"),
            Request.text("UPDATE person SET city = 'x' WHERE ssn = 'ssn-1-x9'"),
            Request.text("UPDATE person SET city = 'y' WHERE id = 2"),
            Request.text("INSERT INTO person (id, ssn) VALUES (900, 'ssn-9')"),
            Request.text("INSERT INTO person (id, ssn) SELECT id + 100, ssn FROM person WHERE id = 3"),
            Request.text("DELETE FROM person WHERE nick = 'nick-1-x9'"),
            Request.text("SELECT ssn FROM person WHERE id = 3"));

    private final TestDatabase database;

    ReadOnlyTest(TestDatabase database) {
        this.database = database;
    }

    private static List<Connection> both(Pair pair) {
        return List.of(pair.twins().plain().connection(), pair.twins().sealed().connection());
    }

    private static void run(Pair pair, List<Request> requests) throws SQLException {
        for (Request request : requests) {
            pair.twins().exact(request, Reads.FEW);
            for (Connection connection : both(pair)) {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
            }
        }
    }

    @Test
    void isWhatTheDriverMakesOfIt(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 12);
            for (boolean autocommit : List.of(true, false, true)) {
                for (Connection connection : both(pair)) {
                    connection.setReadOnly(true);
                    connection.setAutoCommit(autocommit);
                }
                run(pair, CHANGES);
                for (Connection connection : both(pair)) {
                    connection.setAutoCommit(true);
                }
                pair.twins().compare(People.TABLES, Reads.FEW);
            }
            String session = "SET SESSION "
                    + (database.engine() == Engine.POSTGRESQL ? "CHARACTERISTICS AS " : "")
                    + "TRANSACTION READ ONLY";
            pair.twins().either(Request.text(session), Reads.FEW);
            run(pair, CHANGES);
            pair.twins().compare(People.TABLES, Reads.FEW);
            pair.check(People.TABLES);
        }
    }
}
