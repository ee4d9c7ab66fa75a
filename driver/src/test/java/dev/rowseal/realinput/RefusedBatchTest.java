package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches of which an entry is refused when it is run. */
@OnEveryDatabase(Engine.POSTGRESQL)
class RefusedBatchTest {

    private final TestDatabase database;

    RefusedBatchTest(TestDatabase database) {
        this.database = database;
    }

    /** A refusal in the midst of a batch leaves nothing of it, in a transaction too, where its counts say so. */
    @Test
    void aRefusedBatchOfStepsHasNoEffect(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 5);
            Connection connection = pair.twins().sealed().connection();
            connection.setAutoCommit(false);
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE person SET ssn = CAST(? AS varchar(8)) WHERE pos < ?")) {
                for (String ssn : List.of("kept-x9", "too-long-for-it-x9")) {
                    update.setString(1, ssn);
                    update.setInt(2, 4);
                    update.addBatch();
                }
                assertThatThrownBy(update::executeBatch).isInstanceOfSatisfying(BatchUpdateException.class, failed -> {
                    assertThat(failed.getSQLState()).isEqualTo("0A000");
                    assertThat(failed.getUpdateCounts()).containsOnly(Statement.EXECUTE_FAILED);
                });
            }
            connection.commit();
            connection.setAutoCommit(true);
            pair.check(People.TABLES);
        }
    }
}
