package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row ids that are set to expressions, of one row and of many, on plaintext and sealed twins. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class RowIdChangeTest {

    private static final String OF_ANOTHER = "the id of another";

    private static final List<Request> CHANGES = List.of(
            Request.text("UPDATE person SET id = id + 1000"),
            Request.prepared("UPDATE person SET id = id - ?, ssn = ? WHERE id > ?", 1000L, "new-secret", 1010L),
            Request.prepared(
                    "UPDATE person SET ssn = ?, id = ? + id, pos = pos + 100 WHERE id < 20", "new-secret", 500),
            Request.text("UPDATE person SET id = pos + 5000, notes = nick WHERE city = 'city1'"),
            Request.text("UPDATE person SET city = 'x', id = abs(id) + 1 WHERE id = 1003"),
            Request.text("UPDATE person SET id = id + 20000 WHERE nick = 'nick-1-x9'"),
            Request.text("UPDATE person SET id = CASE WHEN ssn = 'ssn-1-x9' THEN id + 100000 ELSE id END"),
            Request.text("UPDATE person SET id = id"),
            Request.text("UPDATE person SET id = (pos) WHERE nick = 'nobody'"),
            Request.text("UPDATE stay SET person = person + 10, code = concat(code, 'y') WHERE room = 'room1'"),
            Request.prepared("UPDATE stay SET code = upper(code) WHERE person = ? AND code = ?", 1L, "c4"),
            Request.prepared("UPDATE stay SET person = ?, code = concat('z', code) WHERE person = ?", 77L, 2L));

    private static final List<Request> FAILURES = List.of(
            Request.prepared("UPDATE person SET id = id + 1 WHERE id = ?", 5L),
            Request.text("UPDATE person SET id = 7000 + mod(pos, 2)"),
            Request.text("UPDATE person SET id = id + 9223372036854775807 WHERE id IN (2, 3)"),
            Request.text("UPDATE stay SET code = concat(code, 'too long') WHERE person = 1"));

    private final TestDatabase database;

    RowIdChangeTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void changesWhatThePlainStatementChanges(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            for (boolean autocommit : List.of(true, false)) {
                People.fill(pair, 24);
                for (Side side : List.of(pair.twins().sealed(), pair.twins().plain())) {
                    side.connection().setAutoCommit(autocommit);
                }
                for (Request change : CHANGES) {
                    Outcome outcome = pair.twins().exact(change, Reads.FEW);
                    assertThat(outcome).as(change.toString()).isInstanceOf(Outcome.Count.class);
                    pair.twins().compare(People.TABLES, Reads.FEW);
                }
                for (String table : People.TABLES) {
                    pair.twins().exact(Request.text("DELETE FROM " + table), Reads.FEW);
                }
                for (Side side : List.of(pair.twins().sealed(), pair.twins().plain())) {
                    side.connection().setAutoCommit(true);
                }
            }
            People.fill(pair, 24);
            pair.twins().exact(CHANGES.get(0), Reads.FEW);
            pair.check(People.TABLES);
        }
    }

    @Test
    void failsAsThePlainStatementFails(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 24);
            for (Request change : FAILURES) {
                assertThat(pair.twins().exact(change, Reads.FEW))
                        .as(change.toString())
                        .isInstanceOf(Outcome.Failed.class);
                pair.twins().compare(People.TABLES, Reads.FEW);
            }
            if (database.engine() != Engine.MARIADB) {
                Request none = Request.text("UPDATE person SET id = nullif(id, 4) WHERE id = 4");
                assertThat(pair.twins().exact(none, Reads.FEW)).isInstanceOf(Outcome.Failed.class);
            }
            pair.check(People.TABLES);
        }
    }

    /** What comes of it depends on the order of the rows, but for H2. */
    @Test
    void givesNoRowTheIdOfAnother(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 24);
            for (Request change : List.of(
                    Request.text("UPDATE person SET id = id + 1"),
                    Request.text("UPDATE person SET id = 30 - id WHERE id IN (14, 16)"))) {
                if (database.engine() == Engine.H2) {
                    assertThat(pair.twins().exact(change, Reads.FEW)).isInstanceOf(Outcome.Count.class);
                } else {
                    pair.twins().refused(change, OF_ANOTHER);
                }
            }
            pair.check(People.TABLES);
        }
    }

    @Test
    void changesManyRows(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 603);
            pair.twins().exact(Request.text("UPDATE person SET id = id + 5000, notes = ssn WHERE id < 603"), Reads.FEW);
            pair.twins().compare(People.TABLES, Reads.FEW);
            // The last of them collides with a row that stays.
            Request collides = Request.text("UPDATE person SET id = 6205 - id WHERE id > 5000");
            assertThat(pair.twins().exact(collides, Reads.FEW)).isInstanceOf(Outcome.Failed.class);
            pair.twins().refused(Request.text("UPDATE person SET id = id + 1 WHERE id > 5000"), OF_ANOTHER);
            pair.check(People.TABLES);
        }
    }

    @Test
    void refusesWhatItCannotPromise(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 10);
            pair.twins().refused(Request.text("UPDATE person SET id = id * 1.5 WHERE id = 2"), "of another type");
            pair.twins().refused(Request.text("UPDATE person SET id = city WHERE id = 2"), "of another type");
            pair.twins().refused(Request.text("UPDATE person SET id = (SELECT max(pos) FROM stay)"), "a subquery");
            pair.twins().refused(Request.text("UPDATE person SET id = strange(id)"), "may not depend on the row alone");
            if (database.engine() == Engine.MARIADB) {
                pair.twins()
                        .refused(
                                Request.text("UPDATE person SET city = 'x', id = 100 + char_length(city)"),
                                "sets before it");
            } else {
                pair.twins()
                        .exact(Request.text("UPDATE person SET (city, id) = ('x', 100 + id) WHERE id < 9"), Reads.FEW);
            }
            pair.check(People.TABLES);
        }
    }

    @Test
    void givesTheRowsThatItChanged(@TempDir Path folder) throws SQLException, IOException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 24);
            for (Request change : List.of(
                    Request.text("UPDATE person SET id = id + 100 WHERE city = 'city1' RETURNING id, ssn, notes AS n"),
                    Request.prepared("UPDATE person p SET id = p.id + ? WHERE p.id = ? RETURNING *", 70, 2L))) {
                assertThat(pair.twins().exact(change, Reads.FEW)).isInstanceOf(Outcome.Rows.class);
            }
            pair.twins()
                    .exact(
                            Request.text(
                                    "UPDATE person SET id = person.id + 1000 FROM stay s WHERE s.person = person.id"),
                            Reads.FEW);
            pair.check(People.TABLES);
        }
    }
}
