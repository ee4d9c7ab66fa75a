package dev.rowseal.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the application has sealed and under which keys. Immutable; one per configuration.
 *
 * @param namespace part of every key's and every value's context; not empty
 * @param kek URI of the key-encryption key for new wrappings
 * @param unwrap URIs of further KEKs that may open old wrappings; none else ever does
 * @param keyTable the key table, {@code rowseal_keys} by default; the table of wrappings is named after it
 * @param cache how long unwrapped keys may be kept
 * @param kms what each call of a KMS may take
 * @param rotateAfter the age at which a data key is followed by a new one; empty for never by itself
 * @param credentials URI of the secret that says as whom to connect; empty where the application says so
 * @param tables the sealed tables; at least one
 */
public record Policy(
        String namespace,
        String kek,
        List<String> unwrap,
        TableName keyTable,
        CachePolicy cache,
        KmsPolicy kms,
        Optional<Duration> rotateAfter,
        Optional<String> credentials,
        List<TablePolicy> tables) {

    public Policy {
        unwrap = List.copyOf(unwrap);
        tables = List.copyOf(tables);
    }

    /**
     * How long unwrapped keys may be kept.
     *
     * @param ttl longest time between unwrapping a key and its wiping; positive
     * @param grace how much longer while the KMS is unreachable; zero for none
     * @param runValues how many values one run key seals; 1 to 65536
     */
    public record CachePolicy(Duration ttl, Duration grace, int runValues) {

        /** Five minutes, no grace, 65536 values. */
        public static final CachePolicy DEFAULT = new CachePolicy(Duration.ofMinutes(5), Duration.ZERO, 65536);
    }

    /**
     * What each call of a KMS may take.
     *
     * @param timeout longest time, with all attempts and the waiting between them; 1 ms to 10 minutes
     * @param attempts most attempts, the first included; 1 to 10
     */
    public record KmsPolicy(Duration timeout, int attempts) {

        /** Ten seconds, three attempts. */
        public static final KmsPolicy DEFAULT = new KmsPolicy(Duration.ofSeconds(10), 3);
    }
}
