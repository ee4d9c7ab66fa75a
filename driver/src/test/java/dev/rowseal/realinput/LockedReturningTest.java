package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RETURNING and generated keys of changes that lock their rows first, on plaintext and sealed twins. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class LockedReturningTest {

    static final List<Request> DELETES = List.of(
            Request.prepared("DELETE FROM person WHERE ssn = ? RETURNING id, ssn, notes", "ssn-3-x9"),
            Request.text("DELETE FROM person WHERE nick = 'nick-1-x9' RETURNING *"),
            Request.prepared("DELETE FROM person WHERE ssn = ? RETURNING notes AS n, upper(city) AS u", "nobody"),
            Request.text("DELETE FROM stay WHERE secret IN ('secret-1-x9', 'secret-2-x9') RETURNING secret"));

    private static final List<Request> UPDATES = List.of(
            Request.prepared("UPDATE person SET city = ? WHERE ssn = ? RETURNING id, city, ssn", "Ulm", "ssn-2-x9"),
            Request.prepared("UPDATE person SET notes = ? WHERE city = ? RETURNING *, pos + ? AS q", "new", "city1", 7),
            Request.text("UPDATE person SET ssn = nick, city = upper(city) RETURNING ssn AS s, notes, city"),
            Request.text("UPDATE person SET notes = 'n' WHERE nick = 'nobody' RETURNING notes, id"),
            Request.prepared("UPDATE person SET id = ? WHERE id = ? RETURNING id, notes, ssn", 900L, 3L),
            Request.text("UPDATE stay SET secret = 'new-secret', room = 'r' RETURNING secret, room"));

    private final TestDatabase database;

    LockedReturningTest(TestDatabase database) {
        this.database = database;
    }

    private boolean gives(Request request) {
        return database.engine() == Engine.POSTGRESQL
                || database.engine() == Engine.MARIADB && request.sql().startsWith("DELETE");
    }

    private List<Request> all() {
        List<Request> all = new ArrayList<>(UPDATES);
        all.addAll(DELETES);
        return all.stream().filter(this::gives).toList();
    }

    @Test
    void failsAsThePlainStatementWhereNoRowIsFound(@TempDir Path folder) throws SQLException, IOException {
        String change =
                "UPDATE person SET notes = 'n', pos = CASE WHEN city = 'x' THEN 'a' ELSE NULL END WHERE nick = 'nobody'";
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 4);
            for (String text : database.engine() == Engine.POSTGRESQL
                    ? List.of(change, change + " RETURNING id")
                    : List.<String>of()) {
                assertThat(pair.twins().exact(Request.text(text), Reads.FEW)).isInstanceOf(Outcome.Failed.class);
            }
            pair.check(People.TABLES);
        }
    }

    @Test
    void givesTheRowsThatThePlainStatementGives(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            for (boolean autocommit : List.of(true, false)) {
                People.fill(pair, 24);
                for (Side side : List.of(pair.twins().sealed(), pair.twins().plain())) {
                    side.connection().setAutoCommit(autocommit);
                }
                for (Request change : all()) {
                    assertThat(pair.twins().exact(change, Reads.FEW)).isInstanceOf(Outcome.Rows.class);
                    pair.twins().compare(People.TABLES, Reads.FEW);
                }
                for (String table : People.TABLES) {
                    pair.twins().exact(Request.text("DELETE FROM " + table), Reads.FEW);
                }
                for (Side side : List.of(pair.twins().sealed(), pair.twins().plain())) {
                    side.connection().setAutoCommit(true);
                }
            }
            pair.check(People.TABLES);
        }
    }

    /** More rows than one statement changes: still one result set, which counts and ends as the plain one does. */
    @Test
    void givesManyRowsAsOne(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 1003);
            for (Request change : all()) {
                pair.twins().exact(change, Reads.FEW);
            }
            if (!all().isEmpty()) {
                String sql = "DELETE FROM person WHERE nick <> 'nobody' OR nick IS NULL RETURNING id, notes";
                assertThat(walk(pair.twins().sealed(), sql))
                        .isEqualTo(walk(pair.twins().plain(), sql));
            }
            pair.check(People.TABLES);
        }
    }

    private static List<String> walk(Side side, String sql) throws SQLException {
        List<String> seen = new ArrayList<>();
        try (Statement statement = side.connection().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            seen.add(where(rows));
            while (rows.next()) {
                rows.getString(2);
                seen.add(where(rows));
            }
            seen.add(where(rows) + rows.next() + where(rows));
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
            assertThat(rows.isClosed()).isTrue();
        }
        return seen;
    }

    private static String where(ResultSet rows) throws SQLException {
        return rows.getRow() + " " + rows.isBeforeFirst() + rows.isFirst() + rows.isLast() + rows.isAfterLast();
    }

    @Test
    void saysThatItGaveRows(@TempDir Path folder) throws SQLException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 10);
            String sql = "DELETE FROM person WHERE nick = 'nick-1-x9' RETURNING nick, id";
            if (all().isEmpty()) {
                return;
            }
            try (Statement statement = pair.twins().sealed().connection().createStatement()) {
                pair.twins().exact(Request.text("SELECT count(*) FROM person"), Reads.FEW);
                SQLException refused = org.junit.jupiter.api.Assertions.assertThrows(
                        SQLException.class, () -> statement.executeUpdate(sql));
                assertThat(refused.getSQLState()).isEqualTo("0A000");
                pair.twins().compare(People.TABLES, Reads.FEW);
                assertThat(statement.execute(sql)).isTrue();
                assertThat(statement.getUpdateCount()).isEqualTo(-1);
                ResultSet rows = statement.getResultSet();
                assertThat(statement.getResultSet()).isSameAs(rows);
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("nick")).isEqualTo("nick-1-x9");
                assertThat(statement.executeUpdate("DELETE FROM person WHERE nick = 'nick-2-x9'"))
                        .isEqualTo(3);
                assertThat(rows.isClosed()).isTrue();
            }
        }
    }

    @Test
    void generatedKeysAreThePlainDrivers(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 24);
            for (String sql : List.of(
                    "UPDATE person SET notes = 'new-secret' WHERE ssn = 'ssn-3-x9'",
                    "UPDATE person SET notes = 'new-secret' WHERE ssn = 'nobody'",
                    "UPDATE stay SET secret = 'new-secret' WHERE room = 'room1'",
                    "DELETE FROM person WHERE nick = 'nick-2-x9'")) {
                keys(pair, sql, Keys.flag());
                if (database.engine() != Engine.MARIADB) {
                    keys(pair, sql, Keys.none());
                }
            }
            keys(pair, "UPDATE person SET ssn = 'new-secret' WHERE city = 'city1'", Keys.named("id"));
            pair.check(People.TABLES);
        }
    }

    private static void keys(Pair pair, String sql, Keys.Asked asked) throws SQLException {
        Keys.compareText(pair.twins(), sql, asked);
        Keys.compare(pair.twins(), sql, List.of(), asked, 1);
        if (asked.kind().equals("none")) {
            return;
        }
        try (PreparedStatement statement = asked.prepare(pair.twins().sealed().connection(), sql)) {
            statement.addBatch();
            SQLException refused =
                    org.junit.jupiter.api.Assertions.assertThrows(SQLException.class, statement::executeBatch);
            assertThat(refused.getSQLState()).isEqualTo("0A000");
        }
    }
}
