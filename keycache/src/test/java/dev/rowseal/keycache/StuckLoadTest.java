package dev.rowseal.keycache;

import static dev.rowseal.keycache.Identities.identity;
import static dev.rowseal.keycache.Identities.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Scheduler;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.Lease;
import dev.rowseal.kms.Kms;
import dev.rowseal.memory.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A load that does not end, as of an adapter that waits for ever: who wants the key waits no longer than is said. */
@Timeout(60)
class StuckLoadTest {

    private final Times times =
            new Times(Duration.ofMinutes(5), Duration.ZERO, new Kms.Limits(Duration.ofMillis(100), 1));
    private final SharedKeys keys = shared(Duration.ofMillis(100));
    private final CountDownLatch loading = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private int openAtFirst;

    private static SharedKeys shared(Duration longest) {
        return new SharedKeys(System::nanoTime, () -> 0, Scheduler.disabledScheduler(), Runnable::run, longest);
    }

    @BeforeEach
    void count() {
        openAtFirst = Secret.open();
    }

    @AfterEach
    void nothingLingers() {
        goOn.countDown();
        keys.close();
        assertThat(Secret.open()).isEqualTo(openAtFirst);
    }

    private static FutureTask<Boolean> start(Runnable work) {
        FutureTask<Boolean> task = new FutureTask<>(work, true);
        new Thread(task).start();
        return task;
    }

    private void use(SharedKeys keys, int number, Supplier<Secret> loader) {
        keys.lease(times, times, identity(number), Secret.class, loader).close();
    }

    private FutureTask<Boolean> stuck(SharedKeys keys) {
        FutureTask<Boolean> stuck = start(() -> use(keys, 1, () -> stuckUntil(() -> secret(1))));
        await(loading);
        return stuck;
    }

    @Test
    void anotherLoadsAndWhatComesInTheEndTakesNoPlace() throws Exception {
        FutureTask<Boolean> stuck = stuck(keys);
        long begun = System.nanoTime();
        use(keys, 1, () -> secret(1));
        assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(stuck).isNotDone();
        assertThat(Secret.open()).isEqualTo(openAtFirst + 1);
        goOn.countDown();
        assertThat(stuck.get()).isTrue();
        assertThat(cached(1)).as("of who loaded it instead").isTrue();
        assertThat(Secret.open()).isEqualTo(openAtFirst + 1);
    }

    private boolean cached(int number) {
        Optional<Lease<Secret>> lease = keys.cached(times, identity(number), Secret.class);
        lease.ifPresent(Lease::close);
        return lease.isPresent();
    }

    /** What the KMS said before must not come back; who asked it then may use it, once. */
    @Test
    void whatWasPurgedMeanwhileStaysNowhere() throws Exception {
        FutureTask<Boolean> stuck = start(() -> {
            try (Lease<Secret> lease =
                    keys.lease(times, times, identity(1), Secret.class, () -> stuckUntil(() -> secret(1)))) {
                assertThat(lease.key()).isNotNull();
                assertThat(cached(1)).isFalse();
                assertThat(Secret.open()).isEqualTo(openAtFirst + 1);
            }
        });
        await(loading);
        keys.purge(identity(1).record());
        goOn.countDown();
        assertThat(stuck.get()).isTrue();
        assertThat(cached(1)).isFalse();
        assertThat(Secret.open()).isEqualTo(openAtFirst);
    }

    private Secret stuckUntil(Supplier<Secret> then) {
        loading.countDown();
        await(goOn);
        return then.get();
    }

    /** Whatever becomes of it in the end. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void howALoadEndsThatWasGivenUpSaysNothingOfNow(boolean outage) throws Exception {
        RowsealFailure failure = outage ? new KeyUnavailable("out") : new KeyRefused("denied");
        FutureTask<Boolean> stuck = start(() -> assertThatThrownBy(() -> use(
                        keys,
                        1,
                        () -> stuckUntil(() -> {
                            throw failure;
                        })))
                .isSameAs(failure));
        await(loading);
        use(keys, 1, () -> secret(1));
        if (outage) {
            // Else it would be lent what is there.
            keys.purge(identity(1));
        }
        goOn.countDown();
        assertThat(stuck.get()).isTrue();
        assertThat(cached(1)).isEqualTo(!outage);
        use(keys, 1, () -> secret(1));
        assertThat(cached(1)).isTrue();
    }

    @Test
    void whoIsInterruptedStopsWaiting() throws Exception {
        try (AutoCloseable patient = patientlyStuck()) {
            assertThat(patient).isNotNull();
        }
    }

    private AutoCloseable patientlyStuck() throws Exception {
        SharedKeys patient = shared(Duration.ofMinutes(1));
        FutureTask<Boolean> stuck = stuck(patient);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> use(patient, 1, () -> secret(1))).isInstanceOf(KeyUnavailable.class);
        } finally {
            assertThat(Thread.interrupted()).as("and is so still").isTrue();
        }
        goOn.countDown();
        assertThat(stuck.get()).isTrue();
        return patient::close;
    }

    /** As where their libraries log, and the log's handler needs the other's key. */
    @Test
    void twoThatNeedEachOtherGoOn() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        List<FutureTask<Boolean>> all = new ArrayList<>();
        for (int[] numbers : new int[][] {{1, 2}, {2, 1}}) {
            all.add(start(() -> use(keys, numbers[0], () -> {
                both.countDown();
                await(both);
                try (Lease<Secret> other =
                        keys.lease(times, times, identity(numbers[1]), Secret.class, () -> secret(numbers[1]))) {
                    assertThat(other.key()).isNotNull();
                }
                return secret(numbers[0]);
            })));
        }
        for (FutureTask<Boolean> one : all) {
            assertThat(one.get()).isTrue();
        }
        assertThat(cached(1)).isTrue();
        assertThat(cached(2)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
