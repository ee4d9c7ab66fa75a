package dev.rowseal.realinput;

import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query inside of another gives one sealed column under two names: what is grouped by one does not know the other. */
@OnEveryDatabase
class OneColumnTwiceTest {

    private static final String TWICE = " FROM (SELECT ssn AS a, ssn AS b, id FROM person) t ";

    private static final List<String> QUERIES = List.of(
            "SELECT t.a" + TWICE + "GROUP BY t.a HAVING t.b <> 'x'",
            "SELECT t.a" + TWICE + "JOIN person p ON p.ssn = t.a GROUP BY t.a HAVING t.a <> t.b",
            "SELECT t.a, CASE WHEN t.b = 'ssn-1-x9' THEN 1 ELSE 2 END AS c" + TWICE + "GROUP BY t.a",
            "SELECT t.a, t.b" + TWICE + "GROUP BY t.a",
            "SELECT t.a, t.b, count(*)" + TWICE + "GROUP BY t.a, t.b HAVING t.a = t.b",
            "SELECT t.a, count(DISTINCT t.b)" + TWICE + "GROUP BY t.a",
            "SELECT t.a, t.b" + TWICE + "WHERE t.a = t.b AND t.b IN ('ssn-1-x9', 'ssn-2-x9')",
            "SELECT DISTINCT t.a, t.b" + TWICE,
            "SELECT u.x"
                    + " FROM (SELECT DISTINCT ssn AS x, ssn AS y FROM person) u GROUP BY u.x HAVING u.y IS NOT NULL");

    private final TestDatabase database;

    OneColumnTwiceTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void isExactOrRefused(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 8);
            for (String query : QUERIES) {
                pair.twins().either(Request.text(query), Reads.FEW);
            }
            pair.check(People.TABLES);
        }
    }
}
