package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.RowsealKeys;
import dev.rowseal.key.Destruction;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is suspended between sealing a value and sending it, until the value's key may have been destroyed: the
 * application is not told that the value was written, however it was.
 */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class LateArrivalTest extends LateArrivals {

    LateArrivalTest(TestDatabase database, @TempDir Path folder) {
        super(database, folder);
    }

    @Test
    void bound() throws SQLException {
        isTold(connection -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO patient (id, name, ssn) VALUES (?, ?, ?)")) {
                insert.setLong(1, 1);
                insert.setString(2, "b");
                insert.setString(3, "219-09-9999");
                insert.executeUpdate();
            }
        });
    }

    @Test
    void inABatch() throws SQLException {
        isTold(connection -> {
            try (PreparedStatement update = connection.prepareStatement("UPDATE patient SET ssn = ? WHERE id = ?")) {
                for (int id = 71; id <= 72; id++) {
                    update.setString(1, "219-09-9999");
                    update.setLong(2, id);
                    update.addBatch();
                }
                update.executeBatch();
            }
        });
    }

    @Test
    void asText() throws SQLException {
        isTold(connection -> update(connection, "UPDATE patient SET ssn = '219-09-9999' WHERE id = 71"));
    }

    @Test
    void asTextsInABatch() throws SQLException {
        isTold(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("UPDATE patient SET name = 'c' WHERE id = 71");
                statement.addBatch("UPDATE patient SET ssn = '219-09-9999' WHERE id = 71");
                statement.executeBatch();
            }
        });
    }

    /** The first entry for the table seals nothing. */
    @Test
    void asTheSecondTextOfABatch() throws SQLException {
        isTold(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("INSERT INTO patient (id, name, ssn) VALUES (1, 'n', NULL)");
                statement.addBatch("INSERT INTO patient (id, name, ssn) VALUES (2, 'n', '219-09-9999')");
                statement.executeBatch();
            }
        });
    }

    /** What is sealed is sealed under the key that took its place. */
    @Test
    void underAKeyThatTookTheRetiredOnesPlaceIsInTime() throws SQLException {
        String update = "UPDATE patient SET ssn = %s WHERE id = %s";
        Use text = connection -> update(connection, update.formatted("'219-09-9999'", "71"));
        Use bound = connection -> {
            try (PreparedStatement prepared = connection.prepareStatement(update.formatted("?", "?"))) {
                prepared.setString(1, "219-09-9998");
                prepared.setLong(2, 71);
                prepared.executeUpdate();
                for (int id = 71; id <= 72; id++) {
                    prepared.setString(1, "219-09-9997");
                    prepared.setLong(2, id);
                    prepared.addBatch();
                }
                prepared.executeBatch();
            }
        };
        Use texts = connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch(update.formatted("'219-09-9996'", "71"));
                statement.addBatch(update.formatted("'219-09-9995'", "72"));
                statement.executeBatch();
            }
        };
        Use nothing = connection -> update(connection, update.formatted("NULL", "71"));
        Use generated = connection -> update(connection, "INSERT INTO patient (name, ssn) VALUES ('d', '219-09-9994')");
        Use rows = connection -> update(connection, "UPDATE patient SET ssn = '219-09-9993', name = 'd' WHERE id > 70");
        Use query = connection ->
                update(connection, "INSERT INTO patient (id, name, ssn) SELECT id + 100, 'd', ssn FROM patient");
        with(connection -> {
            long key = retiredKey(connection);
            turned = turned.plusMinutes(6);
            for (Use use : List.of(text, bound, texts, nothing, generated, rows, query)) {
                times = 0;
                away = () -> timeGoesBy(key, Duration.ofMinutes(1));
                use.of(connection);
                assertThat(times).isPositive();
            }
        });
    }

    /** The key is rotated and retired while the batch is filled. */
    @Test
    void underTwoKeysOfWhichTheFirstIsRetired() throws SQLException {
        for (boolean texts : new boolean[] {false, true}) {
            with(connection -> {
                update(connection, "INSERT INTO patient (id, name, ssn) VALUES (1, 'a', '078-05-1120')");
                String update = "UPDATE patient SET ssn = %s WHERE id = 1";
                try (Statement statement = connection.createStatement();
                        PreparedStatement prepared = connection.prepareStatement(update.formatted("?"))) {
                    for (String ssn : List.of("219-09-9999", "219-09-9998")) {
                        prepared.setString(1, ssn);
                        prepared.addBatch();
                        statement.addBatch(update.formatted("'" + ssn + "'"));
                    }
                    long[] key = new long[1];
                    added = () -> {
                        key[0] = retiredKey(connection);
                        turned = turned.plusMinutes(6);
                        away = () -> timeGoesBy(key[0], Duration.ofMinutes(1));
                    };
                    assertThatThrownBy((texts ? statement : prepared)::executeBatch)
                            .satisfies(late -> assertThat(late.getMessage()).contains("key " + key[0]))
                            .hasMessageContaining("write it again");
                }
            });
            anew();
        }
    }

    @Test
    void underAGeneratedId() throws SQLException {
        isTold(connection -> update(connection, "INSERT INTO patient (name, ssn) VALUES ('d', '219-09-9999')"));
    }

    @Test
    void inManyRows() throws SQLException {
        nothingIsLeft("UPDATE patient SET ssn = '219-09-9999', name = 'd' WHERE id > 70");
    }

    @Test
    void ofAQuery() throws SQLException {
        nothingIsLeft("INSERT INTO patient (id, name, ssn) SELECT id + 10, 'd', '219-09-9999' FROM patient");
    }

    /** Who opens a value under a key that was retired learns of it, and seals under the next at once. */
    @Test
    void ofAQueryThatOpensWhatItCopies() throws SQLException {
        with(connection -> {
            long key = retiredKey(connection);
            times = 0;
            away = () -> timeGoesBy(key, Duration.ofMinutes(1));
            update(connection, "INSERT INTO patient (id, name, ssn) SELECT id + 10, 'd', ssn FROM patient");
            assertThat(times).isPositive();
        });
    }

    /** What takes several steps is one transaction, which is rolled back. */
    private void nothingIsLeft(String sql) throws SQLException {
        isTold(connection -> update(connection, sql));
        try (Connection plain = database.plain();
                Statement statement = plain.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from patient where name = 'd'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void throughAResultSet() throws SQLException {
        isTold(connection -> {
            try (Statement statement =
                            connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                    ResultSet rows = statement.executeQuery("SELECT id, name, ssn FROM patient WHERE id = 71")) {
                assertThat(rows.next()).isTrue();
                rows.updateString("ssn", "219-09-9999");
                rows.updateRow();
            }
        });
    }

    /** The entries that are there would be taken for stored by the counts of those that are not. */
    @Test
    void inABatchThatFailsInPart() throws SQLException {
        for (boolean texts : new boolean[] {false, true}) {
            isTold(connection -> {
                String update = "UPDATE patient SET ssn = '219-09-9999', name = %s WHERE id = %s";
                try (Statement statement = connection.createStatement();
                        PreparedStatement prepared = connection.prepareStatement(update.formatted("?", "?"))) {
                    for (int id : new int[] {71, 72}) {
                        prepared.setString(1, id == 71 ? "e" : null);
                        prepared.setLong(2, id);
                        prepared.addBatch();
                        statement.addBatch(update.formatted(id == 71 ? "'e'" : "NULL", id));
                    }
                    (texts ? statement : prepared).executeBatch();
                }
            });
            anew();
        }
    }

    private void anew() throws SQLException {
        database.execute("delete from patient", "delete from rowseal_wrappings", "delete from rowseal_keys");
        connector.close();
        connector = connector();
    }

    /** Whoever goes on after the failure and commits shall not have written what is lost. */
    @Test
    void inATransaction() throws SQLException {
        with(connection -> {
            long key = retiredKey(connection);
            connection.setAutoCommit(false);
            update(connection, "UPDATE patient SET name = 'kept back' WHERE id = 72");
            away = () -> timeGoesBy(key, Duration.ofMinutes(1));
            assertThatThrownBy(() -> update(connection, "UPDATE patient SET ssn = '219-09-9999' WHERE id = 71"))
                    .hasMessageContaining("write it again");
            assertThat(connection.isClosed()).isTrue();
            assertThatThrownBy(connection::commit).isInstanceOf(SQLException.class);
        });
        with(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT ssn, name FROM patient WHERE id IN (71, 72)")) {
                while (rows.next()) {
                    assertThat(rows.getString(1)).startsWith("078-05");
                    assertThat(rows.getString(2)).isEqualTo("a");
                }
            }
        });
    }

    /** Where time went by before it was sent, it is not sent. */
    @Test
    void whatIsLateBeforeItIsSentStays() throws SQLException {
        with(connection -> {
            long key = retiredKey(connection);
            String sql = "INSERT INTO patient (id, name, ssn) VALUES (1, 'b', ?), (2, 'b', ?)";
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                insert.setString(1, "219-09-9999");
                insert.setString(2, "219-09-9999");
                times = 0;
                set = () -> timeGoesBy(key, Duration.ofMinutes(1));
                assertThatThrownBy(insert::executeUpdate).hasMessageContaining("write it again");
                assertThat(times).isZero();
                // Nothing was sealed before: it is under the key that took its place.
                insert.setCharacterStream(1, late(key));
                insert.setString(2, "219-09-9999");
                assertThat(insert.executeUpdate()).isEqualTo(2);
            }
        });
    }

    /** Nor is it in the next batch of the statement. */
    @Test
    void aBatchThatIsLateBeforeItIsSentIsGivenUp() throws SQLException {
        with(connection -> {
            long key = retiredKey(connection);
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE patient SET name = ?, ssn = ? WHERE id = ?")) {
                for (int id = 71; id <= 72; id++) {
                    update.setString(1, "late");
                    update.setString(2, "219-09-9999");
                    update.setLong(3, id);
                    update.addBatch();
                }
                added = () -> timeGoesBy(key, Duration.ofMinutes(1));
                times = 0;
                assertThatThrownBy(update::executeBatch).hasMessageContaining("write it again");
                assertThat(times).isZero();
                update.setString(1, "again");
                update.setString(2, "219-09-9999");
                update.setLong(3, 72);
                update.addBatch();
                assertThat(update.executeBatch()).hasSize(1);
            }
        });
        try (Connection plain = database.plain();
                Statement statement = plain.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from patient where name = 'late'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    /** A text; time goes by while it is read. */
    private StringReader late(long key) {
        return reading(() -> timeGoesBy(key, Duration.ofMinutes(1)));
    }

    private static StringReader reading(Away meanwhile) {
        return new StringReader("219-09-9999") {
            @Override
            public int read(char[] into, int from, int most) throws IOException {
                try {
                    meanwhile.goes();
                } catch (SQLException e) {
                    throw new IOException(e);
                }
                return super.read(into, from, most);
            }
        };
    }

    /** What the check is for: the value is there, and nobody can open it. */
    @Test
    void whatIsWrittenSoLateMayBeLost() throws SQLException {
        with(connection -> {
            long key = retiredKey(connection);
            update(connection, "DELETE FROM patient");
            away = () -> {
                timeGoesBy(key, Duration.ofMinutes(1));
                try (RowsealKeys keys = RowsealKeys.open(sealed.url(), sealed.properties())) {
                    assertThat(keys.destroy(key)).isEqualTo(new Destruction.Done());
                }
            };
            String insert = "INSERT INTO patient (id, name, ssn) VALUES (1, 'b', '219-09-9999')";
            assertThatThrownBy(() -> update(connection, insert)).hasMessageContaining("write it again");
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT ssn FROM patient WHERE id = 1")) {
                assertThat(rows.next()).isTrue();
                assertThatThrownBy(() -> rows.getString(1)).hasMessageContaining("was destroyed");
            }
            update(connection, "UPDATE patient SET ssn = '219-09-9999' WHERE id = 1");
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT ssn FROM patient WHERE id = 1")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("219-09-9999");
            }
        });
    }

    @Test
    void whoseKeyStaysMayBeLate() throws SQLException {
        with(connection -> {
            long key = retiredKey(connection);
            away = () -> turned = turned.plus(AWAY);
            update(connection, "UPDATE patient SET ssn = '219-09-9999' WHERE id = 71");
            // Over before the change began: it was sealed under another key.
            away = () -> timeGoesBy(key, AWAY.plusHours(1));
            update(connection, "UPDATE patient SET ssn = '219-09-9999' WHERE id = 71");
            // What seals nothing is on no way.
            away = () -> timeGoesBy(key, Duration.ofMinutes(1));
            update(connection, "UPDATE patient SET name = 'open' WHERE id = 71");
            away = () -> timeGoesBy(key, Duration.ofMinutes(1));
            update(connection, "UPDATE patient SET name = 'open' WHERE ssn = '078-05-1121'");
            away = () -> timeGoesBy(key, Duration.ofMinutes(1));
            update(connection, "DELETE FROM patient WHERE id = 71");
        });
    }
}
