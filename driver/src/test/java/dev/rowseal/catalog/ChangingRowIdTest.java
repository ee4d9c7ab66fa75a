package dev.rowseal.catalog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.policy.Policy;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Row ids that the database changes by itself: their rows would have others than their values were sealed for. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL})
class ChangingRowIdTest {

    private final TestDatabase database;

    ChangingRowIdTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void itIsRefused() throws SQLException {
        boolean h2 = database.engine() == Engine.H2;
        refused("a bigint, id bigint generated always as (a * 10)" + (h2 ? "" : " stored"), "is generated");
        if (h2) {
            database.execute("drop table patient");
            refused("id bigint default 1 on update 2", "ON UPDATE");
        }
    }

    private void refused(String rowId, String because) throws SQLException {
        database.execute("create table patient (" + rowId + " primary key, ssn " + database.binaryType() + ")");
        try (Connection connection = database.plain()) {
            Policy policy =
                    Clinic.rowId("bigint", "id").sealed("ssn", "varchar(11)").in("patient");
            assertThatThrownBy(() -> DatabaseCatalogue.read(connection, policy).resolve(null, database.fold("patient")))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContainingAll("its row-id column " + database.fold("id"), because);
        }
    }
}
