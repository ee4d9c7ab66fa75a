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
            Request.text("UPDATE stay SET secret = 'new-secret' FROM person p WHERE p.id = stay.person AND p.pos < 3"),
            Request.prepared("DELETE FROM person p USING stay s WHERE s.person = p.id AND p.nick = ?", "nick-2-x9"),
            Request.text("DELETE FROM stay USING person p WHERE p.id = stay.person AND stay.secret <> 'secret-1-x9'"),
            Request.text("DELETE FROM stay USING person p, person q WHERE p.id = stay.person AND q.id = p.id + 1"));

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
            }
            for (Request change : changes) {
                Outcome outcome = pair.twins().exact(change, Reads.FEW);
                assertThat(outcome).as(change.toString()).isInstanceOf(Outcome.Count.class);
                pair.twins().compare(People.TABLES, Reads.FEW);
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
            pair.check(People.TABLES);
        }
    }
}
