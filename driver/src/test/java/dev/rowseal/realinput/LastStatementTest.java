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

/** J24: what a MariaDB session says of the statement before. */
@OnEveryDatabase(Engine.MARIADB)
class LastStatementTest {

    private static final List<Request> QUESTIONS = List.of(
            Request.text("SELECT ROW_COUNT()"),
            Request.text("SELECT row_count /* of it */ ()"),
            Request.prepared("SELECT ROW_COUNT() + ?", 1));

    private static final List<Request> WARNINGS = List.of(
            Request.text("SHOW WARNINGS"),
            Request.text("SHOW /* all */ ERRORS LIMIT 2"),
            Request.text("SHOW COUNT(*) WARNINGS"),
            Request.text("SELECT @@session.warning_count"),
            Request.text("GET DIAGNOSTICS @seen = ROW_COUNT"),
            Request.text("SELECT /*! ROW_COUNT() */"),
            Request.text("/*! SHOW */ WARNINGS"),
            Request.text("SELECT @@ /*! session. */ error_count"));

    /** Each runs as one statement. */
    private static final List<Request> WHOLE = List.of(
            Request.text("UPDATE person SET city = 'elsewhere' WHERE id < 5"),
            Request.prepared("UPDATE person SET ssn = ? WHERE id = 3", "ssn-3-x9"),
            Request.text("DELETE FROM person WHERE id = 9"),
            Request.text("SELECT ssn FROM person WHERE id < 4"),
            Request.text("SELECT 1 UNION SELECT 2"));

    /** Each takes several. */
    private static final List<Request> STEPPED = List.of(
            Request.text("UPDATE person SET notes = 'notes-1-x9' WHERE city = 'elsewhere'"),
            Request.text("INSERT INTO person (id, ssn) SELECT id + 100, ssn FROM person WHERE id < 3"));

    private final TestDatabase database;

    LastStatementTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void ofTheLastQuery(@TempDir Path folder) throws SQLException, IOException {
        Request question = Request.text("SELECT found_rows()");
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 12);
            for (Request query : List.of(
                    Request.text("SELECT SQL_CALC_FOUND_ROWS 1 UNION ALL SELECT 2 UNION ALL SELECT 3 LIMIT 2"),
                    Request.text("SELECT id, ssn FROM person WHERE city IS NOT NULL ORDER BY id LIMIT 3"),
                    Request.prepared("SELECT id FROM person WHERE ssn <> ?", "ssn-3-x9"))) {
                pair.twins().exact(query, Reads.FEW);
                pair.twins().exact(question, Reads.FEW);
                for (Request stepped : STEPPED) {
                    pair.twins().exact(stepped, Reads.FEW);
                    pair.twins().refused(question, "what ran before");
                    pair.twins().exact(Request.text("DELETE FROM person WHERE id > 100"), Reads.FEW);
                    pair.twins().refused(question, "what ran before");
                }
            }
            pair.check(People.TABLES);
        }
    }

    @Test
    void isExactOrRefused(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 12);
            for (Request question : QUESTIONS) {
                for (Request whole : WHOLE) {
                    pair.twins().exact(whole, Reads.FEW);
                    pair.twins().exact(question, Reads.FEW);
                }
                for (Request stepped : STEPPED) {
                    pair.twins().exact(stepped, Reads.FEW);
                    pair.twins().refused(question, "what ran before");
                    pair.twins().exact(Request.text("DELETE FROM person WHERE id > 100"), Reads.FEW);
                    pair.twins().exact(question, Reads.FEW);
                }
            }
            pair.twins().refused(Request.text("INSERT INTO person (id, city) VALUES (77, row_count())"), "of its own");
            for (Request question : WARNINGS) {
                pair.twins().refused(question, "what ran before");
            }
            // None of these asks.
            for (String other : List.of(
                    "SELECT 1 AS row_count",
                    "/* row_count() */ SELECT 'show all errors, get the diagnostics' AS x",
                    "UPDATE person SET city = 'show warnings' WHERE id = 5",
                    "SELECT /*! 1 + */ 1 AS errors",
                    "CREATE TABLE errors (diagnostics INT) /*! ENGINE = InnoDB */",
                    "INSERT INTO errors VALUES (/*! 1 + */ 1)")) {
                pair.twins().exact(Request.text(other), Reads.FEW);
            }
            pair.twins().exact(WHOLE.get(0), Reads.FEW);
            // To prepare is to look at the catalogue, which the plain driver does not.
            pair.twins()
                    .sealed()
                    .connection()
                    .prepareStatement("SELECT nick FROM person WHERE city = ? AND id = 3")
                    .close();
            pair.twins().refused(QUESTIONS.get(0), "what ran before");
            pair.check(People.TABLES);
        }
    }
}
