package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** UPDATE and DELETE of rows that are found by lookups, or whose ids the WHERE does not fix, on plaintext and sealed twins. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class LockedChangeTest {

    /** Assignments that read what one before them sets. */
    private static final List<String> SEE_THEMSELVES =
            List.of("ssn = nick, nick = ssn", "nick = (notes)", "notes = ssn, city");

    private static final List<String> TABLES = People.TABLES;

    private final TestDatabase database;

    LockedChangeTest(TestDatabase database) {
        this.database = database;
    }

    private Outcome change(Pair pair, Request change) throws SQLException {
        boolean seesItself = SEE_THEMSELVES.stream().anyMatch(change.sql()::contains);
        if (database.engine() == Engine.MARIADB && (seesItself || change.sql().contains("SET ("))) {
            // There the second assignment would see the first, and there are no lists.
            pair.twins().refused(change, seesItself ? "sets before it" : "list of columns");
            return new Outcome.Refused("");
        }
        return pair.twins().exact(change, Reads.FEW);
    }

    @Test
    void changesWhatThePlainStatementChanges(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 24);
            for (Request change : LockedChanges.ALL) {
                change(pair, change);
                pair.twins().compare(TABLES, Reads.FEW);
            }
            pair.check(TABLES);
        }
    }

    @Test
    void changesWithinTheApplicationsTransaction(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 24);
            Connection[] both = {
                pair.twins().sealed().connection(), pair.twins().plain().connection()
            };
            for (Connection connection : both) {
                connection.setAutoCommit(false);
            }
            for (Request change : LockedChanges.ALL) {
                if (change.toString().contains("too long")) {
                    // Rowseal finds that out before PostgreSQL does, whose transaction goes on.
                    continue;
                }
                Outcome outcome = change(pair, change);
                // A failure ends PostgreSQL's transaction, on both sides alike.
                pair.twins().either(Request.text("SELECT count(*) FROM person"), Reads.FEW);
                if (outcome instanceof Outcome.Failed) {
                    for (Connection connection : both) {
                        connection.rollback();
                    }
                }
                pair.twins().compare(TABLES, Reads.FEW);
            }
            for (Connection connection : both) {
                connection.rollback();
            }
            pair.check(TABLES);
        }
    }

    private interface Try {
        void on(Side side) throws SQLException;
    }

    /** What both sides say of the same, by SQLState. */
    private static void alike(Pair pair, Try run) throws SQLException {
        List<String> states = new ArrayList<>();
        for (Side side : List.of(pair.twins().sealed(), pair.twins().plain())) {
            try {
                run.on(side);
                states.add("done");
            } catch (BatchUpdateException failed) {
                states.add(failed.getSQLState() + " " + java.util.Arrays.toString(failed.getUpdateCounts()) + " "
                        + (failed.getNextException() == null
                                ? ""
                                : failed.getNextException().getSQLState()));
            } catch (SQLException failed) {
                states.add(failed.getSQLState());
            }
        }
        assertThat(states.get(0)).isEqualTo(states.get(1));
    }

    @Test
    void batchesRunEntryByEntryAsThePlainDriversDo(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 24);
            alike(pair, side -> {
                try (PreparedStatement update =
                        side.connection().prepareStatement("UPDATE person SET notes = ?, pos = ? WHERE ssn = ?")) {
                    // The second entry gives several rows the same unique number.
                    for (String ssn : List.of("nobody", "ssn-3-x9", "ssn-4-x9")) {
                        update.setString(1, "new-secret");
                        update.setInt(2, 400);
                        update.setString(3, ssn);
                        update.addBatch();
                    }
                    update.executeBatch();
                }
            });
            pair.twins().compare(TABLES, Reads.FEW);
            alike(pair, side -> {
                try (Statement statement = side.connection().createStatement()) {
                    statement.addBatch("UPDATE person SET city = 'one' WHERE nick = 'nick-1-x9'");
                    statement.addBatch("UPDATE person SET pos = 7000 WHERE id = 1");
                    statement.addBatch("DELETE FROM stay WHERE secret = 'secret-1-x9'");
                    assertThat(statement.executeBatch()).containsExactly(6, 1, 6);
                }
            });
            pair.check(TABLES);
        }
    }

    @Test
    void saysWhatItChangedAsAPlainStatementDoes(@TempDir Path folder) throws SQLException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 10);
            try (Statement statement = pair.twins().sealed().connection().createStatement()) {
                assertThat(statement.execute("UPDATE person SET notes = 'new-secret' WHERE nick = 'nick-1-x9'"))
                        .isFalse();
                assertThat(statement.getUpdateCount()).isEqualTo(3);
                assertThat(statement.getLargeUpdateCount()).isEqualTo(3);
                assertThat(statement.getResultSet()).isNull();
                assertThat(statement.getMoreResults()).isFalse();
                assertThat(statement.getUpdateCount()).isEqualTo(-1);
                assertThat(statement.executeLargeUpdate("DELETE FROM stay WHERE secret <> 'x'"))
                        .isEqualTo(10);
                assertThat(statement.execute("SELECT id FROM person WHERE id = 1"))
                        .isTrue();
                assertThat(statement.getUpdateCount()).isEqualTo(-1);
                assertThatThrownBy(() -> statement.executeQuery("UPDATE person SET notes = 'y' WHERE nick = 'n'"))
                        .hasMessageContaining("refuses");
            }
        }
    }

    /** A transaction that a text began is the application's, whatever autocommit says. */
    @Test
    void endsNoTransactionThatATextBegan(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 10);
            for (Side side : List.of(pair.twins().sealed(), pair.twins().plain())) {
                try (Statement statement = side.connection().createStatement()) {
                    for (String end : List.of("ROLLBACK", "COMMIT")) {
                        statement.execute("BEGIN");
                        statement.execute("DELETE FROM stay WHERE room = 'room1'");
                        assertThat(statement.executeUpdate("UPDATE person SET notes = 'new-secret' WHERE nick <> 'n'"))
                                .isEqualTo(10);
                        assertThat(statement.executeUpdate("DELETE FROM person WHERE nick = 'nick-1-x9'"))
                                .isEqualTo(3);
                        statement.execute(end);
                    }
                    assertThat(statement.executeUpdate("DELETE FROM person WHERE nick = 'nick-2-x9'"))
                            .isEqualTo(3);
                }
            }
            pair.check(TABLES);
        }
    }

    /** More rows than one statement changes. */
    @Test
    void changesManyRows(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 1003);
            pair.twins().exact(Request.text("UPDATE person SET notes = 'new-secret', city = lower(city)"), Reads.FEW);
            pair.twins().exact(Request.prepared("UPDATE stay SET secret = ?, room = ?", "s", "r"), Reads.FEW);
            pair.twins().exact(Request.prepared("DELETE FROM person WHERE nick <> ?", "nick-1-x9"), Reads.FEW);
            pair.check(TABLES);
        }
    }

    /** What an administrator moved is found out before anything is changed. */
    @Test
    void movedCellsChangeNothing(@TempDir Path folder) throws SQLException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 12);
            database.execute(
                    "update person set nick_idx = (select p.nick_idx from person p where p.id = 1) where id = 10",
                    "update person set notes = (select p.notes from person p where p.id = 1) where id = 11");
            Connection connection = pair.twins().sealed().connection();
            for (boolean autocommit : List.of(true, false)) {
                connection.setAutoCommit(autocommit);
                String before = raw();
                for (String sql : List.of(
                        "UPDATE person SET city = 'x' WHERE nick = 'nick-1-x9'",
                        "UPDATE person SET notes = 'n' WHERE nick IN ('nick-1-x9', 'nick-2-x9')",
                        "DELETE FROM person WHERE nick = 'nick-1-x9' OR id = 3",
                        "UPDATE person SET city = 'x', ssn = notes",
                        "UPDATE person SET id = 500 WHERE id = 11")) {
                    try (Statement statement = connection.createStatement()) {
                        assertThatThrownBy(() -> statement.executeUpdate(sql))
                                .as(sql)
                                .isInstanceOf(SQLException.class)
                                .satisfies(failure -> assertThat(((SQLException) failure).getSQLState())
                                        .isEqualTo("RS001"));
                    }
                }
                if (!autocommit) {
                    connection.commit();
                }
                assertThat(raw()).isEqualTo(before);
            }
        }
    }

    /** All that is stored of the people. */
    private String raw() throws SQLException {
        StringBuilder rows = new StringBuilder();
        try (Connection plain = database.plain();
                Statement statement = plain.createStatement();
                ResultSet results = statement.executeQuery("SELECT * FROM person ORDER BY id")) {
            while (results.next()) {
                for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                    rows.append(results.getString(i)).append(' ');
                }
            }
        }
        return rows.toString();
    }

    @Test
    void twoSessionsLoseNoUpdate(@TempDir Path folder) throws Exception {
        int people = 30;
        int rounds = 15;
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, people);
            ExecutorService threads = Executors.newFixedThreadPool(2);
            List<Future<Integer>> runs = new ArrayList<>();
            for (String who : List.of("one", "two")) {
                runs.add(threads.submit(() -> {
                    try (Connection connection = pair.sealedConnection()) {
                        return raise(connection, who, rounds);
                    }
                }));
            }
            int done = 0;
            for (Future<Integer> run : runs) {
                done += run.get(120, TimeUnit.SECONDS);
            }
            threads.shutdown();
            assertThat(done).isGreaterThan(rounds / 2);
            try (Statement statement = pair.twins().sealed().connection().createStatement();
                    ResultSet rows = statement.executeQuery("SELECT seen, notes, nick FROM person WHERE id > 0")) {
                int count = 0;
                while (rows.next()) {
                    count++;
                    assertThat(rows.getInt(1)).isEqualTo(done);
                    assertThat(rows.getString(2)).matches("by (one|two)");
                    assertThat(rows.getString(3)).endsWith("x9");
                }
                assertThat(count).isEqualTo(people);
            }
        }
    }

    /** Says how many updates came through: a deadlock or a lock that is waited for too long undoes one as a whole. */
    private static int raise(Connection connection, String who, int rounds) throws SQLException {
        int done = 0;
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE person SET seen = seen + 1, notes = ?, ssn = nick WHERE id > 0")) {
            for (int i = 0; i < rounds; i++) {
                update.setString(1, "by " + who);
                try {
                    update.executeUpdate();
                    done++;
                } catch (SQLException waited) {
                    assertThat(waited.getSQLState()).isIn("40001", "40P01", "HYT00");
                }
            }
        }
        return done;
    }
}
