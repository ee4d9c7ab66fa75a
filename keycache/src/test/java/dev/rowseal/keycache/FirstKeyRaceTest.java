package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.Lease;
import dev.rowseal.key.StoredKey;
import dev.rowseal.memory.Secret;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.IndexKey;
import dev.rowseal.seal.RunLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;

/** Sixteen threads on each of two rings, as of two processes, want the same first keys at the same moment. */
@Timeout(60)
class FirstKeyRaceTest {

    private static final int THREADS = 16;

    @RepeatedTest(40)
    void thereIsOneGenerationAndEveryoneUsesIt() throws Exception {
        int openAtFirst = Secret.open();
        MemoryKeyTable table = new MemoryKeyTable();
        table.beforeInsert = Thread::yield;
        ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);
        // Different times to live share no cache: as far apart as two rings in one process can be.
        try (KeyRing one = ring(table, Duration.ofMinutes(5));
                KeyRing other = ring(table, Duration.ofMinutes(6))) {
            CyclicBarrier start = new CyclicBarrier(2 * THREADS);
            List<Future<Long>> used = new ArrayList<>();
            for (int i = 0; i < 2 * THREADS; i++) {
                KeyRing ring = i % 2 == 0 ? one : other;
                used.add(threads.submit(useKeys(ring, start)));
            }
            Set<Long> keyIds = new HashSet<>();
            for (Future<Long> each : used) {
                keyIds.add(each.get());
            }

            assertThat(keyIds).hasSize(1);
            assertThat(table.all())
                    .extracting(StoredKey::record)
                    .hasSize(2)
                    .allSatisfy(record -> assertThat(record.generation()).isEqualTo(1))
                    .anySatisfy(record -> assertThat(record.keyId()).isIn(keyIds));
        } finally {
            threads.shutdownNow();
        }
        assertThat(Secret.open()).isEqualTo(openAtFirst);
    }

    private static Callable<Long> useKeys(KeyRing ring, CyclicBarrier start) {
        return () -> {
            awaitAll(start);
            try (Lease<IndexKey> index = ring.indexing("email");
                    Lease<DataKey> data = ring.sealing("public.patient")) {
                assertThat(index.key()).isNotNull();
                return data.key().keyId();
            }
        };
    }

    private static void awaitAll(CyclicBarrier start) throws InterruptedException {
        try {
            start.await();
        } catch (BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyRing ring(MemoryKeyTable table, Duration ttl) {
        return new KeyRing(
                new KeyPolicy("clinic", "memory-kms:race", List.of()),
                table,
                LeasedKeys.shared(ttl),
                RunLimits.DEFAULT,
                Clock.systemUTC());
    }
}
