package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Which row a value is sealed for that is set through a result set: the one that the driver writes, or none. Beside the
 * plain driver on a plaintext twin.
 */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class UpdatableRowIdTest {

    private static final String POLICY = """
            tables:
              person:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
            """;

    private static final int[] TYPES = {ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE};

    private final TestDatabase database;
    private final TestDatabase plain;
    private final Path folder;
    private boolean refused;

    UpdatableRowIdTest(TestDatabase database, @TempDir Path folder) throws SQLException {
        this.database = database;
        this.plain = TestDatabase.on(database.engine());
        this.folder = folder;
    }

    @AfterEach
    void close() throws SQLException {
        plain.close();
    }

    private void create(String key) throws SQLException {
        plain.execute("create table person (" + key + ", ssn varchar(11), city varchar(20))");
        database.execute("create table person (" + key + ", ssn " + database.binaryType()
                + ", city varchar(20), ssn_idx " + database.binaryType(16) + ")");
    }

    private interface Use {
        void of(ResultSet rows) throws SQLException;
    }

    /** The same with rows of both sides, of which Rowseal may refuse one. */
    private void same(String sql, Use use) throws SQLException {
        try (Connection expected = plain.plain();
                Connection actual = new Sealed(database, folder, POLICY).connect()) {
            for (int type : TYPES) {
                String ours = outcome(actual, type, sql, use);
                refused |= ours.startsWith("refused");
                if (!ours.startsWith("refused")) {
                    assertThat(ours).as(sql + " of " + type).isEqualTo(outcome(expected, type, sql, use));
                }
            }
        }
    }

    private void refused(String sql, Use use) throws SQLException {
        try (Connection actual = new Sealed(database, folder, POLICY).connect()) {
            for (int type : TYPES) {
                assertThat(outcome(actual, type, sql, use)).as(sql).isEqualTo("refused\n1 one c1 \n2 two c2 \n");
            }
        }
    }

    private static String outcome(Connection connection, int type, String sql, Use use) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM person");
            statement.executeUpdate("INSERT INTO person (id, ssn, city) VALUES (1, 'one', 'c1'), (2, 'two', 'c2')");
        }
        StringBuilder outcome = new StringBuilder();
        try (PreparedStatement select = connection.prepareStatement(sql, type, ResultSet.CONCUR_UPDATABLE)) {
            if (sql.contains("?")) {
                select.setLong(1, 2);
            }
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                use.of(rows);
                outcome.append("done");
            } catch (SQLFeatureNotSupportedException refused) {
                outcome.append("refused");
            } catch (SQLException failed) {
                outcome.append("failed");
            }
        }
        outcome.append('\n');
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, ssn, city FROM person ORDER BY id")) {
            while (rows.next()) {
                for (int i = 1; i <= 3; i++) {
                    outcome.append(rows.getString(i)).append(' ');
                }
                outcome.append('\n');
            }
        }
        return outcome.toString();
    }

    private static void insert(ResultSet rows) throws SQLException {
        rows.moveToInsertRow();
        rows.updateLong("id", 50);
        rows.updateString("ssn", "ins");
        rows.insertRow();
    }

    @Test
    void ofARowThatWasInsertedIsItsOwnThoughTheStatementGivesAnother() throws SQLException {
        create("id bigint primary key");
        String sql = "SELECT id, ssn, city FROM person WHERE id = ?";
        same(sql, rows -> {
            rows.updateString("ssn", "new");
            rows.updateRow();
            assertThat(rows.getString("ssn")).isEqualTo("new");
        });
        same(sql, rows -> {
            insert(rows);
            assertThat(rows.getLong(1)).isEqualTo(rows.getLong("id"));
            rows.getString(2);
        });
        same(sql, rows -> {
            insert(rows);
            rows.updateString("ssn", "upd");
            rows.updateRow();
        });
        same(sql, rows -> {
            insert(rows);
            rows.moveToCurrentRow();
            rows.updateString("ssn", "upd");
            rows.updateRow();
        });
        same(sql, rows -> {
            insert(rows);
            rows.moveToCurrentRow();
            if (rows.getType() == ResultSet.TYPE_FORWARD_ONLY ? rows.next() : rows.last()) {
                rows.getString(2);
                rows.updateString("ssn", "upd");
                rows.updateRow();
            }
        });
    }

    /** Drivers write columns by name, and what is set last in either counts. */
    @Test
    void whereAColumnOfItsTableIsThereTwiceNothingIsChanged() throws SQLException {
        create("id bigint primary key");
        refused("SELECT id, ssn, id AS x FROM person ORDER BY id", rows -> {
            rows.updateLong(3, 99);
            rows.updateRow();
        });
        refused("SELECT id, ssn, id AS x FROM person ORDER BY id", rows -> {
            rows.moveToInsertRow();
            rows.updateLong(1, 50);
            rows.updateString(2, "ins");
            rows.updateLong(3, 51);
            rows.insertRow();
        });
        refused("SELECT p.*, p.id FROM person p ORDER BY p.id", rows -> {
            rows.updateLong(4, 99);
            rows.updateRow();
        });
        refused("SELECT id, ssn, ssn AS x FROM person ORDER BY id", rows -> {
            rows.updateString(2, "a");
            rows.updateString(3, "b");
            rows.updateRow();
        });
    }

    /** A row that got another id meanwhile is found by another key. */
    @Test
    void whereTheDriverFindsTheRowByAnotherKeyNothingIsSealed() throws SQLException {
        create("apk bigint" + generated() + " primary key, id bigint not null unique");
        Use late = rows -> {
            try (Statement statement = rows.getStatement().getConnection().createStatement()) {
                statement.executeUpdate("UPDATE person SET id = 99 WHERE id = 1");
            }
            rows.updateString("ssn", "new");
            rows.updateRow();
        };
        for (String sql :
                new String[] {"SELECT apk, id, ssn FROM person ORDER BY id", "SELECT * FROM person ORDER BY id"}) {
            same(sql, late);
            same(sql, rows -> {
                insert(rows);
                rows.moveToCurrentRow();
                rows.updateString("city", "c3");
                rows.updateRow();
            });
        }
        same("SELECT id, ssn FROM person ORDER BY id", late);
    }

    /** Other keys that are selected too are not those that the driver takes. */
    @Test
    void whereOtherKeysAreThereItIsSealedForTheRow() throws SQLException {
        create("id bigint primary key, mail varchar(9) unique, aname varchar(9) unique");
        same("SELECT * FROM person ORDER BY id", rows -> {
            rows.updateString("ssn", "new");
            rows.updateRow();
        });
        assertThat(refused).isFalse();
    }

    /** PostgreSQL's driver takes the first by the names of the indexes. */
    @Test
    void whereAnotherKeyMayBeTakenItIsRefusedOnPostgreSqlAlone() throws SQLException {
        create("id bigint primary key, anum bigint" + generated() + " unique");
        Use update = rows -> {
            rows.updateString("ssn", "new");
            rows.updateRow();
        };
        same("SELECT * FROM person ORDER BY id", update);
        assertThat(refused).isEqualTo(database.engine() == Engine.POSTGRESQL);
        refused = false;
        same("SELECT id, ssn FROM person ORDER BY id", update);
        assertThat(refused).isFalse();
    }

    private String generated() {
        return database.engine() == Engine.MARIADB ? " auto_increment" : " generated by default as identity";
    }
}
