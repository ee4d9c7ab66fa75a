package dev.rowseal.policy;

import dev.rowseal.policy.Policy.CachePolicy;
import dev.rowseal.policy.Policy.KmsPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All of a policy but its tables; see {@link Policy}. */
record Settings(
        String namespace,
        String kek,
        List<String> unwrap,
        TableName keyTable,
        CachePolicy cache,
        KmsPolicy kms,
        Optional<Duration> rotateAfter,
        Optional<String> credentials) {

    Policy with(List<TablePolicy> tables) {
        return new Policy(namespace, kek, unwrap, keyTable, cache, kms, rotateAfter, credentials, tables);
    }
}
