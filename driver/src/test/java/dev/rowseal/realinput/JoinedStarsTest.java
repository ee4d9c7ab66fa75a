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
            "SELECT DISTINCT * FROM (SELECT id, ssn, city FROM person) p"
                    + " JOIN (SELECT city, id, 1 AS one FROM person) q USING (city, id) ORDER BY id");

    /** Exact, or not in the database's own SQL, or refused as rows of the page say. */
    private static final List<String> OTHERS = List.of(
            "SELECT * FROM (SELECT id, 1 AS one FROM person WHERE id < 3) q RIGHT JOIN person p USING (id) ORDER BY p.id",
            "SELECT d.id FROM (SELECT * FROM (SELECT id, 1 AS one FROM person WHERE id < 3) q RIGHT JOIN person p"
                    + " USING (id)) d ORDER BY 1",
            "SELECT id FROM (SELECT DISTINCT * FROM (SELECT id, 1 AS one FROM person WHERE id < 3) q RIGHT JOIN"
                    + " (SELECT id, ssn FROM person) p USING (id)) d ORDER BY 1",
            "SELECT * FROM (SELECT p.*, v.* FROM person p JOIN stay v ON v.person = p.id) d ORDER BY 1, code",
            "SELECT * FROM (SELECT p.*, v.* FROM person p JOIN person v ON v.id = p.id) d ORDER BY 1",
            "SELECT * FROM " + PERSON + " NATURAL JOIN (SELECT id, 1 AS one FROM person) q"
                    + " NATURAL JOIN (SELECT one, city, id FROM (SELECT 1 AS one, city, id FROM person) i) r ORDER BY p.id");

    private static final List<String> FULL = List.of(
            "SELECT * FROM (SELECT id, 1 AS one FROM person WHERE id < 3) q FULL JOIN person p USING (id) ORDER BY p.id",
            "SELECT d.id FROM (SELECT * FROM (SELECT 99 AS id) q FULL JOIN person p USING (id)) d ORDER BY 1");

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
            for (String query : OTHERS) {
                pair.twins().either(Request.text(query), Reads.FEW);
            }
            for (String query : database.engine() == Engine.POSTGRESQL ? FULL : List.<String>of()) {
                pair.twins().either(Request.text(query), Reads.FEW);
            }
        }
    }
}
