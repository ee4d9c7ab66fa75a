package dev.rowseal.keytable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.Purpose;
import dev.rowseal.key.StoredKey;
import dev.rowseal.key.Wrapping;
import dev.rowseal.policy.Name;
import dev.rowseal.policy.TableName;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class JdbcKeyTableTest {

    private static final TableName USUAL = new TableName(null, new Name("rowseal_keys", false));
    private static final KeyOwner OWNER = new KeyOwner("clinic", "public.patient", Purpose.DATA);
    private static final int THREADS = 8;

    private final TestDatabase database;
    private final JdbcKeyTable table;

    JdbcKeyTableTest(TestDatabase database) {
        this.database = database;
        this.table = new JdbcKeyTable(database::plain, USUAL);
    }

    @Test
    void everyFieldComesBack() {
        table.create();
        StoredKey key = new StoredKey(
                new KeyRecord(
                        0xFFFF_FFFFL, new KeyOwner("clinic ä€😀", "s.\"t\"", Purpose.INDEX), 7, 1_700_000_000_123L),
                KeyState.RETIRED,
                bytes(1, 32),
                List.of(
                        new Wrapping("aws-kms://arn:aws:kms:eu", "", bytes(2, 5000)),
                        new Wrapping("local-kms:./dev keys.p12", "3", bytes(3, 60))),
                1_800_000_000_456L,
                86_400_000,
                42);
        assertThat(table.insert(key)).isTrue();
        same(table.byId(0xFFFF_FFFFL).orElseThrow(), key);
        assertThat(table.ofOwner(key.record().owner())).singleElement().satisfies(found -> same(found, key));
    }

    @Test
    void anUnknownKeyIsAbsent() {
        table.create();
        assertThat(table.byId(1)).isEmpty();
        assertThat(table.ofOwner(OWNER)).isEmpty();
    }

    @Test
    void keysOfAnOwnerComeOldestFirst() {
        table.create();
        for (int generation : new int[] {2, 3, 1}) {
            assertThat(table.insert(key(100 - generation, OWNER, generation))).isTrue();
        }
        table.insert(key(7, new KeyOwner("clinic", "public.patient", Purpose.INDEX), 1));
        table.insert(key(8, new KeyOwner("clinic", "public.Patient", Purpose.DATA), 1));
        table.insert(key(9, new KeyOwner("clinic2", "public.patient", Purpose.DATA), 1));
        assertThat(table.ofOwner(OWNER))
                .extracting(key -> key.record().generation())
                .containsExactly(1, 2, 3);
        assertThat(table.ofOwner(OWNER))
                .allSatisfy(key -> assertThat(key.wrappings()).hasSize(1));
    }

    @Test
    void aDestroyedKeyIsATombstoneWithoutWrappings() {
        table.create();
        StoredKey key =
                new StoredKey(new KeyRecord(5, OWNER, 1, 9), KeyState.DESTROYED, bytes(4, 32), List.of(), 0, 0, 3);
        assertThat(table.insert(key)).isTrue();
        same(table.byId(5).orElseThrow(), key);
        assertThat(table.insert(key(5, OWNER, 2))).isFalse();
    }

    @Test
    void whatIsTakenChangesNothing() {
        table.create();
        StoredKey first = key(1, OWNER, 1);
        assertThat(table.insert(first)).isTrue();
        assertThat(table.insert(key(1, OWNER, 2))).isFalse();
        assertThat(table.insert(key(2, OWNER, 1))).isFalse();
        assertThat(table.ofOwner(OWNER)).singleElement().satisfies(found -> same(found, first));
        assertThat(table.byId(2)).isEmpty();
    }

    @Test
    void freeIdsAreFreeAndSpread() {
        table.create();
        List<Long> ids = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            long id = table.freeKeyId();
            assertThat(id).isBetween(1L, 0xFFFF_FFFFL);
            assertThat(table.byId(id)).isEmpty();
            ids.add(id);
        }
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void oneOfManyWinsAGeneration() throws Exception {
        table.create();
        for (int round = 1; round <= 5; round++) {
            int generation = round;
            List<Boolean> won = race(thread -> table.insert(key(1000L * generation + thread, OWNER, generation)));
            assertThat(won).containsOnlyOnce(true).hasSize(THREADS);
            assertThat(table.ofOwner(OWNER)).hasSize(round);
        }
    }

    @Test
    void oneOfManyWinsAnId() throws Exception {
        table.create();
        for (int round = 1; round <= 5; round++) {
            int id = round;
            List<Boolean> won = race(thread ->
                    table.insert(key(id, new KeyOwner("clinic", "round " + id + " t" + thread, Purpose.DATA), 1)));
            assertThat(won).containsOnlyOnce(true).hasSize(THREADS);
            assertThat(table.byId(id)).isPresent();
        }
    }

    @Test
    void manyMayCreateAtOnce() throws Exception {
        assertThat(race(thread -> {
                    new JdbcKeyTable(database::plain, USUAL).create();
                    return true;
                }))
                .hasSize(THREADS);
        table.create();
        table.check();
        assertThat(table.insert(key(1, OWNER, 1))).isTrue();
        table.create();
        assertThat(table.byId(1)).isPresent();
    }

    @Test
    void aKeyIsNeverThereWithoutItsWrappings() throws SQLException {
        table.create();
        // A wrapping that the database refuses, after the key row was taken.
        database.execute("alter table rowseal_wrappings add constraint no check (kek_uri <> 'local-kms:refused')");
        StoredKey key = new StoredKey(
                new KeyRecord(1, OWNER, 1, 5),
                KeyState.ACTIVE,
                bytes(1, 32),
                List.of(
                        new Wrapping("local-kms:a", "1", bytes(2, 60)),
                        new Wrapping("local-kms:refused", "1", bytes(3, 60))),
                0,
                0,
                1);
        assertThatThrownBy(() -> table.insert(key)).isInstanceOf(KeyUnavailable.class);
        assertThat(table.byId(1)).isEmpty();
        assertThat(count("rowseal_keys") + count("rowseal_wrappings")).isZero();
    }

    @Test
    void aCrashBeforeCommitLeavesNothing() throws SQLException {
        table.create();
        JdbcKeyTable dying = new JdbcKeyTable(() -> new DiesAtCommit(database.plain()).connection(), USUAL);
        assertThatThrownBy(() -> dying.insert(key(1, OWNER, 1))).isInstanceOf(KeyUnavailable.class);
        assertThat(count("rowseal_keys") + count("rowseal_wrappings")).isZero();
        assertThat(table.insert(key(1, OWNER, 1))).isTrue();
    }

    @Test
    void twoDatabasesDoNotSeeEachOther() throws SQLException {
        table.create();
        table.insert(key(1, OWNER, 1));
        try (TestDatabase other = TestDatabase.on(database.engine())) {
            JdbcKeyTable there = new JdbcKeyTable(other::plain, USUAL);
            assertThatThrownBy(there::check).isInstanceOf(Misconfigured.class);
            there.create();
            assertThat(there.byId(1)).isEmpty();
            assertThat(there.ofOwner(OWNER)).isEmpty();
        }
    }

    @Test
    void theKeyTableMayBeInASchemaAndUnderAnotherName() throws SQLException {
        String vault = database.schema("vault");
        database.execute("create schema " + vault);
        JdbcKeyTable named =
                new JdbcKeyTable(database::plain, new TableName(new Name(vault, false), new Name("My \"Keys\"", true)));
        named.create();
        named.check();
        assertThat(named.insert(key(1, OWNER, 1))).isTrue();
        assertThat(named.byId(1)).isPresent();
        assertThat(count(vault + "." + database.quote("My \"Keys\"_wrappings"))).isEqualTo(1);
        assertThatThrownBy(table::check).isInstanceOf(Misconfigured.class);
    }

    @Test
    void aMissingTableSaysHowToMakeIt() throws SQLException {
        for (Callable<?> call : List.<Callable<?>>of(
                () -> table.byId(1),
                () -> table.ofOwner(OWNER),
                table::freeKeyId,
                () -> table.insert(key(1, OWNER, 1)),
                () -> {
                    table.check();
                    return null;
                })) {
            assertThatThrownBy(call::call)
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("rowseal.create-key-table=true")
                    .hasMessageContaining("create table");
        }
        for (String ddl : table.ddl()) {
            database.execute(ddl);
        }
        table.check();
    }

    @Test
    void anotherShapeIsToldApart() throws SQLException {
        String[] changes = {
            "drop table rowseal_wrappings",
            "alter table rowseal_keys drop column max_lease",
            database.engine() == Engine.MARIADB
                    ? "alter table rowseal_keys modify column generation bigint not null"
                    : "alter table rowseal_keys alter column generation set data type bigint",
            "alter table rowseal_wrappings drop column wrapped_key",
        };
        for (String change : changes) {
            try (TestDatabase fresh = TestDatabase.on(database.engine())) {
                JdbcKeyTable changed = new JdbcKeyTable(fresh::plain, USUAL);
                changed.create();
                fresh.execute(change);
                assertThatThrownBy(changed::check).as(change).isInstanceOf(Misconfigured.class);
            }
        }
        database.execute(
                table.ddl().get(0).replaceAll(",\\s+unique \\(namespace, owner, purpose, generation\\)", ""),
                table.ddl().get(1));
        assertThatThrownBy(table::check)
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("generation, namespace, owner, purpose");
        assertThatThrownBy(table::create).isInstanceOf(Misconfigured.class);
    }

    /** H2 shows a table that another session is making before its keys. */
    @Test
    void tablesThatAreBeingMadeAreLookedAtAgain() throws SQLException {
        database.execute(
                table.ddl().get(0).replaceAll(",\\s+unique \\(namespace, owner, purpose, generation\\)", ""),
                table.ddl().get(1));
        AtomicInteger opened = new AtomicInteger();
        JdbcKeyTable looking = new JdbcKeyTable(
                () -> {
                    // The first asks whether they are there, the second what they are like.
                    if (opened.incrementAndGet() == 4) {
                        database.execute("alter table rowseal_keys add unique (namespace, owner, purpose, generation)");
                    }
                    return database.plain();
                },
                USUAL);
        looking.create();
        assertThat(opened).hasValue(4);
    }

    @Test
    void aStrangeRowIsToldApart() throws SQLException {
        table.create();
        table.insert(key(1, OWNER, 1));
        database.execute("update rowseal_keys set state = 'sleeping'");
        assertThatThrownBy(() -> table.byId(1))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("state");
        database.execute("update rowseal_keys set state = 'active', generation = -1");
        assertThatThrownBy(() -> table.byId(1))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("generation");
    }

    @Test
    void anUnreachableDatabaseIsUnavailableForNow() {
        JdbcKeyTable unreachable = new JdbcKeyTable(
                () -> {
                    throw new SQLNonTransientConnectionException("refused, row 'wrapped bytes'", "08001");
                },
                USUAL);
        assertThatThrownBy(() -> unreachable.byId(1))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("08001")
                .hasMessageNotContaining("wrapped bytes");
    }

    @Test
    void theDatabasesMessageStaysBehind() throws SQLException {
        table.create();
        String column = database.engine() == Engine.POSTGRESQL ? "bit(10)" : "varbinary(10)";
        database.execute(
                "alter table rowseal_wrappings drop column wrapped_key",
                "alter table rowseal_wrappings add column wrapped_key " + column + " not null");
        StoredKey key = key(1, OWNER, 1);
        assertThatThrownBy(() -> table.insert(key))
                .isInstanceOf(Misconfigured.class)
                .satisfies(thrown -> {
                    assertThat(thrown.getCause()).isNull();
                    assertThat(thrown.getMessage()).contains("SQLState").doesNotContainIgnoringCase("0101010101");
                });
        assertThat(count("rowseal_keys")).isZero();
    }

    @Test
    void longNamesAreRefusedBeforeTheDatabaseSeesThem() {
        table.create();
        KeyOwner owner = new KeyOwner("clinic", "x".repeat(401), Purpose.INDEX);
        assertThatThrownBy(() -> table.insert(key(1, owner, 1)))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("401");
        KeyOwner most = new KeyOwner("é".repeat(255), "€".repeat(400), Purpose.INDEX);
        assertThat(table.insert(key(1, most, 1))).isTrue();
        assertThat(table.ofOwner(most)).hasSize(1);
    }

    private int count(String name) throws SQLException {
        try (Connection connection = database.plain();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from " + name)) {
            count.next();
            return count.getInt(1);
        }
    }

    private static StoredKey key(long id, KeyOwner owner, int generation) {
        byte[] wrapped = new byte[60];
        java.util.Arrays.fill(wrapped, (byte) 1);
        return new StoredKey(
                new KeyRecord(id, owner, generation, 1_700_000_000_000L),
                KeyState.ACTIVE,
                bytes(id, 32),
                List.of(new Wrapping("local-kms:./dev.p12", "1", wrapped)),
                0,
                0,
                1);
    }

    private static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void same(StoredKey found, StoredKey wanted) {
        assertThat(found).usingRecursiveComparison().isEqualTo(wanted);
    }

    private interface Attempt {
        boolean by(int thread);
    }

    private static List<Boolean> race(Attempt attempt) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Boolean>> attempts = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                attempts.add(() -> attempt.by(thread));
            }
            List<Boolean> outcomes = new ArrayList<>();
            for (Future<Boolean> outcome : threads.invokeAll(attempts)) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }
}
