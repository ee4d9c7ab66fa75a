package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
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
