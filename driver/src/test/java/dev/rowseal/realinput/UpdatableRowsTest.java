package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rows changed through result sets, beside the plain driver on a plaintext twin: what each call gives or throws, what is
 * seen before and after, and what is stored in the end.
 */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class UpdatableRowsTest {

    private static final String POLICY = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
                  num: { type: integer, lookup: equality }
                  amount: { type: "decimal(10,2)" }
                  born: { type: date }
            """;

    private static final String ALL = "SELECT id, ssn, num, amount, born, city FROM patient ORDER BY id";

    private final Markers markers = new Markers();
    private final TestDatabase database;
    private final List<String> differences = new ArrayList<>();

    UpdatableRowsTest(TestDatabase database) {
        this.database = database;
    }

    private void makeTwins(TestDatabase plain) throws SQLException {
        plain.execute("create table patient (id bigint primary key, ssn varchar(11), num integer,"
                + " amount decimal(10,2), born date, city varchar(20))");
        makeTable();
    }

    private void makeTable() throws SQLException {
        String binary = database.binaryType();
        String index = database.binaryType(16);
        database.execute("create table patient (id bigint primary key, ssn " + binary + ", num " + database.textType()
                + ", amount " + binary + ", born " + database.textType() + ", city varchar(20), ssn_idx " + index
                + ", num_idx " + database.textType(22) + ")");
    }

    private void fill(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO patient (id, ssn, num, amount, born, city) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (int i = 1; i <= 6; i++) {
                insert.setLong(1, i);
                insert.setString(2, i + "-secret");
                insert.setInt(3, 7_000_000 + i);
                insert.setBigDecimal(4, new BigDecimal("90210.50"));
                insert.setDate(5, Date.valueOf("1980-02-0" + i));
                insert.setString(6, "city" + i);
                insert.executeUpdate();
                markers.add(i + "-secret");
            }
        }
        markers.add("new-secret");
    }

    private static RowsPair.Open query(int type, String sql) {
        return connection ->
                connection.createStatement(type, ResultSet.CONCUR_UPDATABLE).executeQuery(sql);
    }

    @Test
    void changesAreThoseOfThePlainDriver(@TempDir Path folder) throws SQLException {
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            makeTwins(plain);
            Sealed rowseal = new Sealed(database, folder, POLICY);
            try (Connection expected = plain.plain();
                    Connection actual = rowseal.connectNoted()) {
                fill(expected);
                fill(actual);
                for (int type : List.of(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.TYPE_FORWARD_ONLY)) {
                    try (RowsPair pairing = new RowsPair(differences, actual, expected, query(type, ALL))) {
                        update(pairing);
                    }
                    try (RowsPair pairing = new RowsPair(differences, actual, expected, query(type, ALL))) {
                        insertAndDelete(pairing, 20 + type);
                    }
                }
                try (RowsPair pairing = new RowsPair(differences, actual, expected, UpdatableRowsTest::lookedUp)) {
                    pairing.same("next", ResultSet::next);
                    pairing.does("a row that a lookup found", rows -> {
                        rows.updateString("ssn", "new-secret");
                        rows.updateRow();
                    });
                    pairing.same("again", rows -> rows.first());
                    pairing.same("the row", RowsPair::row);
                }
                try (RowsPair pairing = new RowsPair(
                        differences,
                        actual,
                        expected,
                        query(ResultSet.TYPE_SCROLL_INSENSITIVE, "SELECT * FROM patient p WHERE p.id = 3"))) {
                    pairing.same("next", ResultSet::next);
                    pairing.does("a row of a star", rows -> {
                        rows.updateInt("num", 7_000_033);
                        rows.updateString("city", "Chur");
                        rows.updateRow();
                    });
                }
                assertThat(differences).isEmpty();
                same(actual, expected);
            }
            for (String note : rowseal.noted()) {
                assertThat(markers.in(note)).isNull();
            }
            assertThat(new RawScan(database, rowseal.policy(), markers, Set.of()).scan())
                    .isGreaterThan(8);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ResultSet lookedUp(Connection connection) throws SQLException {
        PreparedStatement lookup = connection.prepareStatement(
                "SELECT id, ssn FROM patient WHERE ssn = ?",
                ResultSet.TYPE_SCROLL_INSENSITIVE,
                ResultSet.CONCUR_UPDATABLE);
        lookup.setString(1, "6-secret");
        return lookup.executeQuery();
    }

    private void update(RowsPair pairing) {
        pairing.same("concurrency", ResultSet::getConcurrency);
        if (database.engine() != Engine.H2) {
            // H2 keeps it for the row that comes next; there Rowseal wants it cancelled.
            pairing.does("update before the first row", rows -> rows.updateString(2, "x"));
        }
        pairing.same("next", ResultSet::next);
        pairing.does("set", rows -> rows.updateString(2, "new-secret"));
        pairing.does("set an open one", rows -> rows.updateString("city", "Bern"));
        pairing.does("write", ResultSet::updateRow);
        pairing.does("write nothing", ResultSet::updateRow);
        pairing.does("set others", rows -> {
            rows.updateInt(3, 7_000_077);
            rows.updateBigDecimal("AMOUNT", new BigDecimal("90210.75"));
            rows.updateDate(5, Date.valueOf("1999-12-31"));
        });
        pairing.does("write them", ResultSet::updateRow);
        pairing.does("read again", ResultSet::refreshRow);
        pairing.does("set and cancel", rows -> {
            rows.updateNull(2);
            rows.updateString("city", "Rom");
            rows.cancelRowUpdates();
        });
        pairing.does("write what was cancelled", ResultSet::updateRow);
        pairing.does("read what was cancelled", ResultSet::refreshRow);
        pairing.does("NULL", rows -> {
            rows.updateNull("ssn");
            rows.updateObject("num", null);
            rows.updateRow();
        });
        pairing.does("objects", rows -> {
            rows.updateObject("ssn", "1-secret");
            rows.updateObject(3, 7_000_001);
            rows.updateRow();
        });
        if (database.engine() != Engine.POSTGRESQL) {
            // PostgreSQL's transaction would have failed.
            pairing.does("too long", rows -> {
                rows.updateString(2, "0123456789012345");
                rows.updateRow();
            });
            pairing.does("cancel it", ResultSet::cancelRowUpdates);
            pairing.does("text for a number, rounded", rows -> {
                rows.updateString(3, "7000099");
                rows.updateBigDecimal(4, new BigDecimal("90210.754"));
                rows.updateCharacterStream(2, new java.io.StringReader("3-secret"));
                rows.updateRow();
            });
            pairing.does("a target type", rows -> {
                rows.updateObject(2, "4-secret", JDBCType.VARCHAR);
                rows.updateRow();
            });
        } else {
            pairing.refused("what PostgreSQL's driver shows as it was set", rows -> {
                rows.updateBigDecimal(4, new BigDecimal("90210.754"));
                rows.updateRow();
            });
            pairing.same("cancel it", rows -> {
                rows.cancelRowUpdates();
                return null;
            });
        }
        pairing.refused("the row id", rows -> rows.updateLong(1, 99));
        pairing.same("next", ResultSet::next);
        pairing.does("an index column", rows -> rows.updateString("ssn_idx", "x"));
        pairing.does("a column that there is not", rows -> rows.updateString(7, "x"));
    }

    private static void insertAndDelete(RowsPair pairing, long id) {
        pairing.same("next", ResultSet::next);
        pairing.same("to the new row", rows -> {
            rows.moveToInsertRow();
            return null;
        });
        pairing.same("set", rows -> {
            rows.updateLong("id", id);
            rows.updateString(2, "new-secret");
            rows.updateInt(3, 7_000_005);
            rows.updateString("city", "Basel");
            return null;
        });
        pairing.same("insert", rows -> {
            rows.insertRow();
            return null;
        });
        pairing.same("on the new row", RowsPair::row);
        pairing.does("back", ResultSet::moveToCurrentRow);
        pairing.same("another", rows -> {
            rows.moveToInsertRow();
            rows.updateLong("id", id + 100);
            rows.updateString("city", "Basel");
            rows.insertRow();
            return null;
        });
        pairing.does("back", ResultSet::moveToCurrentRow);
        pairing.does("write after it", rows -> {
            rows.updateString(2, "5-secret");
            rows.updateRow();
        });
        pairing.same("next", ResultSet::next);
        pairing.does("delete", ResultSet::deleteRow);
        pairing.same("next", ResultSet::next);
        pairing.same("row", RowsPair::row);
        pairing.refused("a new row without an id", rows -> {
            rows.moveToInsertRow();
            rows.updateString(2, "new-secret");
            rows.insertRow();
        });
        pairing.refused("a change after it", rows -> {
            rows.moveToCurrentRow();
            rows.updateString("city", "Genf");
            rows.updateRow();
        });
        pairing.refused("values of a row that was left", rows -> {
            rows.cancelRowUpdates();
            rows.updateString(2, "new-secret");
            rows.next();
            rows.updateRow();
        });
    }

    /** That what is stored is the same. */
    private void same(Connection actual, Connection expected) throws SQLException {
        try (Statement one = actual.createStatement();
                Statement two = expected.createStatement();
                ResultSet ours = one.executeQuery(ALL);
                ResultSet theirs = two.executeQuery(ALL)) {
            List<String> found = new ArrayList<>();
            List<String> wanted = new ArrayList<>();
            while (ours.next()) {
                found.add(RowsPair.row(ours));
            }
            while (theirs.next()) {
                wanted.add(RowsPair.row(theirs));
            }
            assertThat(found).isEqualTo(wanted);
        }
    }

    @Test
    void whatCannotBeChangedSaysSo(@TempDir Path folder) throws SQLException {
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            makeTwins(plain);
            Sealed rowseal = new Sealed(database, folder, POLICY);
            try (Connection expected = plain.plain();
                    Connection actual = rowseal.connect()) {
                fill(expected);
                fill(actual);
                try (RowsPair pairing = new RowsPair(
                        differences,
                        actual,
                        expected,
                        connection -> connection.createStatement().executeQuery(ALL))) {
                    pairing.same("next", ResultSet::next);
                    pairing.does("a row that can only be read", rows -> rows.updateString(2, "x"));
                    pairing.does("its open column", rows -> rows.updateString(6, "x"));
                    pairing.does("its insert row", ResultSet::moveToInsertRow);
                    pairing.does("to delete it", ResultSet::deleteRow);
                    pairing.does("to write it", ResultSet::updateRow);
                }
                for (String sql : List.of(
                        "SELECT ssn, city FROM patient",
                        "SELECT p.id, p.ssn, q.city FROM patient p JOIN patient q ON p.id = q.id",
                        "SELECT DISTINCT id, ssn FROM patient",
                        "SELECT id, ssn FROM patient UNION ALL SELECT id, ssn FROM patient")) {
                    try (RowsPair pairing = new RowsPair(
                            differences, actual, expected, query(ResultSet.TYPE_SCROLL_INSENSITIVE, sql))) {
                        pairing.same("next", ResultSet::next);
                        pairing.fails(sql, rows -> rows.updateString("ssn", "x"));
                        pairing.fails(sql, ResultSet::deleteRow);
                    }
                }
                same(actual, expected);
            }
        }
        assertThat(differences).isEmpty();
    }

    @Test
    void aTriggerThatMayChangeTheRowIdIsNotRisked(@TempDir Path folder) throws SQLException {
        makeTable();
        if (database.engine() == Engine.H2) {
            database.execute("create trigger t before insert, update on patient for each row call '"
                    + PendingInsertTest.Other.class.getName() + "'");
        } else if (database.engine() == Engine.POSTGRESQL) {
            database.execute(
                    "create function f() returns trigger as 'begin return new; end' language plpgsql",
                    "create trigger t before insert or update on patient for each row execute function f()");
        } else {
            database.execute(
                    "create trigger t before update on patient for each row set new.city = new.city",
                    "create trigger s before insert on patient for each row set new.city = new.city");
        }
        Sealed rowseal = new Sealed(database, folder, POLICY);
        try (Connection connection = rowseal.connect();
                Statement statement =
                        connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE)) {
            database.execute("INSERT INTO patient (id, city) VALUES (1, 'Bern')");
            try (ResultSet rows = statement.executeQuery(ALL)) {
                assertThat(rows.next()).isTrue();
                rows.updateString("ssn", "new-secret");
                assertThatThrownBy(rows::updateRow).isInstanceOf(SQLFeatureNotSupportedException.class);
                rows.cancelRowUpdates();
                rows.moveToInsertRow();
                rows.updateLong("id", 2);
                rows.updateString("ssn", "new-secret");
                assertThatThrownBy(rows::insertRow).isInstanceOf(SQLFeatureNotSupportedException.class);
            }
        }
    }
}
