package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.plan.GuardedNames;
import dev.rowseal.plan.Planner;
import dev.rowseal.plan.Refusal;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a driver makes of a text before it sends it, which is judged besides the text. */
@OnEveryDatabase
class SentTextTest {

    private final TestDatabase database;

    SentTextTest(TestDatabase database) {
        this.database = database;
    }

    private String sent(String sql) throws SQLException {
        try (Connection connection = database.plain()) {
            return Vendor.of(Dialect.of(connection.getMetaData())).sent(connection, sql);
        }
    }

    @Test
    void isTheDriversOwn() throws SQLException {
        assertThat(sent("SELECT {fn abs(-1)}")).contains("abs(-1)").doesNotContain("{");
        assertThat(sent("SELECT 1 FROM pa{oj tient}"))
                .contains(database.engine() == Engine.H2 ? " tient" : "patient")
                .doesNotContain("{");
        assertThat(sent("SELECT '{oj x}', 1")).isEqualTo("SELECT '{oj x}', 1");
    }

    @Test
    void namesNothingThatTheTextDoesNot(@TempDir Path folder) throws Exception {
        database.execute("create table patient (id bigint primary key, ssn " + database.binaryType() + ")");
        GuardedNames names = new GuardedNames(List.of("patient"), List.of("ssn"));
        Planner planner = new Planner();
        Sealed sealed = new Sealed(
                database,
                folder,
                "tables: { patient: { row-id: { id: bigint }, columns: { ssn: { type: varchar(11) } } } }");
        try (Connection connection = sealed.connect()) {
            var catalogue =
                    connection.unwrap(RowsealConnection.class).planning().catalogue();
            assertThatThrownBy(() -> planner.requireSeen("SELECT 1 FROM x", "SELECT 1 FROM patient", names, catalogue))
                    .isInstanceOf(Refusal.class);
            planner.requireSeen("SELECT {d ''} FROM patient", "SELECT '' FROM patient", names, catalogue);
            planner.requireSeen("SELECT {d ''} FROM x", "SELECT '' FROM x", names, catalogue);
            if (database.engine() != Engine.H2) {
                assertThatThrownBy(() -> connection.prepareStatement("SELECT 1 FROM pa{oj tient}"))
                        .as("asked for each text")
                        .hasMessageContaining("when the driver has undone its JDBC escapes");
            }
        }
    }
}
