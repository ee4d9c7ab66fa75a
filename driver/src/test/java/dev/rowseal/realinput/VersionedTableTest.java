package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that keep the rows that are no more: the history of a sealed one has as many of them as that of its plaintext twin. */
@OnEveryDatabase({Engine.MARIADB})
class VersionedTableTest {

    private static final String POLICY = """
            tables:
              chart:
                row-id: { id: bigint }
                columns:
                  memo: { type: varchar(40) }
            """;

    private final TestDatabase database;

    VersionedTableTest(TestDatabase database) {
        this.database = database;
    }

    private static String history(TestDatabase database) throws SQLException {
        try (Connection connection = database.plain()) {
            return SessionFlows.rows(
                    connection, "select id, open, count(*) from chart for system_time all group by id, open");
        }
    }

    @Test
    void keepNoVersionOfRowsealsOwn(@TempDir Path folder) throws SQLException {
        String head = "create table chart (id bigint auto_increment primary key, open int, memo ";
        String tail = ") with system versioning";
        try (Pair pair = new Pair(
                database,
                folder,
                POLICY,
                List.of(head + "varchar(40)" + tail),
                List.of(head + database.binaryType() + tail))) {
            List<String> refused = new ArrayList<>();
            for (String change : List.of(
                    "INSERT INTO chart (id, open, memo) VALUES (1, 1, 'one'), (2, 2, 'two')",
                    "UPDATE chart SET memo = 'other' WHERE id = 1",
                    "UPDATE chart SET memo = 'other' WHERE id = 1",
                    "UPDATE chart SET memo = 'all', open = open + 1",
                    "UPDATE chart SET memo = 'all' WHERE open > 0",
                    "INSERT INTO chart (open, memo) VALUES (3, 'three')",
                    "INSERT INTO chart (open) VALUES (4)",
                    "DELETE FROM chart WHERE id = 2")) {
                if (pair.twins().either(Request.text(change), Reads.FEW) instanceof Outcome.Refused why) {
                    refused.add(change);
                    assertThat(why.message()).contains("the row id of an INSERT into \"chart\" is known only when");
                }
                assertThat(history(database)).as(change).isEqualTo(history(pair.plainDatabase()));
            }
            assertThat(refused)
                    .containsExactly(
                            "INSERT INTO chart (open, memo) VALUES (3, 'three')",
                            "INSERT INTO chart (open) VALUES (4)");
            pair.twins().exact(Request.text("SELECT id, open, memo FROM chart ORDER BY id"), Reads.FEW);
        }
    }
}
