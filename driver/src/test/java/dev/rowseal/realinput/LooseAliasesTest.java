package dev.rowseal.realinput;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words that the parser takes for columns and aliases, and the database for something else. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class LooseAliasesTest {

    private final TestDatabase database;

    LooseAliasesTest(TestDatabase database) {
        this.database = database;
    }

    /** Behind each of them the sealed column would pass for an alias, and its cells would be given as they are stored. */
    @Test
    void aWordBeforeASealedColumnIsNoColumn(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 4);
            for (String word : List.of(
                    "HIGH_PRIORITY", "sql_small_result", "SQL_BIG_RESULT", "Sql_Buffer_Result", "BINARY", "VARIADIC")) {
                for (String text : List.of(
                        "SELECT " + word + " ssn FROM person",
                        "SELECT DISTINCT " + word + " ssn FROM person",
                        "SELECT id, 1 = " + word + " ssn FROM person",
                        "SELECT x.* FROM (SELECT " + word + " ssn FROM person) x",
                        "SELECT (SELECT " + word + " ssn FROM person WHERE id = 1) AS y",
                        "WITH d AS (SELECT " + word + " ssn FROM person) SELECT * FROM d",
                        "SELECT ssn FROM person UNION ALL SELECT " + word + " ssn FROM person",
                        "INSERT INTO person (id, city) SELECT id + 100, " + word + " ssn FROM person",
                        "INSERT INTO person (id, ssn) VALUES (9, 'ssn-1-x9') RETURNING " + word + " ssn",
                        "DELETE FROM person WHERE id = 1 RETURNING " + word + " ssn")) {
                    pair.twins().refused(Request.text(text), "");
                }
            }
            for (String word : List.of("ISNULL", "NOTNULL")) {
                Request test = Request.text("SELECT ssn " + word + " FROM person");
                if (database.engine() == Engine.POSTGRESQL) {
                    pair.twins().exact(test, Reads.FEW);
                } else {
                    pair.twins().refused(test, "IS NULL");
                }
            }
            pair.check(People.TABLES);
        }
    }

    @Test
    void aliasesWithoutAsBehindValues(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 4);
            for (String text : List.of(
                    "SELECT ssn s, p.city c, id + 1 i, 1 one, 'x' y, NULL z, CURRENT_DATE d FROM person p WHERE id < 3",
                    "SELECT CASE WHEN ssn = 'ssn-1-x9' THEN 1 END found, count(*) n FROM person GROUP BY ssn",
                    "SELECT d.s FROM (SELECT ssn s FROM person) d",
                    "SELECT (SELECT ssn FROM person WHERE id = 1) s, upper(city) u FROM person")) {
                pair.twins().exact(Request.text(text), Reads.FEW);
            }
            pair.check(People.TABLES);
        }
    }

    /** H2 and MariaDB take a name in HAVING for a label before they take it for a column. */
    @Test
    void labelsInHavingThatNameSealedColumns(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 6);
            for (String text : List.of(
                    "SELECT count(*) AS ssn FROM person GROUP BY city HAVING ssn = '2'",
                    "SELECT city AS ssn, count(*) AS n FROM person GROUP BY city HAVING ssn = 'city1'",
                    "SELECT city AS ssn, count(*) AS n FROM person GROUP BY ssn, city HAVING ssn = 'city1'",
                    "SELECT ssn AS nick, count(*) AS n FROM person GROUP BY ssn, nick HAVING nick = 'ssn-1-x9'")) {
                pair.twins().either(Request.text(text), Reads.FEW);
                if (database.engine() != Engine.POSTGRESQL) {
                    pair.twins().refused(Request.text(text), "label");
                }
            }
            pair.twins()
                    .exact(
                            Request.text("SELECT ssn AS ssn, count(*) AS n FROM person GROUP BY ssn"
                                    + " HAVING ssn <> 'ssn-1-x9' AND count(*) > 0"),
                            Reads.FEW);
            pair.check(People.TABLES);
        }
    }
}
