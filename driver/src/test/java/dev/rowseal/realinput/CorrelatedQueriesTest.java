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

/**
 * Subqueries that name a column of the query around them, where Rowseal makes groups of them: H2 and MariaDB see no such
 * column from within a derived table.
 */
@OnEveryDatabase
class CorrelatedQueriesTest {

    private static final List<String> EXACT = List.of(
            "SELECT v.code, (SELECT DISTINCT p.ssn FROM person p WHERE p.id = v.person) AS s FROM stay v ORDER BY v.code",
            "SELECT v.code, (SELECT DISTINCT ssn FROM person WHERE id = person) AS s FROM stay v ORDER BY v.code",
            "SELECT v.code, (SELECT DISTINCT p.ssn FROM person p JOIN stay w ON w.person = p.id WHERE p.id = v.person"
                    + " AND p.ssn <> 'ssn-2-x9') AS s FROM stay v ORDER BY v.code",
            "SELECT v.code, (SELECT DISTINCT d.a FROM (SELECT ssn AS a, id FROM person) d WHERE d.id = v.person) AS s"
                    + " FROM stay v ORDER BY v.code",
            "SELECT v.code, (SELECT DISTINCT p.ssn FROM person p WHERE EXISTS"
                    + " (SELECT 1 FROM stay w WHERE w.person = p.id AND w.person = v.person)) AS s FROM stay v ORDER BY v.code",
            "SELECT v.code, (SELECT DISTINCT p.ssn FROM person p WHERE p.id = 3) AS s FROM stay v ORDER BY v.code",
            "SELECT v.code, (SELECT p.ssn FROM person p WHERE p.id = 3 UNION SELECT p.ssn FROM person p WHERE p.id = 3)"
                    + " AS s FROM stay v ORDER BY v.code",
            "SELECT v.code FROM stay v WHERE v.person IN (SELECT DISTINCT p.id FROM person p WHERE p.id = v.person)"
                    + " ORDER BY v.code");

    /** Exact on PostgreSQL. */
    private static final List<String> REFUSED = List.of(
            "SELECT v.code, (SELECT p.ssn FROM person p WHERE p.id = v.person UNION SELECT q.ssn FROM person q"
                    + " WHERE q.id = v.person) AS s FROM stay v ORDER BY v.code",
            "SELECT v.code, (SELECT p.ssn FROM person p WHERE p.id = 3 INTERSECT SELECT q.ssn FROM person q"
                    + " WHERE q.id = v.person + 1) AS s FROM stay v ORDER BY v.code",
            "SELECT v.code, (SELECT p.ssn FROM person p WHERE p.id = 3 EXCEPT SELECT q.ssn FROM person q WHERE EXISTS"
                    + " (SELECT 1 FROM stay w WHERE w.person = v.person AND q.id = w.person)) AS s FROM stay v ORDER BY v.code");

    private final TestDatabase database;

    CorrelatedQueriesTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void areExactOrRefused(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 9);
            for (String query : EXACT) {
                pair.twins().exact(Request.text(query), Reads.FEW);
            }
            for (String query : REFUSED) {
                if (database.engine() == Engine.POSTGRESQL) {
                    pair.twins().exact(Request.text(query), Reads.FEW);
                } else {
                    pair.twins().refused(Request.text(query), "of the query around it");
                }
            }
            pair.check(People.TABLES);
        }
    }

    /** A value of the outer row, and a source of which not all columns are known. */
    @Test
    void whatIsNoColumnOfItsOwnIsRefused(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 9);
            pair.twins()
                    .either(
                            Request.text("SELECT p.id, (SELECT DISTINCT p.ssn FROM stay v WHERE v.person = p.id) AS s"
                                    + " FROM person p ORDER BY p.id"),
                            Reads.FEW);
            if (database.engine() == Engine.H2) {
                pair.twins()
                        .exact(
                                Request.text("SELECT t.x, (SELECT DISTINCT p.ssn FROM person p WHERE p.id = t.x) AS s"
                                        + " FROM UNNEST(ARRAY[1, 2]) t(x) ORDER BY t.x"),
                                Reads.FEW);
                pair.twins()
                        .refused(
                                Request.text("SELECT x, (SELECT p.ssn FROM person p WHERE p.id = x UNION SELECT q.ssn"
                                        + " FROM person q WHERE q.id = x) AS s FROM SYSTEM_RANGE(1, 3)"),
                                "of the query around it");
            }
            pair.check(People.TABLES);
        }
    }
}
