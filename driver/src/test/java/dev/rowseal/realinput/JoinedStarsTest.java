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

/** S42: the columns that a {@code *} stands for behind USING and NATURAL, in the order of each database. */
@OnEveryDatabase
class JoinedStarsTest {

    private static final String PERSON = "(SELECT id, ssn, city, notes FROM person) p";

    private static final List<String> QUERIES = List.of(
            "SELECT * FROM " + PERSON
                    + " JOIN (SELECT city, id, 1 AS one FROM person) q USING (city, id) ORDER BY p.id",
            "SELECT * FROM " + PERSON
                    + " JOIN (SELECT city, id, 1 AS one FROM person) q USING (id, city) ORDER BY p.id",
            "SELECT * FROM (SELECT city, id, 1 AS one FROM person) q JOIN " + PERSON
                    + " USING (id, city) ORDER BY p.id",
            "SELECT * FROM " + PERSON
                    + " LEFT JOIN (SELECT city, id, 1 AS one FROM person) q USING (city, id) ORDER BY p.id",
            "SELECT * FROM " + PERSON + " NATURAL JOIN (SELECT city, 1 AS one, id FROM person) q ORDER BY p.id",
            "SELECT * FROM (SELECT 1 AS one, id FROM person WHERE id = 2) c, " + PERSON
                    + " JOIN (SELECT city, id, 2 AS two FROM person) q USING (city, id) ORDER BY p.id",
            "SELECT * FROM (SELECT 1 AS one, city FROM person WHERE id = 2) c, " + PERSON
                    + " NATURAL JOIN (SELECT id, 2 AS two FROM person) q ORDER BY p.id",
            "SELECT * FROM person p JOIN (SELECT id, 1 AS one FROM person) q USING (id)"
                    + " JOIN (SELECT id, 2 AS two FROM person) r USING (id) ORDER BY p.id",
            "SELECT * FROM person p JOIN (SELECT pos, id, 1 AS one FROM person) q USING (pos)"
                    + " JOIN (SELECT city, pos FROM person) r USING (city, pos) ORDER BY p.id",
            "SELECT p.* FROM (SELECT id, 1 AS one FROM person WHERE id < 3) q RIGHT JOIN person p USING (id) ORDER BY p.id",
            "SELECT d.* FROM (SELECT * FROM " + PERSON
                    + " JOIN (SELECT city, id, 1 AS one FROM person) q USING (city, id)) d" + " ORDER BY d.id",
            "SELECT * FROM person p JOIN (stay s JOIN (SELECT code, 5 AS five FROM stay) t ON t.code = s.code)"
                    + " ON s.person = p.id ORDER BY p.id, s.code",
            "SELECT DISTINCT * FROM (SELECT id, ssn, city FROM person) p"
                    + " JOIN (SELECT city, id, 1 AS one FROM person) q USING (city, id) ORDER BY id");

    /** Refused on H2. */
    private static final List<String> IN_PARENTHESES = List.of(
            "SELECT * FROM person p JOIN ((SELECT 7 AS seven, code FROM stay) s NATURAL JOIN"
                    + " (SELECT code, id, 5 AS five FROM stay, person WHERE id < 3) t) ON s.code = 'c1' ORDER BY p.id, t.id",
            "SELECT d.* FROM (SELECT * FROM (SELECT id, ssn FROM person) p JOIN ((SELECT 7 AS seven, code FROM stay) s JOIN"
                    + " (SELECT 5 AS five, code FROM stay) t USING (code)) ON p.id = 2) d ORDER BY d.code",
            "SELECT * FROM ((SELECT 7 AS seven, code FROM stay) s JOIN (SELECT 5 AS five, code, id FROM stay, person"
                    + " WHERE id = 2) t USING (code)) JOIN person p USING (id) ORDER BY s.code");

    /** Exact, or not in the database's own SQL, or refused as rows of the page say. */
    private static final List<String> OTHERS = List.of(
            "SELECT * FROM (SELECT id, 1 AS one FROM person WHERE id < 3) q RIGHT JOIN person p USING (id) ORDER BY p.id",
            "SELECT d.id FROM (SELECT * FROM (SELECT id, 1 AS one FROM person WHERE id < 3) q RIGHT JOIN person p"
                    + " USING (id)) d ORDER BY 1",
            "SELECT id FROM (SELECT DISTINCT * FROM (SELECT id, 1 AS one FROM person WHERE id < 3) q RIGHT JOIN"
                    + " (SELECT id, ssn FROM person) p USING (id)) d ORDER BY 1",
            "SELECT DISTINCT * FROM (SELECT id, ssn FROM person) p RIGHT JOIN (SELECT person AS who, code FROM stay) s ON s.who = p.id"
                    + " JOIN (SELECT code, 5 AS five FROM stay) t USING (code) ORDER BY code",
            "SELECT * FROM (SELECT id, ssn FROM person) p RIGHT JOIN (SELECT person AS who, code FROM stay) s ON s.who = p.id"
                    + " JOIN (SELECT code, 5 AS five FROM stay) t USING (code) ORDER BY s.code",
            "SELECT * FROM (SELECT 1 AS one, code FROM stay) t JOIN (SELECT code, 5 AS five FROM stay) u USING (code)"
                    + " RIGHT JOIN person p ON p.id = 2 AND t.code = 'c1' ORDER BY p.id",
            "SELECT p.id FROM (person p, (SELECT 3 AS three) t) NATURAL JOIN (SELECT ssn FROM person) c",
            "SELECT * FROM (SELECT p.*, v.* FROM person p JOIN stay v ON v.person = p.id) d ORDER BY 1, code",
            "SELECT * FROM (SELECT p.*, v.* FROM person p JOIN person v ON v.id = p.id) d ORDER BY 1",
            "SELECT * FROM " + PERSON + " NATURAL JOIN (SELECT id, 1 AS one FROM person) q"
                    + " NATURAL JOIN (SELECT one, city, id FROM (SELECT 1 AS one, city, id FROM person) i) r ORDER BY p.id");

    private static final List<String> FULL = List.of(
            "SELECT * FROM (SELECT id, 1 AS one FROM person WHERE id < 3) q FULL JOIN person p USING (id) ORDER BY p.id",
            "SELECT d.* FROM (SELECT * FROM (SELECT 99 AS id) q FULL JOIN person p USING (id)) d ORDER BY 1",
            "SELECT DISTINCT * FROM (SELECT id, ssn FROM person) p JOIN (SELECT CAST(id AS integer) AS id, 1 AS one FROM person) q"
                    + " USING (id) ORDER BY id",
            "SELECT DISTINCT * FROM (SELECT CAST(id AS integer) AS id, 1 AS one FROM person) q JOIN (SELECT id, ssn FROM person) p"
                    + " USING (id) ORDER BY id",
            "SELECT d.* FROM (SELECT * FROM (SELECT id, 1 AS one FROM person WHERE id < 3) q RIGHT JOIN person p"
                    + " USING (id)) d ORDER BY 1");

    private final TestDatabase database;

    JoinedStarsTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void areInTheDatabasesOrder(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 8);
            for (String query : QUERIES) {
                pair.twins().exact(Request.text(query), Reads.FEW);
            }
            for (String query : IN_PARENTHESES) {
                if (database.engine() == Engine.H2) {
                    pair.twins().either(Request.text(query), Reads.FEW);
                } else {
                    pair.twins().exact(Request.text(query), Reads.FEW);
                }
            }
            for (String query : OTHERS) {
                pair.twins().either(Request.text(query), Reads.FEW);
            }
            for (String query : database.engine() == Engine.POSTGRESQL ? FULL : List.<String>of()) {
                pair.twins().exact(Request.text(query), Reads.FEW);
            }
        }
    }
}
