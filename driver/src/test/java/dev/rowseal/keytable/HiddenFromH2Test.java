package dev.rowseal.keytable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What H2 does not show ends the count. */
@OnEveryDatabase(Engine.H2)
class HiddenFromH2Test extends CountedPatients {

    HiddenFromH2Test(TestDatabase database, @TempDir Path folder) {
        super(database, folder);
    }

    @Test
    void transactionsInDoubtEndTheCount() throws SQLException {
        try (Connection writer = database.plain();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("insert into patient (id, ssn) select 9, ssn from patient where id = 1");
            statement.execute("prepare commit later");
            assertThatThrownBy(this::count).isInstanceOf(KeyUnavailable.class).hasMessageContaining("in doubt");
            writer.commit();
        }
        assertThat(count()).isEqualTo(6);
    }

    @Test
    void whoCannotSeeTransactionsInDoubtDoesNotCount() throws SQLException {
        database.execute("create user counter password 'counter'", "grant all on patient to counter");
        SealedValues counter = new SealedValues(
                () -> DriverManager.getConnection(database.url(), "counter", "counter"), policy, table);
        assertThatThrownBy(() -> counter.drainedCount(owner(), 1))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("90040");
    }
}
