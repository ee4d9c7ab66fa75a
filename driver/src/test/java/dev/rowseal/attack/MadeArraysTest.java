package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Arrays that the application makes and looks for: what their elements become is known, or they are refused. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL})
class MadeArraysTest {

    private static final String MARK = "MADE7Q4Z";
    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
                  num: { type: integer, lookup: equality }
            """;

    private final TestDatabase database;
    private final Sealed sealed;

    MadeArraysTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.sealed = new Sealed(database, folder, TABLES);
    }

    @Test
    void mixedAndUnfittingElementsAreRefused() throws SQLException {
        String columns = " " + database.binaryType() + ", ";
        String index = " " + database.binaryType(16);
        database.execute("create table patient (id bigint primary key, ssn" + columns + "ssn_idx" + index + ", num"
                + columns + "num_idx" + index + ")");
        try (Connection connection = sealed.connectNoted()) {
            refused(connection, "ssn", "varchar", MARK, 5);
            if (database.engine() == Engine.POSTGRESQL) {
                // Each is what its text is in the array's type.
                refused(connection, "ssn", "bpchar", MARK);
                refused(connection, "num", "int4", "5");
            }
        }
        assertThat(sealed.noted()).noneMatch(note -> note.contains(MARK));
    }

    @Test
    void whatIsFreedIsSetAllTheSameAndNeverMade() throws SQLException {
        String columns = " " + database.binaryType() + ", ";
        String index = " " + database.binaryType(16);
        database.execute("create table patient (id bigint primary key, ssn" + columns + "ssn_idx" + index + ", num"
                + columns + "num_idx" + index + ", names varchar(20) array)");
        try (TestDatabase twin = TestDatabase.on(database.engine());
                Connection plain = twin.plain();
                Connection connection = sealed.connectNoted()) {
            twin.execute("create table patient (id bigint primary key, ssn varchar(20), names varchar(20) array)");
            assertThat(freed(connection)).isEqualTo(freed(plain)).contains("1 one", "2 two");
        }
        assertThat(sealed.noted()).noneMatch(note -> note.contains(MARK));
    }

    private static List<String> freed(Connection connection) throws SQLException {
        List<String> story = new ArrayList<>();
        try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO patient (id, ssn, names) VALUES (?, ?, ?)");
                PreparedStatement select =
                        connection.prepareStatement("SELECT id, names FROM patient WHERE ssn = ANY (?) ORDER BY id")) {
            for (int i = 1; i <= 2; i++) {
                Array names = connection.createArrayOf("varchar", new Object[] {i == 1 ? "one" : "two"});
                insert.setLong(1, i);
                insert.setString(2, MARK + i);
                insert.setArray(3, names);
                names.free();
                insert.addBatch();
            }
            insert.executeBatch();
            Array found = connection.createArrayOf("varchar", new Object[] {MARK + 1, MARK + 2});
            select.setArray(1, found);
            found.free();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    story.add(
                            rows.getLong(1) + " " + ((Object[]) rows.getArray(2).getArray())[0]);
                }
            }
            MadeObjects.tell(story, found::getArray);
            found.free();
            Array never = connection.createArrayOf("varchar", new Object[] {MARK});
            never.free();
            never.free();
        } catch (Exception failed) {
            throw new SQLException(failed);
        }
        return story;
    }

    private static void refused(Connection connection, String column, String type, Object... elements)
            throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT id FROM patient WHERE " + column + " = ANY (?)")) {
            select.setArray(1, connection.createArrayOf(type, elements));
            assertThatThrownBy(select::executeQuery)
                    .isInstanceOf(SQLFeatureNotSupportedException.class)
                    .hasMessageContaining("bind with setArray")
                    .hasMessageNotContaining(MARK);
        }
    }
}
