package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.KeyRing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Eight threads that want the same keys at once: how often the KMS is called. */
@Timeout(120)
class StampedeTest extends KeyRings {

    private static final int THREADS = 8;
    private static final int KEYS = 25;

    @RepeatedTest(5)
    void theFirstUseOfEachDataKeyAndIndexKeyCostsOneCall() throws Exception {
        KeyRing first = ring();
        for (int i = 0; i < KEYS; i++) {
            first.sealing("t" + i).close();
            first.indexing("g" + i).close();
        }
        first.close();
        int unwraps = kms.unwraps();
        int wraps = kms.wraps();
        kms.beforeUnwrap(() -> LockSupport.parkNanos(1_000_000));

        KeyRing ring = ring();
        stampede(ring);

        assertThat(kms.unwraps() - unwraps).isEqualTo(2 * KEYS);
        assertThat(kms.wraps()).isEqualTo(wraps);
    }

    @RepeatedTest(5)
    void aKeyThatNobodyHadYetCostsOneMoreToMakeAndOneToProve() throws Exception {
        kms.beforeUnwrap(() -> LockSupport.parkNanos(1_000_000));
        KeyRing ring = ring();
        stampede(ring);
        assertThat(kms.wraps()).isEqualTo(2 * KEYS);
        assertThat(kms.unwraps()).isEqualTo(2 * 2 * KEYS);
        assertThat(table.all()).hasSize(2 * KEYS);
    }

    /** Whoever gave it up did not mean those who wait for the same row. */
    @Test
    void whoIsInterruptedWhileHeReadsFailsAlone() throws Exception {
        long keyId = sealingKey(ring());
        KeyRing ring = ring();
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        table.beforeById = () -> {
            table.beforeById = () -> {};
            reading.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            Thread.currentThread().interrupt();
            throw new KeyUnavailable("the reading was interrupted");
        };
        FutureTask<Long> cancelled = new FutureTask<>(() -> openingKey(ring, "public.patient", keyId));
        FutureTask<Long> neighbour = new FutureTask<>(() -> openingKey(ring, "public.patient", keyId));
        new Thread(cancelled).start();
        reading.await();
        Thread waiter = new Thread(neighbour);
        waiter.start();
        while (waiter.getState() != Thread.State.WAITING && waiter.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        assertThatThrownBy(cancelled::get).hasRootCauseInstanceOf(KeyUnavailable.class);
        assertThat(neighbour.get()).isEqualTo(keyId);
    }

    private static void stampede(KeyRing ring) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier start = new CyclicBarrier(THREADS);
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < KEYS; i++) {
                        start.await();
                        ring.sealing("t" + i).close();
                        ring.indexing("g" + i).close();
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
