package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values in places of a query that nothing is asked of: behind sets, in first branches, behind strings, in what runs SQL. */
@OnEveryDatabase
class HiddenPlacesTest {

    private static final String VALUE = "078-05-1120-x9";

    /** By database: what it reads, exact or refused. */
    private static final List<String> EVERYWHERE = List.of(
            // The label of what stands in a first branch in parentheses.
            "(SELECT count(DISTINCT ssn) FROM person WHERE ssn <> '%s') UNION ALL SELECT 0 ORDER BY 1",
            "(SELECT count(DISTINCT ssn) FROM person WHERE nick <> '%s') UNION ALL SELECT 0 LIMIT 5",
            "(SELECT count(DISTINCT ssn) FROM person WHERE ssn <> '%s') EXCEPT SELECT 99 ORDER BY 1",
            // Sets in sets that only exist.
            "SELECT s.person FROM stay s WHERE EXISTS (SELECT NULL FROM stay w WHERE w.person < 0"
                    + " UNION ALL (SELECT p.ssn FROM person p INTERSECT SELECT '%s'))",
            "SELECT s.person FROM stay s WHERE EXISTS (SELECT NULL FROM stay w WHERE w.person < 0"
                    + " UNION ALL (SELECT p.ssn FROM person p EXCEPT SELECT '%s'))",
            // Whether there is a second value.
            "SELECT 1 FROM stay WHERE EXISTS (SELECT DISTINCT notes FROM person WHERE city = 'city1' LIMIT 5 OFFSET 1)",
            "SELECT 1 FROM stay WHERE EXISTS (SELECT DISTINCT city, ssn FROM person WHERE ssn IS NULL LIMIT 5 OFFSET 1)",
            "SELECT s.person FROM stay s WHERE EXISTS (SELECT nick FROM person WHERE id = 1 UNION"
                    + " SELECT nick FROM person WHERE id = 5 LIMIT 1 OFFSET 1)",
            "SELECT s.person FROM stay s WHERE EXISTS (SELECT notes FROM person WHERE id = 1 UNION ALL"
                    + " SELECT notes FROM person WHERE id = 5 LIMIT 1 OFFSET 1)",
            "SELECT s.person FROM stay s WHERE EXISTS (SELECT nick FROM person GROUP BY nick HAVING count(*) > 2)",
            "SELECT s.person FROM stay s WHERE EXISTS (SELECT nick, count(*) FROM person p WHERE p.id = s.person GROUP BY nick)",
            "SELECT s.person FROM stay s WHERE EXISTS (SELECT DISTINCT nick, city FROM person p WHERE p.id = s.person)",
            "SELECT s.person FROM stay s WHERE EXISTS (SELECT nick FROM person UNION ALL SELECT secret FROM stay)",
            "SELECT nick FROM person UNION ALL SELECT nick, city FROM person",
            // What limits all of a UNION stands in its last query, to the parser.
            "SELECT nick FROM person WHERE id IN (1, 5, 9) UNION SELECT nick FROM person LIMIT 4",
            "SELECT nick FROM person WHERE id IN (1, 5, 9) UNION SELECT nick FROM person WHERE id = 1 LIMIT 5 OFFSET 1",
            "SELECT nick FROM person WHERE id IN (1, 5, 9) INTERSECT SELECT nick FROM person LIMIT 1",
            "SELECT nick FROM person EXCEPT SELECT nick FROM person WHERE id <> 2 AND id <> 6 LIMIT 5 OFFSET 0",
            "SELECT nick AS n FROM person WHERE id IN (1, 5, 9) UNION ALL SELECT DISTINCT nick FROM person LIMIT 7",
            "SELECT count(*) AS n FROM (SELECT nick FROM person WHERE id IN (1, 5, 9) UNION SELECT nick FROM person LIMIT 4) x",
            "SELECT count(*) AS n FROM (SELECT nick FROM person WHERE id = 1 UNION SELECT nick FROM person WHERE id = 5"
                    + " LIMIT 5 OFFSET 1) x",
            // A comparison that the database takes for the whole of what stands before.
            "SELECT id FROM person WHERE CASE WHEN city = 'city1' THEN seen = 0 ELSE id = 7 END",
            "SELECT id, nick FROM person WHERE pos BETWEEN 1 AND 5 AND nick = 'nick-1-x9'",
            "SELECT id FROM person WHERE pos BETWEEN 1 AND '5' = nick",
            "SELECT id FROM person WHERE pos NOT BETWEEN nick = '1' AND '5'");

    /** The parser takes what is right of the arrow for one comparison where any CASE compares behind THEN. */
    private static final List<String> ARROWS = List.of(
            "SELECT CASE WHEN s.room = 'a' THEN s.person = 1 ELSE false END AS x, p.code FROM (SELECT person, room,"
                    + " '{\"k\":\"secret-1-x9\"}'::json AS j FROM stay) s JOIN stay p ON s.j ->> 'k' = p.secret",
            "SELECT s.j ->> 'k' AS x FROM (SELECT '{\"k\":\"open\"}'::json AS j FROM stay) s JOIN person p ON p.id = 1");

    /** What the parser takes for a part of ESCAPE or INTERVAL is none: the row id is not fixed. */
    private static final List<Request> EITHER = List.of(
            Request.prepared(
                    "SELECT id, ssn FROM person WHERE id = ? AND city LIKE ? ESCAPE ? OR nick = ?",
                    1L,
                    "city_",
                    "!",
                    "nick-2-x9"),
            Request.prepared(
                    "SELECT id, ssn FROM person WHERE (id = ? AND city LIKE ? ESCAPE ? OR nick = ?)",
                    1L,
                    "city_",
                    "!",
                    "nick-2-x9"),
            Request.prepared(
                    "UPDATE person SET ssn = ? WHERE id = ? AND city LIKE ? ESCAPE ? OR city = ?",
                    "new-secret",
                    1L,
                    "city1",
                    "!",
                    "city2"),
            Request.prepared(
                    "DELETE FROM person WHERE id = ? AND city LIKE ? ESCAPE ? OR nick = ?",
                    9L,
                    "city0",
                    "!",
                    "nick-3-x9"),
            Request.prepared("SELECT id FROM person WHERE id = ? AND city LIKE ? ESCAPE ? IS NULL", 1L, "city_", "!"),
            Request.prepared(
                    "SELECT id, notes FROM person WHERE id = ? AND city LIKE ? ESCAPE ? AND nick = ?",
                    1L,
                    "city_",
                    "!",
                    "nick-1-x9"));

    private static final List<Request> EITHER_OF_MARIADB = List.of(
            Request.prepared(
                    "SELECT id, ssn FROM person WHERE id = ? AND '2020-01-01' < now() - INTERVAL ? DAY OR city = ?",
                    1L,
                    1,
                    "city2"),
            Request.prepared(
                    "UPDATE person SET ssn = ? WHERE id = ? AND '2020-01-01' < now() - INTERVAL ? DAY OR city = ?",
                    "new-secret",
                    1L,
                    1,
                    "city2"),
            Request.prepared(
                    "UPDATE person SET notes = ? WHERE id = ? AND '2020-01-01' < now() - INTERVAL seen + 1 HOUR OR city = ?",
                    "new-secret",
                    1L,
                    "city1"),
            Request.prepared(
                    "UPDATE person SET nick = ? WHERE id = ? AND city = 'x' || city = ?", "nick-2-x9", 1L, "city1"),
            Request.prepared(
                    "DELETE FROM person WHERE id = ? AND '2020-01-01' < now() - INTERVAL ? DAY OR ssn = ?",
                    8L,
                    1,
                    "ssn-3-x9"),
            Request.prepared("SELECT id FROM person WHERE now() - INTERVAL ? DAY = ssn", 1),
            Request.prepared(
                    "SELECT id, ssn FROM person WHERE '2020-01-01' < now() - INTERVAL ? DAY AND ssn = ?",
                    1,
                    "ssn-2-x9"),
            Request.text("SELECT nick FROM person UNION ALL SELECT nick FROM person LIMIT 99 FOR UPDATE"),
            Request.text("SELECT id, notes FROM person WHERE NOT @a := seen AND id = 1"));

    /** MariaDB knows the label of one element of the select list in the queries inside of another. */
    private static final List<String> LABELS = List.of(
            "INSERT INTO person (id, nick, city) SELECT s.person + 50, 'nick-2-x9' AS n, (SELECT n) FROM stay s WHERE s.code = 'c1'",
            "INSERT INTO person (id, nick) SELECT s.person + 60, 'nick-2-x9' AS n FROM stay s"
                    + " ORDER BY IF(n = 'nick-2-x9', s.person, -s.person), s.code LIMIT 1",
            "INSERT INTO person (id, city) SELECT s.person + 70, 'a' AS n FROM stay s"
                    + " ORDER BY IF(n = 'a', s.person, -s.person), s.code LIMIT 1",
            "INSERT INTO person (id, nick) SELECT s.person + 80, 'nick-2-x9' AS n FROM stay s GROUP BY s.person, n");

    private static final List<String> JOINED = List.of(
            "SELECT id, ssn = '078-05-' '1120-x9' FROM person",
            "SELECT id, ssn = '078-05-'\n '1120-x9' FROM person",
            "SELECT id FROM person WHERE ssn = '078-05-'\n '1120-x9'",
            "INSERT INTO person (id, ssn) SELECT 99, '078-05-'\n '1120-x9'",
            "INSERT INTO person (id, ssn) VALUES (99, '078-05-'\n '1120-x9')",
            "UPDATE person SET ssn = '078-05-'\n '1120-x9' WHERE id = 3");

    private static final List<String> OF_POSTGRESQL = List.of(
            "SELECT query_to_xml('SELECT 1 FROM person WHERE ssn = ''%s''', true, false, '')::text",
            "SELECT query_to_xml($$SELECT 1 FROM person WHERE ssn = '%s'$$, true, false, '')::text",
            "SELECT query_to_xml(E' (SELECT 1 FROM person WHERE ssn = ''%s'')', true, false, '')::text FROM stay",
            "SELECT s.person, query_to_xml('WITH x AS (SELECT 1 FROM person WHERE ssn = ''%s'') TABLE x', true, false, '')::text"
                    + " FROM stay s JOIN person p ON p.id = s.person");

    private static final List<String> OF_H2 = List.of(
            "CALL CSVWRITE('/dev/null', 'SELECT * FROM person WHERE ssn = ''%s''')",
            "SELECT CSVWRITE('/dev/null', 'SELECT id FROM person WHERE ssn = ''%s''')");

    private final TestDatabase database;

    HiddenPlacesTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void whatStandsThereIsExactOrRefused(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 9);
            pair.markers.add("078-05-");
            pair.markers.add("1120-x9");
            for (String text : EVERYWHERE) {
                pair.twins().either(Request.text(text.formatted(VALUE)), Reads.FEW);
                String asked = text.replace("'%s'", "?");
                if (!asked.equals(text)) {
                    pair.twins().either(Request.prepared(asked, VALUE), Reads.FEW);
                }
            }
            for (String text : database.engine() == Engine.POSTGRESQL ? ARROWS : List.<String>of()) {
                pair.twins().either(Request.text(text), Reads.FEW);
            }
            for (Request request : EITHER) {
                pair.twins().either(request, Reads.FEW);
                pair.twins().compare(People.TABLES, Reads.FEW);
            }
            for (Request request : database.engine() == Engine.MARIADB ? EITHER_OF_MARIADB : List.<Request>of()) {
                pair.twins().either(request, Reads.FEW);
                pair.twins().compare(People.TABLES, Reads.FEW);
            }
            for (String text : database.engine() == Engine.MARIADB ? LABELS : List.<String>of()) {
                pair.twins().either(Request.text(text), Reads.FEW);
                pair.twins().compare(People.TABLES, Reads.FEW);
            }
            pair.check(People.TABLES);
        }
    }

    /** Both databases read two strings that follow each other as one; MariaDB's have a test of their own (M9). */
    @Test
    void stringsThatGoOnAreRefused(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 3);
            pair.markers.add("078-05-");
            pair.markers.add("1120-x9");
            for (String text : JOINED) {
                pair.twins().either(Request.text(text), Reads.FEW);
            }
            pair.check(People.TABLES);
        }
    }

    @Test
    void aStringThatIsRunIsRefusedWhereItNamesASealedTable(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 3);
            pair.markers.add(VALUE);
            List<String> texts = new ArrayList<>(
                    switch (database.engine()) {
                        case POSTGRESQL -> OF_POSTGRESQL;
                        case H2 -> OF_H2;
                        case MARIADB -> List.<String>of();
                    });
            for (String text : texts) {
                Outcome outcome = pair.twins().sealed().run(Request.text(text.formatted(VALUE)), Reads.FEW);
                assertThat(outcome).as(text).isInstanceOf(Outcome.Refused.class);
            }
            // Texts that are told of, and not run.
            pair.twins().exact(Request.text("SELECT upper('the person was updated') AS x FROM stay"), Reads.FEW);
            pair.twins().exact(Request.text("INSERT INTO person (id, city) VALUES (77, 'select person')"), Reads.FEW);
            pair.check(People.TABLES);
        }
    }
}
