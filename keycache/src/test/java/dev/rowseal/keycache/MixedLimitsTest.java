package dev.rowseal.keycache;

import static dev.rowseal.keycache.Identities.identity;
import static dev.rowseal.keycache.Identities.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Scheduler;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.kms.Kms;
import dev.rowseal.memory.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Users of one key who grant a KMS different times and attempts: whose outage is whose. */
@Timeout(60)
class MixedLimitsTest {

    private static final Duration TTL = Duration.ofMinutes(5);

    private final Times hasty = new Times(TTL, Duration.ZERO, new Kms.Limits(Duration.ofMillis(50), 1));
    private final Times patient = new Times(TTL, Duration.ZERO);
    private final KeyUnavailable tooLate = new KeyUnavailable("no answer within 50 ms");
    private final AtomicLong nanos = new AtomicLong();
    private final SharedKeys keys = new SharedKeys(nanos::get, () -> 0, Scheduler.disabledScheduler(), Runnable::run);
    private final AtomicInteger loads = new AtomicInteger();
    private int openAtFirst;

    @BeforeEach
    void count() {
        openAtFirst = Secret.open();
    }

    @AfterEach
    void nothingLingers() {
        keys.close();
        assertThat(Secret.open()).isEqualTo(openAtFirst);
    }

    private void use(Times user) {
        lease(user, () -> secret(1));
    }

    private void lease(Times user, Supplier<Secret> loader) {
        keys.lease(user, user, identity(1), Secret.class, () -> {
                    loads.incrementAndGet();
                    return loader.get();
                })
                .close();
    }

    private void isOut(Times user) {
        assertThatThrownBy(() -> lease(user, () -> {
                    throw tooLate;
                }))
                .isSameAs(tooLate);
    }

    @Test
    void whoGrantsMoreAsksForHimself() {
        for (Kms.Limits less :
                List.of(new Kms.Limits(Duration.ofMillis(50), 3), new Kms.Limits(Duration.ofSeconds(10), 1))) {
            isOut(new Times(TTL, Duration.ZERO, less));
            use(patient);
            keys.purge(identity(1));
        }
        assertThat(loads).hasValue(4);
    }

    @Test
    void whoGrantsNoMoreDoesNot() {
        isOut(patient);
        assertThatThrownBy(() -> use(hasty)).isSameAs(tooLate);
        assertThatThrownBy(() -> use(new Times(TTL.dividedBy(2), TTL))).isSameAs(tooLate);
        assertThat(loads).hasValue(1);
    }

    @Test
    void theOutageOfTheHastyTakesNoOtherPlace() {
        Outages outages = new Outages();
        outages.remember(identity(1), patient, new KeyUnavailable("throttled", null, Duration.ofSeconds(5)), 0);
        outages.remember(identity(1), hasty, tooLate, 0);
        assertThatThrownBy(() -> outages.throwIfRecent(
                        identity(1), patient, Duration.ofSeconds(4).toNanos()))
                .hasMessageContaining("throttled");
        outages.remember(identity(1), hasty, tooLate, Duration.ofSeconds(5).toNanos());
        outages.throwIfRecent(identity(1), patient, Duration.ofSeconds(5).toNanos());
    }

    /** Neither grants all that the other does: each asks once, and not for each statement. */
    @Test
    void theOutagesOfTwoWhoDifferAreBothRemembered() {
        Times once = new Times(TTL, Duration.ZERO, new Kms.Limits(Duration.ofSeconds(20), 1));
        for (int i = 0; i < 3; i++) {
            isOut(once);
            isOut(patient);
        }
        assertThat(loads).hasValue(2);
        nanos.addAndGet(Outages.REMEMBERED.toNanos());
        use(once);
        assertThat(loads).hasValue(3);
    }

    /** As of a KMS that throttles, which the other does not reach at all. */
    @Test
    void thePatienceThatTheHastyWasAskedForIsHisStill() {
        Outages outages = new Outages();
        outages.remember(identity(1), hasty, new KeyUnavailable("throttled", null, Duration.ofSeconds(5)), 0);
        outages.remember(identity(1), patient, tooLate, 0);
        long later = Duration.ofSeconds(4).toNanos();
        outages.throwIfRecent(identity(1), patient, later);
        assertThatThrownBy(() -> outages.throwIfRecent(identity(1), hasty, later))
                .hasMessageContaining("throttled");
        outages.throwIfRecent(identity(1), hasty, Duration.ofSeconds(5).toNanos());
    }

    @Test
    void noMoreThanAFewOutagesOfAKeyAreRemembered() {
        Outages outages = new Outages();
        for (int i = 1; i <= 10; i++) {
            Kms.Limits limits = new Kms.Limits(Duration.ofSeconds(i), 11 - i);
            outages.remember(identity(1), new Times(TTL, Duration.ZERO, limits), tooLate, i);
        }
        outages.throwIfRecent(
                identity(1), new Times(TTL, Duration.ZERO, new Kms.Limits(Duration.ofSeconds(1), 10)), 10);
        assertThatThrownBy(() -> outages.throwIfRecent(
                        identity(1), new Times(TTL, Duration.ZERO, new Kms.Limits(Duration.ofSeconds(10), 1)), 10))
                .isSameAs(tooLate);
    }

    /** Of those who wait with him all alike learn it from his one call, and of the others one asks for all. */
    @Test
    void whoWaitedForTheHastyAsksForHimselfIfHeGrantsMore() throws Exception {
        // So that all classes are there.
        use(patient);
        keys.purge(identity(1));
        CountDownLatch loading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(5);
        FutureTask<Boolean> first = new FutureTask<>(() -> {
            boolean well = goesWell(hasty, () -> {
                loading.countDown();
                await(goOn);
                throw tooLate;
            });
            told.countDown();
            return well;
        });
        new Thread(first).start();
        await(loading);
        List<Thread> waiting = new ArrayList<>();
        List<FutureTask<Boolean>> alike = new ArrayList<>();
        List<FutureTask<Boolean>> others = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Times user = i % 2 == 0 ? hasty : patient;
            FutureTask<Boolean> one = new FutureTask<>(() -> {
                boolean well = goesWell(user, () -> {
                    // Not before: whoever learns of the outage would be lent what is here by then.
                    await(told);
                    return secret(1);
                });
                told.countDown();
                return well;
            });
            (i % 2 == 0 ? alike : others).add(one);
            Thread thread = new Thread(one);
            thread.start();
            waiting.add(thread);
        }
        while (!waiting.stream()
                .map(Thread::getState)
                .allMatch(state -> state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        assertThat(first.get()).isFalse();
        for (FutureTask<Boolean> one : alike) {
            assertThat(one.get()).isFalse();
        }
        for (FutureTask<Boolean> one : others) {
            assertThat(one.get()).isTrue();
        }
        assertThat(loads)
                .as("the first, the hasty one's, and one of the others'")
                .hasValue(3);
    }

    private boolean goesWell(Times user, Supplier<Secret> loader) {
        try {
            lease(user, loader);
            return true;
        } catch (KeyUnavailable out) {
            assertThat(out).isSameAs(tooLate);
            return false;
        }
    }

    @Test
    void whatThoseMetWhoLeftIsNobodyElses() {
        isOut(patient);
        keys.leave(hasty);
        assertThatThrownBy(() -> use(patient)).isSameAs(tooLate);
        keys.leave(patient);
        use(new Times(TTL, Duration.ZERO));
        assertThat(loads).hasValue(2);
    }

    /** As of a data source that is closed while it waits for a KMS. */
    @Test
    void norIsWhatTheyMeetOnlyThen() {
        assertThatThrownBy(() -> lease(patient, () -> {
                    keys.leave(patient);
                    throw tooLate;
                }))
                .isSameAs(tooLate);
        use(new Times(TTL, Duration.ZERO));
        assertThat(loads).hasValue(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
