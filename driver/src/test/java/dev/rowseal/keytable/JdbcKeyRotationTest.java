package dev.rowseal.keytable;

import dev.rowseal.contract.KeyRotationContract;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyTable;
import dev.rowseal.keycache.LeasedKeys;
import dev.rowseal.policy.Name;
import dev.rowseal.policy.TableName;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;

@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class JdbcKeyRotationTest extends KeyRotationContract {

    private final JdbcKeyTable table;

    JdbcKeyRotationTest(TestDatabase database) {
        this.table = new JdbcKeyTable(database::plain, new TableName(null, new Name("rowseal_keys", false)));
        table.create();
    }

    @Override
    protected KeyTable table() {
        return table;
    }

    @Override
    protected KeyCache cache() {
        return LeasedKeys.shared(TTL);
    }
}
