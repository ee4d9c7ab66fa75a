package dev.rowseal.policy;

import dev.rowseal.policy.Policy.CachePolicy;
import java.util.List;

/** All of a policy but its tables; see {@link Policy}. */
record Settings(String namespace, String kek, List<String> unwrap, TableName keyTable, CachePolicy cache) {

    Policy with(List<TablePolicy> tables) {
        return new Policy(namespace, kek, unwrap, keyTable, cache, tables);
    }
}
