package dev.rowseal.realinput;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2's compatibility modes: PostgreSQL's, which tests often use, and those in which values are others. */
@OnEveryDatabase(Engine.H2)
class H2ModesTest {

    private static final List<Request> STATEMENTS = List.of(
            Request.text("SELECT ssn AS s, city AS c FROM person WHERE ssn = 'ssn-1-x9'"),
            Request.text("SELECT ssn AS s, count(*) AS n FROM person GROUP BY ssn"),
            Request.text("SELECT DISTINCT p.nick AS n, p.ssn FROM person p JOIN person q ON q.ssn = p.ssn"),
            Request.text("SELECT d.s AS t FROM (SELECT ssn AS s FROM person UNION SELECT ssn FROM person) d"),
            Request.text("UPDATE person SET notes = '' WHERE city = 'city1'"),
            Request.text("INSERT INTO person (id, ssn, nick) VALUES (900, '', NULL)"),
            Request.text("SELECT id, ssn, notes FROM person WHERE ssn = '' OR notes IS NULL"),
            Request.text("INSERT INTO person (id, ssn) SELECT id + 100, ssn FROM person WHERE id < 3"),
            Request.text("DELETE FROM person WHERE nick = 'nick-1-x9'"));

    private final TestDatabase database;

    H2ModesTest(TestDatabase database) {
        this.database = database;
    }

    private static void mode(TestDatabase database, String mode) throws SQLException {
        try (Connection connection = database.plain();
                Statement statement = connection.createStatement()) {
            statement.execute("SET MODE " + mode);
        }
    }

    @Test
    void postgresIsTaken(@TempDir Path folder) throws SQLException, IOException {
        mode(database, "PostgreSQL");
        try (Pair pair = People.pair(database, folder)) {
            mode(pair.plainDatabase(), "PostgreSQL");
            People.fill(pair, 12);
            for (Request statement : STATEMENTS) {
                pair.twins().exact(statement, Reads.FEW);
                pair.twins().compare(People.TABLES, Reads.FEW);
            }
            pair.check(People.TABLES);
        }
    }

    @Test
    void othersAreRefusedInEachSessionThatSeesThem(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 12);
            for (String mode : List.of(
                    "Oracle", "MySQL", "MariaDB", "MSSQLServer", "DB2", "Derby", "HSQLDB", "STRICT", "LEGACY")) {
                pair.twins().sealed().run(Request.text("SET MODE " + mode), Reads.FEW);
                for (Request statement : STATEMENTS) {
                    try {
                        pair.twins().refused(statement, "MODE=");
                    } catch (AssertionError e) {
                        // Whether the table is as it was cannot be read in the mode.
                        if (!String.valueOf(e.getMessage()).contains(" after the refused ")) {
                            throw e;
                        }
                    }
                }
                pair.twins().sealed().run(Request.text("SET MODE Regular"), Reads.FEW);
                pair.twins().compare(People.TABLES, Reads.FEW);
            }
            pair.check(People.TABLES);
        }
    }
}
