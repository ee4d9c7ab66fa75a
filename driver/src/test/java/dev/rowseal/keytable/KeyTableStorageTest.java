package dev.rowseal.keytable;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.policy.Name;
import dev.rowseal.policy.TableName;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Key tables that somebody made with the right columns and keys, in which keys are lost or found for others. */
@OnEveryDatabase(Engine.MARIADB)
class KeyTableStorageTest {

    private final TestDatabase database;
    private final JdbcKeyTable table;

    KeyTableStorageTest(TestDatabase database) {
        this.database = database;
        this.table = new JdbcKeyTable(database::plain, new TableName(null, new Name("rowseal_keys", false)));
    }

    /** Nothing is rolled back there: a key would be there without its wrappings. */
    @Test
    void anEngineWithoutTransactionsIsRefused() throws SQLException {
        List<String> ddl = table.ddl();
        for (int other = 0; other < 2; other++) {
            for (int i = 0; i < 2; i++) {
                // Aria has neither references nor so long keys.
                String brief = ddl.get(i)
                        .replaceAll(" references \\S+ \\(key_id\\)", "")
                        .replaceAll("varchar\\([247]..\\)", "varchar(100)");
                database.execute(i == other ? brief.replace("engine=InnoDB", "engine=Aria") : brief);
            }
            assertThatThrownBy(table::check)
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining(other == 0 ? "rowseal_keys" : "rowseal_wrappings")
                    .hasMessageContaining("InnoDB");
            database.execute("drop table rowseal_wrappings", "drop table rowseal_keys");
        }
    }

    /** One table's key would be found for another whose name differs by the case of a letter. */
    @Test
    void aCollationThatTakesDifferentNamesForOneIsRefused() throws SQLException {
        for (String statement : table.ddl()) {
            database.execute(statement.replace("utf8mb4_nopad_bin", "utf8mb4_general_ci"));
        }
        assertThatThrownBy(table::check).isInstanceOf(Misconfigured.class).hasMessageContaining("another type");
    }
}
