package dev.rowseal.keycache;

import static dev.rowseal.keycache.Identities.identity;
import static dev.rowseal.keycache.Identities.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Scheduler;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
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

@Timeout(60)
class SharedKeysTest {

    private static final Duration TTL = Duration.ofMinutes(5);

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong wall = new AtomicLong();
    private final List<Runnable> scheduled = new ArrayList<>();
    private final Scheduler scheduler = (executor, command, delay, unit) -> {
        scheduled.add(() -> executor.execute(command));
        return new CompletableFuture<>();
    };
    private final SharedKeys keys = new SharedKeys(TTL, Duration.ZERO, nanos::get, wall::get, scheduler, Runnable::run);
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
        return keys.lease(identity(number), Secret.class, () -> {
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
        assertThat(keys.cached(identity(1), Secret.class)).isEmpty();
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
        keys.lease(identity(1), Secret.class, () -> {
                    nanos.addAndGet(TTL.toNanos() - 2);
                    return secret(1);
                })
                .close();
        nanos.addAndGet(1);
        lease(1).close();
        assertThat(loads).hasValue(0);
        nanos.addAndGet(1);
        keys.cleanUp();
        assertThat(keys.cached(identity(1), Secret.class)).isEmpty();
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
        assertThat(keys.cached(identity(1), Secret.class)).isEmpty();
        lease(2).close();
        assertThat(open()).as("of the other, after the first load since").isEqualTo(1);
        lease(1).close();
        keys.purge(identity(2));
        loads.decrementAndGet();
        assertThat(loads).hasValue(2);
        // Set back, it says nothing; the other clock goes on.
        wall.addAndGet(-10 * TTL.toNanos());
        lease(1).close();
        assertThat(loads).hasValue(2);
        nanos.addAndGet(TTL.toNanos());
        lease(1).close();
        assertThat(loads).hasValue(3);
    }

    @Test
    void whoIsInterruptedFailsAlone() throws Exception {
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        Future<Boolean> cancelled = threads.submit(() -> {
            try {
                keys.lease(identity(1), Secret.class, () -> {
                    loading.countDown();
                    await(go);
                    Thread.currentThread().interrupt();
                    throw new KeyUnavailable("interrupted in a call of the KMS");
                });
                return false;
            } catch (KeyUnavailable interrupted) {
                return true;
            }
        });
        loading.await();
        CountDownLatch failed = new CountDownLatch(1);
        Future<Boolean> neighbour = threads.submit(() -> {
            keys.lease(identity(1), Secret.class, () -> {
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
        assertThat(keys.cached(identity(1), Secret.class)).isEmpty();
        keys.cached(identity(2), Secret.class).orElseThrow().close();
    }

    @Test
    void aKeyPurgedWhileItLoadsIsWipedAfterItsLoadersUse() {
        Lease<Secret> lease = keys.lease(identity(1), Secret.class, () -> {
            keys.purge(identity(1));
            return secret(1);
        });
        assertThat(keys.cached(identity(1), Secret.class)).isEmpty();
        lease.key().copyTo(ByteBuffer.allocate(32));
        lease.close();
        assertThat(open()).isZero();
    }

    @Test
    void aKeyLoadedWhileTheCacheClosesIsWipedAfterItsLoadersUse() {
        Lease<Secret> lease = keys.lease(identity(1), Secret.class, () -> {
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
        assertThatThrownBy(() -> keys.lease(identity(1), Secret.class, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        lease(1).close();
        assertThat(loads).hasValue(1);
    }

    @Test
    void anErrorIsThrownAndNotRemembered() {
        assertThatThrownBy(() -> keys.lease(identity(1), Secret.class, () -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
        lease(1).close();
    }

    @Test
    void ofManyThatAskOneLoads() throws InterruptedException, ExecutionException {
        int many = 64;
        CountDownLatch asking = new CountDownLatch(many);
        List<Future<Lease<Secret>>> leases = new ArrayList<>();
        for (int i = 0; i < many; i++) {
            leases.add(threads.submit(() -> {
                asking.countDown();
                return keys.lease(identity(1), Secret.class, () -> {
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
        Future<Lease<Secret>> first = threads.submit(() -> keys.lease(identity(1), Secret.class, () -> {
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
        Future<Lease<Secret>> slow = threads.submit(() -> keys.lease(identity(1), Secret.class, () -> {
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
