package dev.rowseal.realinput;

import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels in the letters that the plain driver gives them: MariaDB as they were written, but for NULL and truth. */
@OnEveryDatabase
class SpelledLabelsTest {

    private static final List<String> QUERIES = List.of(
            "SELECT SSN, city AS CiTy, Id FROM person ORDER BY id",
            "SELECT ssn, true, null, False, nUll FROM person ORDER BY id",
            "SELECT ssn, (null), (true), (nUll), (TRUE), ((null)), (False) FROM person ORDER BY id",
            "SELECT null, ssn, true FROM person WHERE ssn = 'ssn-1-x9' OR city = 'city1' ORDER BY id",
            "SELECT * FROM (SELECT null AS N, ssn AS S, true AS T FROM person) q",
            "SELECT DISTINCT ssn AS SsN, city AS City, UPPER(city) FROM person",
            "SELECT DISTINCT SSN, City, UPPER(CITY), ID FROM person",
            "(SELECT DISTINCT SSN FROM person)",
            "SELECT ssn AS SsN, city AS CiTy, UPPER(CITY) FROM person UNION SELECT ssn, city, 'X' FROM person",
            "SELECT SSN FROM person INTERSECT SELECT ssN FROM person",
            "SELECT SsN, CITY, count(*) AS N, COUNT(*) FROM person GROUP BY SsN, CiTy",
            "SELECT COUNT(DISTINCT SSN), Max(ID) AS Biggest FROM person",
            "SELECT DISTINCT t.c AS C7, t.s AS C8, t.c AS C9 FROM (SELECT CASE WHEN EXISTS (SELECT 1 FROM stay x"
                    + " WHERE x.room = 'a') THEN 1 ELSE 2 END AS c, ssn AS s FROM person) t WHERE t.s = 'ssn-2-x9'",
            "WITH C AS (SELECT DISTINCT SSN FROM person) SELECT Ssn AS X, sSn FROM C");

    /** Exact, or PostgreSQL's label of a constant that goes into a query inside is not told. */
    private static final List<String> CONSTANTS = List.of(
            "SELECT DISTINCT null, ssn, TRUE FROM person",
            "SELECT DISTINCT ssn, (null), (true), (TRUE) FROM person",
            "SELECT null, ssn, true FROM person UNION SELECT 1, ssn, false FROM person");

    private final TestDatabase database;

    SpelledLabelsTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void areThoseOfThePlainStatement(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 6);
            for (String query : QUERIES) {
                pair.twins().exact(Request.text(query), Reads.FEW);
                pair.twins().exact(Request.prepared(query), Reads.FEW);
            }
            for (String query : CONSTANTS) {
                pair.twins().either(Request.text(query), Reads.FEW);
            }
        }
    }
}
