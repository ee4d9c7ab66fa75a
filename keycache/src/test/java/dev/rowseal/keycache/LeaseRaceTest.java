package dev.rowseal.keycache;

import static dev.rowseal.keycache.Identities.identity;
import static dev.rowseal.keycache.Identities.isSecret;
import static dev.rowseal.keycache.Identities.secret;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Scheduler;
import dev.rowseal.key.Lease;
import dev.rowseal.memory.Secret;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leasing and using against constant eviction: no use of a wiped key, none left unwiped. */
@Timeout(120)
class LeaseRaceTest {

    private static final int WORKERS = 6;
    private static final int USES_EACH = 200_000;
    private static final int KEYS = 4;
    private static final Duration TTL = Duration.ofSeconds(1);

    private final List<Times> times = List.of(
            new Times(TTL, Duration.ZERO),
            new Times(TTL.multipliedBy(2), TTL),
            new Times(TTL.dividedBy(2), TTL.multipliedBy(4)));
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong loads = new AtomicLong();
    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void noKeyIsWipedUnderAUserAndNoneIsLeft() throws InterruptedException, ExecutionException {
        int openAtFirst = Secret.open();
        SharedKeys keys = new SharedKeys(nanos::get, () -> 0, Scheduler.disabledScheduler(), Runnable::run);
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Future<?> purging = threads.submit(() -> purge(keys));
            Future<?> leaving = threads.submit(() -> comeAndLeave(keys));
            Future<?> ageing = threads.submit(() -> age(keys));
            List<Future<?>> workers = new ArrayList<>();
            for (int w = 0; w < WORKERS; w++) {
                int seed = w;
                workers.add(threads.submit(() -> use(keys, times.get(seed % times.size()), new Random(seed))));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
            done.set(true);
            purging.get();
            leaving.get();
            ageing.get();
        } finally {
            done.set(true);
            threads.shutdown();
        }
        keys.close();

        assertThat(Secret.open()).isEqualTo(openAtFirst);
        assertThat(loads.get()).as("evictions did happen all along").isGreaterThan(WORKERS * USES_EACH / 1_000);
    }

    private void use(SharedKeys keys, Times user, Random random) {
        ByteBuffer scratch = ByteBuffer.allocateDirect(Secret.LENGTH);
        for (int i = 0; i < USES_EACH; i++) {
            int number = 1 + random.nextInt(KEYS);
            try (Lease<Secret> lease = keys.lease(user, user, identity(number), Secret.class, () -> load(number))) {
                // A Secret that was wiped under us throws here; one that was wiped while it was copied is zeros.
                if (!isSecret(number, lease.key(), scratch)) {
                    throw new AssertionError("another key's bytes, or none");
                }
                if (i % 64 == 0) {
                    Thread.yield();
                    lease.key().copyTo(scratch.clear());
                }
            }
        }
    }

    private Secret load(int number) {
        loads.incrementAndGet();
        return secret(number);
    }

    private void purge(SharedKeys keys) {
        for (int i = 0; !done.get(); i++) {
            keys.purge(identity(1 + i % KEYS));
            Thread.onSpinWait();
        }
    }

    private void comeAndLeave(SharedKeys keys) {
        Random random = new Random(-1);
        while (!done.get()) {
            Times user = new Times(TTL.multipliedBy(1 + random.nextInt(5)), Duration.ZERO);
            for (int i = 0; i < 8; i++) {
                int number = 1 + random.nextInt(KEYS);
                keys.lease(user, user, identity(number), Secret.class, () -> load(number))
                        .close();
            }
            keys.leave(user);
        }
    }

    private void age(SharedKeys keys) {
        while (!done.get()) {
            nanos.addAndGet(TTL.toNanos() / 3);
            keys.cleanUp();
            Thread.yield();
        }
    }
}
