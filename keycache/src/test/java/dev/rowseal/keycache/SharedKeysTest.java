package dev.rowseal.keycache;

import static dev.rowseal.keycache.Identities.identity;
import static dev.rowseal.keycache.Identities.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Scheduler;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.Lease;
import dev.rowseal.memory.Secret;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SharedKeysTest {

    private static final Duration TTL = Duration.ofMinutes(5);

    private final Times times = new Times(TTL, Duration.ZERO);
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong wall = new AtomicLong();
    private final List<Runnable> scheduled = new ArrayList<>();
    private final Scheduler scheduler = (executor, command, delay, unit) -> {
        scheduled.add(() -> executor.execute(command));
        return new CompletableFuture<>();
    };
    private final SharedKeys keys = new SharedKeys(nanos::get, wall::get, scheduler, Runnable::run);
    private final AtomicInteger loads = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private int openAtFirst;

    @BeforeEach
    void count() {
        openAtFirst = Secret.open();
    }

    @AfterEach
    void nothingLingers() {
        threads.shutdownNow();
        keys.close();
        assertThat(open()).isZero();
    }

    private int open() {
        return Secret.open() - openAtFirst;
    }

    private Lease<Secret> lease(int number) {
        return keys.lease(times, times, identity(number), Secret.class, () -> {
            loads.incrementAndGet();
            return secret(number);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void loadsOnceAndLendsUntilItsTimeIsOver() {
        lease(1).close();
        nanos.addAndGet(TTL.toNanos() - 1);
        lease(1).close();
        assertThat(loads).hasValue(1);

        nanos.addAndGet(1);
        assertThat(keys.cached(times, identity(1), Secret.class)).isEmpty();
        lease(1).close();
        assertThat(loads).hasValue(2);
        assertThat(open()).isEqualTo(1);
    }

    @Test
    void useDoesNotProlongAKeysTime() {
        for (int i = 0; i < 10; i++) {
            lease(1).close();
            nanos.addAndGet(TTL.toNanos() / 5);
        }
        assertThat(loads).hasValue(2);
    }

    /** The KMS may have decided at the beginning, and somebody may have held its answer up. */
    @Test
    void timeIsCountedFromTheBeginningOfTheLoad() {
        keys.lease(times, times, identity(1), Secret.class, () -> {
                    nanos.addAndGet(TTL.toNanos() - 2);
                    return secret(1);
                })
                .close();
        nanos.addAndGet(1);
        lease(1).close();
        assertThat(loads).hasValue(0);
        nanos.addAndGet(1);
        keys.cleanUp();
        assertThat(keys.cached(times, identity(1), Secret.class)).isEmpty();
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        keys.cleanUp();
        assertThat(open()).isZero();
    }

    @Test
    void timeGoesOnWhileTheMachineIsSuspended() {
        lease(1).close();
        wall.addAndGet(TTL.toNanos() - 1);
        lease(1).close();
        assertThat(loads).hasValue(1);
        wall.addAndGet(1);
        assertThat(keys.cached(times, identity(1), Secret.class)).isEmpty();
        lease(2).close();
        assertThat(open()).as("of the other, after the first load since").isEqualTo(1);
        lease(1).close();
        keys.purge(identity(2));
        loads.decrementAndGet();
        assertThat(loads).hasValue(2);
        // Set right, it says nothing; the other clock goes on.
        wall.addAndGet(-Duration.ofSeconds(1).toNanos());
        lease(1).close();
        assertThat(loads).hasValue(2);
        nanos.addAndGet(TTL.toNanos());
        lease(1).close();
        assertThat(loads).hasValue(3);
    }

    /** It may have been set back by as much as went by while the other stood still. */
    @Test
    void noKeyIsYoungWhoseClockWasSetBack() {
        lease(1).close();
        wall.addAndGet(-Duration.ofSeconds(1).toNanos() - 1);
        assertThat(keys.cached(times, identity(1), Secret.class)).isEmpty();
        lease(2).close();
        assertThat(open()).as("of the other, after the first load since").isEqualTo(1);
        lease(1).close();
        assertThat(keys.cached(times, identity(1), Secret.class)).isPresent().hasValueSatisfying(Lease::close);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoIsInterruptedFailsAlone(boolean outage) throws Exception {
        RowsealFailure failure = outage ? new KeyUnavailable("interrupted") : new Misconfigured("closed by that");
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Future<Boolean> cancelled = threads.submit(() -> {
            try {
                keys.lease(times, times, identity(1), Secret.class, () -> {
                    loading.countDown();
                    await(go);
                    Thread.currentThread().interrupt();
                    throw failure;
                });
                return false;
            } catch (RowsealFailure interrupted) {
                return true;
            }
        });
        loading.await();
        CountDownLatch failed = new CountDownLatch(1);
        Future<Boolean> neighbour = threads.submit(() -> {
            keys.lease(times, times, identity(1), Secret.class, () -> {
                        // Not before: who failed would be lent what is here by then.
                        await(failed);
                        loads.incrementAndGet();
                        return secret(1);
                    })
                    .close();
            return true;
        });
        go.countDown();
        assertThat(cancelled.get()).isTrue();
        failed.countDown();
        assertThat(neighbour.get()).isTrue();
        lease(1).close();
        assertThat(loads).hasValue(1);
    }

    @Test
    void anExpiredKeyIsWipedWithoutTraffic() {
        lease(1).close();
        assertThat(scheduled).isNotEmpty();
        nanos.addAndGet(2 * TTL.toNanos());
        assertThat(open()).isEqualTo(1);
        List.copyOf(scheduled).forEach(Runnable::run);
        assertThat(open()).isZero();
    }

    @Test
    void anExpiredKeyUnderALeaseIsWipedWhenTheLeaseCloses() {
        Lease<Secret> lease = lease(1);
        nanos.addAndGet(TTL.toNanos());
        keys.cleanUp();
        assertThat(Identities.isSecret(1, lease.key(), ByteBuffer.allocate(32))).isTrue();
        lease.close();
        assertThat(open()).isZero();
    }

    @Test
    void purgeForgetsOneKeyAndNoOther() {
        lease(1).close();
        lease(2).close();
        keys.purge(identity(1));
        assertThat(open()).isEqualTo(1);
        assertThat(keys.cached(times, identity(1), Secret.class)).isEmpty();
        keys.cached(times, identity(2), Secret.class).orElseThrow().close();
    }

    @Test
    void aKeyPurgedWhileItLoadsIsWipedAfterItsLoadersUse() {
        Lease<Secret> lease = keys.lease(times, times, identity(1), Secret.class, () -> {
            keys.purge(identity(1));
            return secret(1);
        });
        assertThat(keys.cached(times, identity(1), Secret.class)).isEmpty();
        lease.key().copyTo(ByteBuffer.allocate(32));
        lease.close();
        assertThat(open()).isZero();
    }

    /** As where it was refused through another wrapping meanwhile. */
    @Test
    void aKeyPurgedByItsRecordWhileItLoadsStaysNowhere() {
        Lease<Secret> lease = keys.fresh(times, times, identity(1), Secret.class, () -> {
            keys.purge(identity(1).record());
            return secret(1);
        });
        assertThat(keys.cached(times, identity(1), Secret.class)).isEmpty();
        lease.close();
        assertThat(open()).isZero();

        lease(1).close();
        nanos.addAndGet(TTL.toNanos() - 1);
        keys.refresh(times, times, identity(1), Secret.class, () -> {
            keys.purge(identity(1).record());
            return secret(1);
        });
        assertThat(open()).isZero();
    }

    @Test
    void aKeyLoadedWhileTheCacheClosesIsWipedAfterItsLoadersUse() {
        Lease<Secret> lease = keys.lease(times, times, identity(1), Secret.class, () -> {
            keys.close();
            return secret(1);
        });
        lease.key().copyTo(ByteBuffer.allocate(32));
        lease.close();
        assertThat(open()).isZero();
    }

    @Test
    void aRefusalIsThrownAndNotRemembered() {
        KeyRefused failure = new KeyRefused("denied");
        assertThatThrownBy(() -> keys.lease(times, times, identity(1), Secret.class, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        lease(1).close();
        assertThat(loads).hasValue(1);
    }

    @Test
    void anErrorIsThrownAndNotRemembered() {
        assertThatThrownBy(() -> keys.lease(times, times, identity(1), Secret.class, () -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        lease(1).close();
    }

    /** As where the stack ends just there: those who want the key would wait for ever. */
    @Test
    void aLoadThatFailsBeforeItBeginsKeepsNobodyWaiting() {
        AtomicInteger readings = new AtomicInteger(Integer.MAX_VALUE);
        SharedKeys failing = new SharedKeys(
                () -> {
                    if (readings.decrementAndGet() == 0) {
                        throw new StackOverflowError();
                    }
                    return nanos.get();
                },
                wall::get,
                Scheduler.disabledScheduler(),
                Runnable::run);
        Runnable missed = () -> failing.lease(times, times, identity(1), Secret.class, () -> secret(1))
                .close();
        // False where another load has not ended.
        Runnable ahead = () -> assertThat(failing.refresh(times, times, identity(1), Secret.class, () -> secret(1)))
                .isTrue();
        for (Runnable load : List.of(missed, ahead)) {
            for (int at = 1; at < 12; at++) {
                load.run();
                wall.addAndGet(TTL.toNanos());
                readings.set(at);
                try {
                    load.run();
                } catch (StackOverflowError ended) {
                    assertThat(readings).hasValueLessThanOrEqualTo(0);
                }
                readings.set(Integer.MAX_VALUE);
                // Who waits for a load of his own is told so.
                load.run();
            }
        }
        failing.close();
    }

    @Test
    void ofManyThatAskOneLoads() throws InterruptedException, ExecutionException {
        int many = 64;
        CountDownLatch asking = new CountDownLatch(many);
        List<Future<Lease<Secret>>> leases = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            leases.add(threads.submit(() -> {
                asking.countDown();
                return keys.lease(times, times, identity(1), Secret.class, () -> {
                    await(asking);
                    loads.incrementAndGet();
                    return secret(1);
                });
            }));
        }
        for (Future<Lease<Secret>> lease : leases) {
            lease.get().close();
        }
        assertThat(loads).hasValue(1);
    }

    @Test
    void theFailureOfTheOneIsTheFailureOfAllThatWaited() throws InterruptedException {
        KeyUnavailable failure = new KeyUnavailable("out");
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch fail = new CountDownLatch(1);
        Future<Lease<Secret>> first = threads.submit(() -> keys.lease(times, times, identity(1), Secret.class, () -> {
            loading.countDown();
            await(fail);
            throw failure;
        }));
        await(loading);
        List<Future<Lease<Secret>>> waiting = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            waiting.add(threads.submit(() -> lease(1)));
        }
        assertThat(waiting.get(0)).isNotDone();
        fail.countDown();
        assertThatThrownBy(first::get).hasCause(failure);
        for (Future<Lease<Secret>> one : waiting) {
            try {
                // Whoever was late to wait loads for itself.
                one.get().close();
            } catch (ExecutionException e) {
                assertThat(e).hasCause(failure);
            }
        }
    }

    @Test
    void usersOfOtherKeysDoNotWaitForALoad() throws InterruptedException, ExecutionException {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Future<Lease<Secret>> slow = threads.submit(() -> keys.lease(times, times, identity(1), Secret.class, () -> {
            loading.countDown();
            await(done);
            return secret(1);
        }));
        await(loading);
        // So many that some share a bin of the hash table with the one that is loading, and that it is resized.
        for (int number = 2; number < 1_000; number++) {
            lease(number).close();
            keys.purge(identity(number));
        }
        assertThat(slow).isNotDone();
        done.countDown();
        slow.get().close();
    }
}
