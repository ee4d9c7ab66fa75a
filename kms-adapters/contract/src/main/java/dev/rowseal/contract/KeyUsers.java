package dev.rowseal.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.key.Departure;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyLife;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.KeyTable;
import dev.rowseal.key.Lease;
import dev.rowseal.key.StoredKey;
import dev.rowseal.key.Wrapping;
import dev.rowseal.kms.contract.MemoryKms;
import dev.rowseal.memory.Secret;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.IndexKey;
import dev.rowseal.seal.RunLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Two processes (rings) or more that use the keys of one key table, and an operator who changes them. The test of a table
 * extends a contract and supplies an empty table, and a cache.
 */
abstract class KeyUsers {

    /** No other test's: what the last with his times leaves is wiped when he closes, whatever others have open. */
    protected static final Duration TTL = Duration.ofMinutes(5).plusSeconds(7);

    static final Duration LEASE = TTL.plusHours(1);
    static final String PATIENT = "public.patient";

    final String kek = "memory-kms:" + UUID.randomUUID();
    final String other = "memory-kms:" + UUID.randomUUID();
    final MemoryKms kms = MemoryKms.named(kek);
    final MemoryKms otherKms = MemoryKms.named(other);
    final TurnedClock clock = new TurnedClock();
    private final List<NotedCache> caches = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();
    private int openAtFirst;

    /** The table under test, empty when the test begins. */
    protected abstract KeyTable table();

    /** A new user of the process's cache, whose keys live for {@link #TTL}. */
    protected abstract KeyCache cache();

    @BeforeEach
    final void count() {
        openAtFirst = Secret.open();
    }

    @AfterEach
    final void nothingLingers() throws Exception {
        kms.failWith(null);
        otherKms.failWith(null);
        for (AutoCloseable one : open) {
            one.close();
        }
        // Less where keys of other tests in this process came to their end meanwhile.
        assertThat(Secret.open()).isLessThanOrEqualTo(openAtFirst);
        assertThat(kms.open() + otherKms.open()).isZero();
    }

    KeyPolicy policy() {
        return new KeyPolicy("clinic", kek, List.of());
    }

    KeyPolicy bothKeks() {
        return new KeyPolicy("clinic", other, List.of(kek));
    }

    KeyRing ring(KeyPolicy policy) {
        return ring(policy, TTL);
    }

    KeyRing ring(KeyPolicy policy, Duration ttl) {
        NotedCache cache = new NotedCache(cache(), ttl);
        caches.add(cache);
        KeyRing ring = new KeyRing(policy, shifted(), cache, RunLimits.DEFAULT, clock);
        open.add(ring);
        return ring;
    }

    KeyLife life(KeyPolicy policy) {
        KeyLife life = new KeyLife(policy, shifted(), TTL, clock);
        open.add(life);
        return life;
    }

    /** The table under test, its clock as far ahead as the test has turned its own. */
    KeyTable shifted() {
        return new ShiftedTable(table(), clock);
    }

    static long seals(KeyRing ring) {
        try (Lease<DataKey> lease = ring.sealing(PATIENT)) {
            return lease.key().keyId();
        }
    }

    static long seals(KeyRing ring, Departure departed) {
        try (Lease<DataKey> lease = ring.sealing(PATIENT, departed)) {
            return lease.key().keyId();
        }
    }

    static long opens(KeyRing ring, long keyId) {
        try (Lease<DataKey> lease = ring.opening(PATIENT, keyId)) {
            return lease.key().keyId();
        }
    }

    static void indexes(KeyRing ring) {
        try (Lease<IndexKey> lease = ring.indexing("email")) {
            assertThat(lease.key()).isNotNull();
        }
    }

    StoredKey stored(long keyId) {
        return table().byId(keyId).orElseThrow();
    }

    List<String> keks(long keyId) {
        return stored(keyId).wrappings().stream().map(Wrapping::kekUri).toList();
    }

    static List<Boolean> atOnce(Callable<Boolean> work) throws Exception {
        int many = 8;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            List<Boolean> outcomes = new ArrayList<>();
            for (Future<Boolean> outcome : threads.invokeAll(Collections.nCopies(many, work))) {
                outcomes.add(outcome.get());
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Lets the cache forget what it has, as its own clock would. */
    void expire() {
        caches.forEach(NotedCache::expire);
    }

    long newest() {
        List<StoredKey> keys = table().ofNamespace("clinic");
        return keys.get(keys.size() - 1).record().keyId();
    }

    /** A key that was followed by another and retired; no process seals under it any more. */
    static long retiredKey(KeyRing ring, KeyLife life) {
        long first = seals(ring);
        life.rotate(PATIENT, 1);
        life.retire(first);
        return first;
    }
}
