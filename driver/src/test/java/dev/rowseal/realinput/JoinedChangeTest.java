package dev.rowseal.realinput;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes of locked rows that look at other rows: in subqueries of SET, and at other tables in FROM and USING. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class JoinedChangeTest {

    private static final List<Request> SUBQUERIES = List.of(
            Request.prepared(
                    "UPDATE person SET city = (SELECT max(s.room) FROM stay s WHERE s.person = 1) WHERE ssn = ?",
                    "ssn-3-x9"),
            Request.prepared(
                    "UPDATE person SET notes = ?, seen = (SELECT count(*) FROM stay s WHERE s.person = person.id)"
                            + " WHERE id > ?",
                    "new-secret",
                    2L),
            Request.text("UPDATE stay SET secret = 'new-secret', room = (SELECT max(p.city) FROM person p)"));

    private static final List<Request> JOINS = List.of(
            Request.prepared(
                    "UPDATE person SET notes = ?, city = upper(person.city) FROM stay s"
                            + " WHERE s.person = person.id AND s.room = ?",
                    "new-secret",
                    "room1"),
            Request.prepared(
                    "UPDATE person p SET ssn = p.nick FROM stay s JOIN stay t ON t.person = s.person AND t.code <> ?"
                            + " WHERE s.person = p.id",
                    "c1"),
            Request.prepared(
                    "UPDATE person p SET notes = ? FROM stay s JOIN stay t ON t.person = s.person AND t.code = ?"
                            + " WHERE s.person = p.id",
                    "new-secret",
                    "c4"),
            Request.prepared(
                    "UPDATE person p SET city = 'x' FROM (SELECT person FROM stay WHERE room = ?) s"
                            + " WHERE s.person = p.id AND p.nick = ?",
                    "room1",
                    "nick-1-x9"),
            Request.text("UPDATE person p SET notes = 'new-secret' FROM stay s JOIN stay t ON t.person = s.person"
                    + " AND t.code = 'c4' WHERE s.person = p.id"),
            Request.text("UPDATE stay SET secret = 'new-secret' FROM person p WHERE p.id = stay.person AND p.pos < 3"),
            Request.prepared("DELETE FROM person p USING stay s WHERE s.person = p.id AND p.nick = ?", "nick-2-x9"),
            Request.text("DELETE FROM stay USING person p WHERE p.id = stay.person AND stay.secret <> 'secret-1-x9'"),
            Request.text("DELETE FROM stay USING person p, person q WHERE p.id = stay.person AND q.id = p.id + 1"));

    /** MariaDB's form. */
    private static final List<Request> MARIADB_JOINS = List.of(
            Request.prepared(
                    "UPDATE person JOIN stay s ON s.person = person.id SET notes = ?, person.city = upper(person.city)"
                            + " WHERE s.room = ?",
                    "new-secret",
                    "room1"),
            Request.prepared(
                    "UPDATE stay s JOIN stay t ON t.person = s.person AND t.code <> ? INNER JOIN person p ON s.person = p.id"
                            + " SET p.ssn = p.nick",
                    "c1"),
            Request.prepared(
                    "UPDATE person p, (SELECT person FROM stay WHERE room = ?) s SET p.city = 'x'"
                            + " WHERE s.person = p.id AND p.nick = ?",
                    "room1",
                    "nick-1-x9"),
            Request.text(
                    "UPDATE person p JOIN stay ON p.id = stay.person SET stay.secret = 'new-secret' WHERE p.pos < 3"),
            Request.text(
                    "UPDATE person p LEFT JOIN stay s ON p.id = s.person SET p.notes = p.ssn WHERE s.code IS NULL"),
            Request.text(
                    "UPDATE person p JOIN stay s ON p.id = s.person SET p.city = concat(s.room, p.city), p.seen = 3"),
            Request.text("UPDATE person p JOIN stay s ON p.id = s.person SET p.ssn = NULL, p.seen = p.seen + 1"
                    + " WHERE p.nick = 'nick-1-x9' AND p.id IN (SELECT person FROM stay)"),
            Request.text("UPDATE person p JOIN stay s ON p.id = s.person SET p.notes = 'new-secret' WHERE 1 = 0"),
            Request.prepared("DELETE p FROM person p JOIN stay s ON s.person = p.id WHERE p.nick = ?", "nick-2-x9"),
            Request.text("DELETE stay FROM stay JOIN person p ON p.id = stay.person WHERE stay.secret = 'secret-1-x9'"),
            Request.text("DELETE s FROM stay AS s, person p, person q WHERE p.id = s.person AND q.id = p.id + 1"
                    + " AND q.notes IS NOT NULL"),
            Request.text("DELETE person FROM person LEFT JOIN stay s ON s.person = person.id WHERE s.code IS NULL"));

    /** What is refused, and words of the reason. */
    private static final Map<String, String> MARIADB_REFUSED = Map.ofEntries(
            entry("UPDATE person p JOIN stay s ON s.person = p.id SET p.notes = s.secret", "SET reads another table"),
            entry("UPDATE person p JOIN stay s ON s.person = p.id SET p.notes = s.room", "SET reads another table"),
            entry(
                    "UPDATE person p JOIN stay s ON s.person = p.id SET p.notes = 'x', p.city = s.room",
                    "SET reads another table"),
            entry(
                    "UPDATE person p JOIN stay s ON s.person = p.id SET p.notes = 'x', s.room = 'y'",
                    "several joined tables are set"),
            entry(
                    "UPDATE person p JOIN stay s ON s.person = p.id SET p.notes = 'x' WHERE s.secret = 'secret-1-x9'",
                    "of another table finds the rows"),
            entry(
                    "UPDATE person p JOIN stay s ON s.person = p.id AND s.secret = 'secret-1-x9' SET p.seen = 1",
                    "of another table finds the rows"),
            entry(
                    "UPDATE person p JOIN person q ON p.ssn = q.ssn SET p.notes = 'x' WHERE q.pos = 4",
                    "of another table finds the rows"),
            entry("UPDATE stay s LEFT JOIN person p ON s.person = p.id SET p.notes = 'x'", "joined by LEFT JOIN"),
            entry("UPDATE stay s RIGHT JOIN person p ON s.person = p.id SET p.notes = 'x'", "a RIGHT or NATURAL join"),
            entry(
                    "UPDATE person p JOIN stay s ON s.person = p.id SET p.city = 'x', p.notes = p.city",
                    "that the same UPDATE sets before it"),
            entry(
                    "UPDATE person p JOIN stay s ON s.person = p.id SET p.ssn = p.nick, p.nick = p.ssn",
                    "that the same UPDATE sets before it"),
            entry(
                    "UPDATE person p JOIN stay s ON s.person = p.id SET p.notes = 'x', p.pos = (@n := 7)",
                    "an assignment to a variable"),
            entry(
                    "UPDATE person p JOIN stay s ON s.person = p.id SET p.notes = 'x', p.city = 'y', p.seen ="
                            + " (SELECT count(*) FROM stay t WHERE t.room = p.city)",
                    "has a subquery"),
            entry(
                    "UPDATE person p JOIN stay s ON s.person = p.id SET p.notes = 'x' ORDER BY p.id LIMIT 1",
                    "UPDATE of joined tables"),
            entry("UPDATE IGNORE person p JOIN stay s ON s.person = p.id SET p.notes = 'x'", "ignore"),
            entry("DELETE FROM s USING stay s JOIN person p ON p.id = s.person", ""),
            entry("DELETE p, s FROM person p JOIN stay s ON s.person = p.id", "several joined tables are deleted"),
            entry(
                    "DELETE p FROM person p JOIN stay s ON s.person = p.id WHERE s.secret = 'secret-1-x9'",
                    "of another table finds the rows"),
            entry("DELETE s FROM person p JOIN stay s ON s.person = p.id WHERE p.notes = 'x'", "person.notes"));

    private static final Map<String, String> POSTGRES_REFUSED = Map.of(
            "UPDATE person p SET notes = 'x', seen = CASE WHEN p.city = ANY (SELECT t.room FROM stay t WHERE t.code = s.code)"
                    + " THEN 1 END FROM stay s WHERE s.person = p.id",
            "has a subquery",
            "UPDATE person p SET notes = 'x', city = s.room FROM stay s WHERE s.person = p.id",
            "SET reads another table",
            "UPDATE person p SET notes = 'x', seen = (SELECT count(*) FROM stay t WHERE t.room = s.room) FROM stay s"
                    + " WHERE s.person = p.id",
            "has a subquery");

    private final TestDatabase database;

    JoinedChangeTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void changesWhatThePlainStatementChanges(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 24);
            List<Request> changes = new ArrayList<>(SUBQUERIES);
            if (database.engine() == Engine.POSTGRESQL) {
                changes.addAll(JOINS);
            } else if (database.engine() == Engine.MARIADB) {
                changes.addAll(MARIADB_JOINS);
            }
            for (Request change : changes) {
                Outcome outcome = pair.twins().exact(change, Reads.FEW);
                assertThat(outcome).as(change.toString()).isInstanceOf(Outcome.Count.class);
                pair.twins().compare(People.TABLES, Reads.FEW);
            }
            Map<String, String> refused = database.engine() == Engine.MARIADB
                    ? MARIADB_REFUSED
                    : database.engine() == Engine.POSTGRESQL ? POSTGRES_REFUSED : Map.of();
            for (Map.Entry<String, String> statement : refused.entrySet()) {
                pair.twins().refused(Request.text(statement.getKey()), statement.getValue());
            }
            pair.check(People.TABLES);
        }
    }

    /** What looks at other rows would see those that were changed before. */
    @Test
    void refusesSubqueriesOfMoreRowsThanOneStatementChanges(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 251);
            pair.twins()
                    .refused(
                            Request.text(
                                    "UPDATE person SET notes = 'new-secret', seen = (SELECT count(*) FROM stay s)"),
                            "more than 250");
            pair.twins()
                    .refused(
                            Request.text(
                                    "UPDATE person SET notes = 'new-secret', city = CASE WHEN 'x' = ANY (SELECT q.city"
                                            + " FROM person q WHERE q.id = person.id - 1) THEN 'y' ELSE 'x' END"),
                            "more than 250");
            pair.check(People.TABLES);
        }
    }
}
