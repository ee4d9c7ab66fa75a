package dev.rowseal.keytable;

import dev.rowseal.key.KeyLife;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyStatus;
import dev.rowseal.key.Purpose;
import dev.rowseal.policy.Policy;
import dev.rowseal.policy.PolicySource;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;

/** A sealed table with five values under its first key, and who counts them. */
abstract class CountedPatients {

    static final String TABLES = """
            cache: { ttl: 1s }
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
                  alias: { type: varchar(20) }
                  notes: { type: text }
            """;

    static final Duration TTL = Duration.ofSeconds(1);

    final TestDatabase database;
    final Sealed sealed;
    final JdbcKeyTable table;
    final Policy policy;
    final SealedValues values;

    CountedPatients(TestDatabase database, Path folder) {
        this.database = database;
        this.sealed = new Sealed(database, folder, TABLES);
        this.policy = PolicySource.load(
                sealed.properties().getProperty("rowseal.config"), getClass().getClassLoader());
        this.table = new JdbcKeyTable(database::plain, policy.keyTable());
        this.values = new SealedValues(database::plain, policy, table);
    }

    @BeforeEach
    void make() throws SQLException {
        database.execute("create table patient (id bigint primary key, ssn " + database.binaryType() + ", ssn_idx "
                + database.binaryType(16) + ", alias " + database.textType(200) + ", notes " + database.textType()
                + ", photo " + database.binaryType(20) + ", remark varchar(20))");
        write("INSERT INTO patient (id, ssn, alias, notes) VALUES (1, 'a', 'b', 'c'), (2, 'd', NULL, 'e')");
    }

    KeyLife life() {
        return new KeyLife(
                new KeyPolicy(policy.namespace(), policy.kek(), policy.unwrap()), table, TTL, Clock.systemUTC());
    }

    void write(String sql) throws SQLException {
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The table's data key of a generation. */
    KeyStatus key(KeyLife life, int generation) {
        return life.status().stream()
                .filter(key -> key.record().owner().purpose() == Purpose.DATA
                        && key.record().generation() == generation)
                .findFirst()
                .orElseThrow();
    }

    void waitForLeases(long keyId) throws SQLException {
        // As if it had been retired a day ago.
        database.execute("update rowseal_keys set retired_at = retired_at - 86400000 where key_id = " + keyId);
    }

    /** The table's first data key. */
    KeyStatus firstKey() {
        try (KeyLife life = life()) {
            return key(life, 1);
        }
    }

    KeyOwner owner() {
        return firstKey().record().owner();
    }

    long count() {
        KeyStatus first = firstKey();
        return values.drainedCount(first.record().owner(), first.record().keyId());
    }

    CompletableFuture<Long> counting() {
        KeyStatus first = firstKey();
        return CompletableFuture.supplyAsync(
                () -> values.drainedCount(first.record().owner(), first.record().keyId()));
    }
}
