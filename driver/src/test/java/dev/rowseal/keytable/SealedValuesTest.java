package dev.rowseal.keytable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.key.Destruction;
import dev.rowseal.key.KeyLife;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.Purpose;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A key is destroyed under a table that an application writes through the driver: only when no value names it. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class SealedValuesTest extends CountedPatients {

    SealedValuesTest(TestDatabase database, @TempDir Path folder) {
        super(database, folder);
    }

    @Test
    void aKeyGoesWhenItsLastValueIsGone() throws Exception {
        try (KeyLife life = life()) {
            long first = key(life, 1).record().keyId();
            KeyOwner owner = key(life, 1).record().owner();
            assertThat(values.drainedCount(owner, first)).isEqualTo(5);
            assertThat(values.drainedCount(owner, first ^ 1)).isZero();

            life.rotate(owner.owner(), 1);
            life.retire(first);
            long second = key(life, 2).record().keyId();
            Thread.sleep(TTL.toMillis() + 200);
            write("UPDATE patient SET ssn = 'f', notes = 'g' WHERE id = 2");
            assertThat(values.drainedCount(owner, second)).isEqualTo(2);
            assertThat(life.destroy(first, values)).isInstanceOf(Destruction.Waiting.class);
            waitForLeases(first);
            assertThat(life.destroy(first, values)).isEqualTo(new Destruction.InUse(3));
            write("UPDATE patient SET ssn = 'h', alias = 'i', notes = 'j' WHERE id = 1");
            assertThat(life.destroy(first, values)).isEqualTo(new Destruction.Done());
        }
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT ssn, alias, notes FROM patient ORDER BY id")) {
            rows.next();
            assertThat(rows.getString(1) + rows.getString(2) + rows.getString(3))
                    .isEqualTo("hij");
            rows.next();
            assertThat(rows.getString(1) + rows.getString(3)).isEqualTo("fg");
        }
    }

    @Test
    void aValueInAColumnThatThisPolicyDoesNotSealCounts() throws Exception {
        try (KeyLife life = life()) {
            long first = key(life, 1).record().keyId();
            database.execute("alter table patient add column later " + database.binaryType());
            database.execute("update patient set later = ssn");
            assertThat(values.drainedCount(key(life, 1).record().owner(), first))
                    .isEqualTo(7);
        }
    }

    @Test
    @Timeout(60)
    void aWriterThatHasNotEndedIsWaitedFor() throws Exception {
        KeyOwner owner;
        long first;
        try (KeyLife life = life()) {
            owner = key(life, 1).record().owner();
            first = key(life, 1).record().keyId();
        }
        try (Connection writer = sealed.connect();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO patient (id, ssn) VALUES (3, 'k')");
            CompletableFuture<Long> count = CompletableFuture.supplyAsync(() -> values.drainedCount(owner, first));
            Thread.sleep(700);
            assertThat(count).isNotDone();
            writer.commit();
            assertThat(count.get(30, TimeUnit.SECONDS)).isEqualTo(6);
        }
    }

    @Test
    @Timeout(60)
    void aWriterThatDoesNotEndKeepsTheKey() throws Exception {
        try (KeyLife life = life();
                Connection writer = sealed.connect();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO patient (id, ssn) VALUES (3, 'k')");
            KeyOwner owner = key(life, 1).record().owner();
            assertThatThrownBy(() -> values.drainedCount(owner, 1)).isInstanceOf(KeyUnavailable.class);
            writer.rollback();
        }
    }

    @Test
    void whereNobodyKnowsTheValuesNoneAreCounted() throws SQLException {
        KeyOwner strange = new KeyOwner(policy.namespace(), "public.nothing", Purpose.DATA);
        KeyOwner index = new KeyOwner(policy.namespace(), "ssn", Purpose.INDEX);
        assertThatThrownBy(() -> values.drainedCount(strange, 1)).isInstanceOf(Misconfigured.class);
        assertThatThrownBy(() -> values.drainedCount(index, 1)).isInstanceOf(KeyRefused.class);
        try (KeyLife life = life()) {
            KeyOwner owner = key(life, 1).record().owner();
            database.execute("drop table patient");
            assertThatThrownBy(() -> values.drainedCount(owner, 1)).isInstanceOf(Misconfigured.class);
        }
    }
}
