package dev.rowseal.keytable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.contract.KeyTableContract;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.KeyTable;
import dev.rowseal.key.Purpose;
import dev.rowseal.key.StoredKey;
import dev.rowseal.key.Wrapping;
import dev.rowseal.policy.Name;
import dev.rowseal.policy.TableName;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;

@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class JdbcKeyTableContractTest extends KeyTableContract {

    private static final TableName USUAL = new TableName(null, new Name("rowseal_keys", false));

    private final TestDatabase database;
    private final JdbcKeyTable table;

    JdbcKeyTableContractTest(TestDatabase database) {
        this.database = database;
        this.table = new JdbcKeyTable(database::plain, USUAL);
        table.create();
    }

    @Override
    protected KeyTable table() {
        return table;
    }

    @Test
    void aCrashBeforeTheCommitOfAChangeLeavesTheKeyAsItWas() {
        StoredKey key = revision(1, KeyState.ACTIVE, List.of(new Wrapping("local-kms:old", "1", new byte[60])));
        assertThat(table.insert(key)).isTrue();
        JdbcKeyTable dying = new JdbcKeyTable(() -> new DiesAtCommit(database.plain()).connection(), USUAL);
        StoredKey rewrapped = revision(2, KeyState.ACTIVE, List.of(new Wrapping("local-kms:new", "1", new byte[61])));
        StoredKey tombstone = revision(2, KeyState.DESTROYED, List.of());
        for (StoredKey next : List.of(rewrapped, tombstone)) {
            assertThatThrownBy(() -> dying.change(key, next)).isInstanceOf(KeyUnavailable.class);
            isStored(key);
        }
        assertThat(table.change(key, rewrapped)).isTrue();
        isStored(rewrapped);
    }

    private void isStored(StoredKey wanted) {
        assertThat(table.byId(7)).get().usingRecursiveComparison().isEqualTo(wanted);
    }

    private static StoredKey revision(long revision, KeyState state, List<Wrapping> wrappings) {
        KeyRecord record = new KeyRecord(7, new KeyOwner("clinic", "public.patient", Purpose.DATA), 1, 5);
        return new StoredKey(record, state, new byte[32], wrappings, 0, 0, revision);
    }
}
