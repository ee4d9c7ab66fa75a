package dev.rowseal.keycache;

import static dev.rowseal.keycache.Identities.identity;
import static dev.rowseal.keycache.Identities.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Scheduler;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.Lease;
import dev.rowseal.memory.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Those who wait for a load that somebody else began, and what becomes of them when it fails. */
@Timeout(60)
class WaitersTest extends KeyRings {

    private final ClockedKeys clocked = new ClockedKeys(TTL, Duration.ZERO, clock, task -> {});

    @Override
    KeyCache cache() {
        return clocked;
    }

    private static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    private static void awaitAll(List<Thread> threads) {
        while (!threads.stream().allMatch(WaitersTest::waits)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theRefusalOfTheOneIsThatOfAllWhoWaitedAndNobodyAsksAgain() throws Exception {
        Times times = new Times(TTL, Duration.ZERO);
        SharedKeys keys = new SharedKeys(clock::nanos, () -> 0, Scheduler.disabledScheduler(), Runnable::run);
        keys.lease(times, times, identity(2), Secret.class, () -> secret(2)).close();
        KeyRefused refusal = new KeyRefused("denied");
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch calling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        List<FutureTask<RowsealFailure>> failures = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            FutureTask<RowsealFailure> one = new FutureTask<>(() -> {
                try (Lease<Secret> none = keys.lease(times, times, identity(1), Secret.class, () -> {
                    calls.incrementAndGet();
                    calling.countDown();
                    await(goOn);
                    throw refusal;
                })) {
                    throw new AssertionError(none);
                } catch (RowsealFailure failure) {
                    return failure;
                }
            });
            failures.add(one);
            threads.add(new Thread(one));
        }
        threads.get(0).start();
        await(calling);
        threads.subList(1, 8).forEach(Thread::start);
        awaitAll(threads);
        goOn.countDown();
        for (FutureTask<RowsealFailure> one : failures) {
            assertThat(one.get()).isSameAs(refusal);
        }
        assertThat(calls).hasValue(1);
        keys.close();
    }

    /** As of two data sources, one of which has no adapter: the other is set up right. */
    @Test
    void theWrongSetUpOfTheOneIsNobodyElses() throws Exception {
        Times times = new Times(TTL, Duration.ZERO);
        SharedKeys keys = new SharedKeys(clock::nanos, () -> 0, Scheduler.disabledScheduler(), Runnable::run);
        Misconfigured wrong = new Misconfigured("no adapter");
        CountDownLatch calling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        FutureTask<Boolean> first = new FutureTask<>(() -> keys.lease(times, times, identity(1), Secret.class, () -> {
                    calling.countDown();
                    await(goOn);
                    throw wrong;
                })
                .isDue());
        new Thread(first).start();
        await(calling);
        FutureTask<Boolean> second = new FutureTask<>(() -> {
            try (Lease<Secret> lease =
                    keys.lease(times, "another source", identity(1), Secret.class, () -> secret(1))) {
                return lease.key() != null;
            }
        });
        Thread waiter = new Thread(second);
        waiter.start();
        awaitAll(List.of(waiter));
        goOn.countDown();
        assertThatThrownBy(first::get).hasCause(wrong);
        assertThat(second.get()).isTrue();
        keys.close();
    }

    /** Each of them would otherwise be told by a call of his own, one after another. */
    @Test
    void theWrongSetUpOfOneSourceIsToldToAllItsThreadsAtOnce() throws Exception {
        Times times = new Times(TTL, Duration.ZERO);
        SharedKeys keys = new SharedKeys(clock::nanos, () -> 0, Scheduler.disabledScheduler(), Runnable::run);
        Misconfigured wrong = new Misconfigured("no adapter");
        AtomicInteger calls = new AtomicInteger();
        CountDownLatch calling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            FutureTask<Boolean> task =
                    new FutureTask<>(() -> keys.lease(times, times, identity(1), Secret.class, () -> {
                                calls.incrementAndGet();
                                calling.countDown();
                                await(goOn);
                                throw wrong;
                            })
                            .isDue());
            tasks.add(task);
            Thread thread = new Thread(task);
            threads.add(thread);
            thread.start();
        }
        await(calling);
        awaitAll(threads);
        goOn.countDown();
        for (FutureTask<Boolean> task : tasks) {
            assertThatThrownBy(task::get).hasCause(wrong);
        }
        assertThat(calls).hasValue(1);
        keys.close();
    }

    /** Who wakes late would wipe what the KMS has given since. */
    @Test
    void whoOnlyWaitedForARefusalWipesNothing() throws Exception {
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        later(TTL);
        KeyRefused refusal = new KeyRefused("denied");
        kms.failWith(() -> refusal);
        CountDownLatch late = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<Thread> waiter = new AtomicReference<>();
        clocked.afterRefusal = () -> {
            if (Thread.currentThread() == waiter.get()) {
                late.countDown();
                await(goOn);
            }
        };
        FutureTask<Long> waited = new FutureTask<>(() -> sealingKey(ring));
        waiter.set(new Thread(waited));
        kms.beforeUnwrap(() -> {
            kms.beforeUnwrap(() -> {});
            Thread thread = Objects.requireNonNull(waiter.get());
            thread.start();
            awaitAll(List.of(thread));
        });
        assertThatThrownBy(() -> sealingKey(ring)).isSameAs(refusal);
        await(late);
        kms.failWith(null);
        assertThat(sealingKey(ring)).isEqualTo(keyId);
        goOn.countDown();
        assertThatThrownBy(waited::get).hasCause(refusal);
        assertThat(Secret.open()).isEqualTo(openAtFirst + 1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
