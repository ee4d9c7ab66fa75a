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
        nothingIsLeft("INSERT INTO patient (id, name, ssn) SELECT id + 10, 'd', ssn FROM patient");
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
            database.execute("delete from patient", "delete from rowseal_wrappings", "delete from rowseal_keys");
            connector.close();
            connector = connector();
        }
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
            try (PreparedStatement update = connection.prepareStatement("UPDATE patient SET ssn = ? WHERE id = 71")) {
                update.setCharacterStream(1, late(key));
                times = 0;
                assertThatThrownBy(update::executeUpdate).hasMessageContaining("write it again");
                assertThat(times).isZero();
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
                    update.setCharacterStream(2, late(id == 72 ? key : 0));
                    update.setLong(3, id);
                    update.addBatch();
                }
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

    /** A text; time goes by while it is read, where a key is given. */
    private StringReader late(long key) {
        return new StringReader("219-09-9999") {
            @Override
            public int read(char[] into, int from, int most) throws IOException {
                try {
                    if (key > 0) {
                        timeGoesBy(key, Duration.ofMinutes(1));
                    }
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
