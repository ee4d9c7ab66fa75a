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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL does not show to everybody counts all the same, or ends the count. */
@OnEveryDatabase(Engine.POSTGRESQL)
@Timeout(120)
class HiddenFromPostgresTest extends CountedPatients {

    private final String role = "counter_" + UUID.randomUUID().toString().replace("-", "");

    HiddenFromPostgresTest(TestDatabase database, @TempDir Path folder) {
        super(database, folder);
    }

    @Test
    void rowsThatRowSecurityHidesEndTheCount() throws SQLException {
        database.execute(
                "create role " + role + " login nobypassrls password 'counter'",
                "grant select, update on patient to " + role);
        try {
            SealedValues counter =
                    new SealedValues(() -> DriverManager.getConnection(database.url(), role, "counter"), policy, table);
            long first = firstKey().record().keyId();
            assertThat(counter.drainedCount(owner(), first)).isEqualTo(5);

            database.execute("alter table patient enable row level security");
            assertThatThrownBy(() -> counter.drainedCount(owner(), first))
                    .isInstanceOf(KeyUnavailable.class)
                    .hasMessageContaining("42501");
            database.execute("create policy part on patient using (id = 1)");
            assertThatThrownBy(() -> counter.drainedCount(owner(), first)).isInstanceOf(KeyUnavailable.class);
            assertThat(count()).as("who is above row security").isEqualTo(5);
        } finally {
            database.execute("drop owned by " + role, "drop role " + role);
        }
    }

    @Test
    void aPreparedTransactionIsWaitedFor() throws Exception {
        try (Connection writer = database.plain();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("insert into patient (id, ssn) select 9, ssn from patient where id = 1");
            statement.execute("prepare transaction '" + role + "'");
        }
        CompletableFuture<Long> count = counting();
        Thread.sleep(700);
        assertThat(count).isNotDone();
        database.execute("commit prepared '" + role + "'");
        assertThat(count.get(30, TimeUnit.SECONDS)).isEqualTo(6);
    }

    @Test
    void valuesUnderADomainCount() throws SQLException {
        database.execute(
                "create domain packed as bytea",
                "create domain words as text",
                "alter table patient add column p packed",
                "alter table patient add column w words",
                "update patient set p = ssn, w = alias");
        assertThat(count()).isEqualTo(5 + 2 + 1);
    }
}
