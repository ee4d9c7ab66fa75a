package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The row that is to be inserted, left by any move: drivers differ in which moves leave it, and what is set afterwards is
 * the row's where the cursor came to. Beside the plain driver on a plaintext twin.
 */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class InsertRowLeftTest {

    private static final String POLICY = """
            tables:
              person:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
                  notes: { type: varchar(40) }
            """;

    private static final String ALL = "SELECT id, ssn, notes, city FROM person ORDER BY id";

    private final TestDatabase database;
    private final List<String> differences = new ArrayList<>();

    InsertRowLeftTest(TestDatabase database) {
        this.database = database;
    }

    private static Map<String, RowsPair.Step> moves() {
        Map<String, RowsPair.Step> moves = new LinkedHashMap<>();
        moves.put("nothing", rows -> null);
        moves.put("first", ResultSet::first);
        moves.put("last", ResultSet::last);
        moves.put("absolute", rows -> rows.absolute(2));
        moves.put("absolute from the end", rows -> rows.absolute(-2));
        moves.put("absolute behind all", rows -> rows.absolute(99));
        moves.put("relative", rows -> rows.relative(1));
        moves.put("next", ResultSet::next);
        moves.put("previous", ResultSet::previous);
        moves.put("beforeFirst", rows -> {
            rows.beforeFirst();
            return null;
        });
        moves.put("afterLast", rows -> {
            rows.afterLast();
            return null;
        });
        moves.put("moveToCurrentRow", rows -> {
            rows.moveToCurrentRow();
            return null;
        });
        return moves;
    }

    @Test
    void whatIsSetAfterAMoveIsTheRowsWhereTheCursorIs(@TempDir Path folder) throws SQLException {
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            plain.execute("create table person (id bigint primary key, ssn varchar(11), notes varchar(40),"
                    + " city varchar(20))");
            database.execute("create table person (id bigint primary key, ssn " + database.binaryType() + ", notes "
                    + database.binaryType() + ", city varchar(20), ssn_idx " + database.binaryType(16) + ")");
            Sealed rowseal = new Sealed(database, folder, POLICY);
            try (Connection expected = plain.plain();
                    Connection actual = rowseal.connect()) {
                for (int type : List.of(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.TYPE_FORWARD_ONLY)) {
                    for (Map.Entry<String, RowsPair.Step> move : moves().entrySet()) {
                        for (int filled = 0; filled < 2; filled++) {
                            fill(expected, filled * 5);
                            fill(actual, filled * 5);
                            String what = move.getKey() + " of " + filled * 5 + " in " + type;
                            RowsPair.Open open = connection -> connection
                                    .createStatement(type, ResultSet.CONCUR_UPDATABLE)
                                    .executeQuery(ALL);
                            for (boolean inserted : new boolean[] {true, false}) {
                                try (RowsPair pairing = new RowsPair(differences, actual, expected, open)) {
                                    leave(what, pairing, move.getValue(), inserted);
                                }
                            }
                            compare(what, actual, expected);
                        }
                    }
                }
            }
        }
        assertThat(differences).isEmpty();
    }

    private static void leave(String what, RowsPair pairing, RowsPair.Step move, boolean inserted) {
        pairing.same(what + ", to a row", ResultSet::next);
        pairing.same(what + ", to the new row", rows -> {
            rows.moveToInsertRow();
            if (inserted) {
                rows.updateLong("id", 20);
                rows.updateString("notes", "a");
                rows.updateString("city", "Bern");
                rows.insertRow();
            }
            return null;
        });
        pairing.same(what, move);
        if (!what.startsWith("nothing")) {
            pairing.same(what + ", a step behind it", rows -> rows.getRow() == 0 && rows.next());
        }
        pairing.sameOrRefused(what + ", a sealed column", rows -> {
            rows.updateString("notes", "b");
            rows.updateRow();
        });
        pairing.sameOrRefused(what + ", both", rows -> {
            rows.updateString("ssn", "c");
            rows.updateString("city", "Chur");
            rows.updateRow();
        });
        pairing.sameOrRefused(what + ", as a new one without an id", rows -> {
            rows.updateString("notes", "d");
            rows.insertRow();
        });
    }

    @Test
    void theRowIdOfARowThatIsThereStaysAsItIs(@TempDir Path folder) throws SQLException {
        database.execute("create table person (id bigint primary key, ssn " + database.binaryType() + ", notes "
                + database.binaryType() + ", city varchar(20), ssn_idx " + database.binaryType(16) + ")");
        try (Connection connection = new Sealed(database, folder, POLICY).connect()) {
            fill(connection, 5);
            try (Statement statement =
                            connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                    ResultSet rows = statement.executeQuery(ALL)) {
                rows.next();
                rows.moveToInsertRow();
                rows.first();
                try {
                    rows.updateLong("id", 99);
                    rows.updateRow();
                } catch (SQLException refused) {
                    // H2 is on the new row still.
                }
            }
            assertThat(seen(connection)).startsWith("1 1-ssn notes1").doesNotContain("99");
        }
    }

    /** The driver refuses to insert a row that is not to be inserted; what was set is set still. */
    @Test
    void whatWasSetStaysWhereTheRowIsNotToBeInserted(@TempDir Path folder) throws SQLException {
        bothWays(folder, pairing -> {
            pairing.same("to a row", ResultSet::next);
            pairing.same("set", rows -> {
                rows.updateString("ssn", "new");
                return null;
            });
            pairing.same("insert", rows -> {
                rows.insertRow();
                return null;
            });
            pairing.same("update", rows -> {
                rows.updateRow();
                return null;
            });
        });
    }

    /** PostgreSQL's driver keeps what was set there for the row that it comes to, though it is cancelled. */
    @Test
    void whatWasSetInItIsNotWrittenElsewhere(@TempDir Path folder) throws SQLException {
        for (String column : List.of("ssn", "id")) {
            bothWays(folder, pairing -> {
                pairing.same("to a row", ResultSet::next);
                pairing.same("to the new row", rows -> {
                    rows.moveToInsertRow();
                    if (column.equals("id")) {
                        rows.updateLong(1, 50);
                    } else {
                        rows.updateString("ssn", "ins");
                    }
                    return null;
                });
                pairing.same("away", ResultSet::first);
                pairing.sameOrRefused("cancel", ResultSet::cancelRowUpdates);
                pairing.sameOrRefused("set and write", rows -> {
                    rows.updateString("city", "Chur");
                    rows.updateRow();
                });
            });
        }
    }

    private interface Steps {
        void with(RowsPair pairing);
    }

    /** Steps on both sides; where one was refused, what is there is what was before. */
    private void bothWays(Path folder, Steps steps) throws SQLException {
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            plain.execute("create table person (id bigint primary key, ssn varchar(11), notes varchar(40),"
                    + " city varchar(20))");
            database.execute("drop table if exists person");
            database.execute("create table person (id bigint primary key, ssn " + database.binaryType() + ", notes "
                    + database.binaryType() + ", city varchar(20), ssn_idx " + database.binaryType(16) + ")");
            try (Connection expected = plain.plain();
                    Connection actual = new Sealed(database, folder, POLICY).connect()) {
                fill(expected, 2);
                fill(actual, 2);
                String before = seen(actual);
                RowsPair.Open open = connection -> connection
                        .createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)
                        .executeQuery(ALL);
                try (RowsPair pairing = new RowsPair(differences, actual, expected, open)) {
                    steps.with(pairing);
                }
                assertThat(seen(actual)).isIn(seen(expected), before);
            }
        }
        assertThat(differences).isEmpty();
    }

    private static void fill(Connection connection, int count) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM person");
            for (int i = 1; i <= count; i++) {
                statement.executeUpdate("INSERT INTO person (id, ssn, notes, city) VALUES (" + i + ", '" + i
                        + "-ssn', 'notes" + i + "', 'city" + i + "')");
            }
        }
    }

    private void compare(String what, Connection actual, Connection expected) throws SQLException {
        String found = seen(actual);
        String wanted = seen(expected);
        if (!found.equals(wanted)) {
            differences.add(what + " left\n" + found + "   not\n" + wanted);
        }
    }

    private static String seen(Connection connection) throws SQLException {
        StringBuilder seen = new StringBuilder();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(ALL)) {
            while (rows.next()) {
                seen.append(rows.getLong(1))
                        .append(' ')
                        .append(rows.getString(2))
                        .append(' ');
                seen.append(rows.getString(3))
                        .append(' ')
                        .append(rows.getString(4))
                        .append('\n');
            }
        }
        return seen.toString();
    }
}
