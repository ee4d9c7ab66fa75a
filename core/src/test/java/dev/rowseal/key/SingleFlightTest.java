package dev.rowseal.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.kms.Kms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SingleFlightTest {

    private static final Duration LONGEST = Duration.ofMillis(200);

    private final CountDownLatch fetching = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @AfterEach
    void nobodyIsStuck() {
        goOn.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private FutureTask<String> stuck(SingleFlight<String, String> flights) {
        FutureTask<String> stuck = new FutureTask<>(() -> flights.fetch("a", () -> {
            fetching.countDown();
            await(goOn);
            return "late";
        }));
        new Thread(stuck).start();
        await(fetching);
        return stuck;
    }

    /** As on a connection on which nobody answers: one of many does it instead, and not each of them. */
    @Test
    void aFetchThatTakesTooLongIsDoneByAnother() throws Exception {
        Duration longest = Duration.ofSeconds(2);
        SingleFlight<String, String> flights = new SingleFlight<>(longest);
        FutureTask<String> stuck = stuck(flights);
        AtomicInteger fetches = new AtomicInteger();
        List<FutureTask<String>> all = new ArrayList<>();
        long begun = System.nanoTime();
        for (int i = 0; i < 8; i++) {
            FutureTask<String> one = new FutureTask<>(() -> flights.fetch("a", () -> {
                fetches.incrementAndGet();
                // Until all others, whose time is over at once, have come to wait for this one.
                sleep(longest.dividedBy(2));
                return "in time";
            }));
            all.add(one);
            new Thread(one).start();
        }
        for (FutureTask<String> one : all) {
            assertThat(one.get()).isEqualTo("in time");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(longest);
        assertThat(fetches).hasValue(1);
        assertThat(stuck).isNotDone();
        goOn.countDown();
        assertThat(stuck.get()).isEqualTo("late");
    }

    /** Who makes a key calls each KMS of the policy more than once, and is not stuck while those take their time. */
    @Test
    void whatCallsAKmsIsGivenTheTimeForIt() {
        Duration timeout = Duration.ofMinutes(10);
        KeyPolicy policy = new KeyPolicy("clinic", "a:1", List.of("a:2"), Optional.empty(), new Kms.Limits(timeout, 1));
        try (Keks keks = new Keks(policy)) {
            assertThat(keks.longestMaking()).isEqualTo(timeout.multipliedBy(6));
            SingleFlight<String, String> flights = SingleFlight.calling(keks.longestMaking());
            assertThat(flights.longest()).isEqualTo(Duration.ofMinutes(61));
        }
    }

    @Test
    void whoIsInterruptedStopsWaiting() throws Exception {
        SingleFlight<String, String> flights = new SingleFlight<>();
        FutureTask<String> stuck = stuck(flights);
        FutureTask<Boolean> waiter = new FutureTask<>(() -> {
            assertThatThrownBy(() -> flights.fetch("a", () -> "never")).isInstanceOf(KeyUnavailable.class);
            return Thread.currentThread().isInterrupted();
        });
        Thread thread = new Thread(waiter);
        thread.start();
        thread.interrupt();
        assertThat(waiter.get()).as("and is so still").isTrue();
        goOn.countDown();
        assertThat(stuck.get()).isEqualTo("late");
    }

    /** As where what they stand on logs, and the log's handler needs the other's key. */
    @Test
    void twoThatNeedEachOtherGoOn() throws Exception {
        SingleFlight<String, String> flights = new SingleFlight<>(LONGEST);
        CountDownLatch both = new CountDownLatch(2);
        List<FutureTask<String>> all = new ArrayList<>();
        for (String[] keys : new String[][] {{"a", "b"}, {"b", "a"}}) {
            FutureTask<String> one = new FutureTask<>(() -> flights.fetch(keys[0], () -> {
                both.countDown();
                await(both);
                return flights.fetch(keys[1], () -> keys[1]);
            }));
            all.add(one);
            new Thread(one).start();
        }
        for (FutureTask<String> one : all) {
            assertThat(one.get()).isIn("a", "b");
        }
    }

    /** That he cannot wait for himself is nothing that he was told: who waits for him fetches for himself. */
    @Test
    void whoNeedsWhatHeIsFetchingFailsNobodyElse() throws Exception {
        SingleFlight<String, String> flights = new SingleFlight<>();
        FutureTask<String> other = new FutureTask<>(() -> flights.fetch("b", () -> "b"));
        Thread waits = new Thread(other);
        String fetched = flights.fetch("a", () -> {
            assertThatThrownBy(() -> flights.fetch("b", () -> {
                        waits.start();
                        while (waits.getState() != Thread.State.TIMED_WAITING) {
                            Thread.onSpinWait();
                        }
                        return flights.fetch("a", () -> "never");
                    }))
                    .isInstanceOf(KeyUnavailable.class);
            return "a";
        });
        assertThat(fetched).isEqualTo("a");
        assertThat(other.get()).isEqualTo("b");
    }

    /** Each opener has one of its own, and only one stays. */
    @Test
    void aKekThatWasOpenedTwiceIsOneOfThem() throws Exception {
        String kek = SlowKmsProvider.SCHEME + ":a";
        try (Keks keks = new Keks(new KeyPolicy("clinic", kek, List.of()), new SingleFlight<>(LONGEST))) {
            FutureTask<Kms> first = new FutureTask<>(() -> keks.kms(kek));
            new Thread(first).start();
            await(SlowKmsProvider.OPENING);
            Kms second = keks.kms(kek);
            SlowKmsProvider.GO_ON.countDown();
            assertThat(first.get()).isSameAs(second);
            assertThat(keks.kms(kek)).isSameAs(second);
            assertThat(SlowKmsProvider.OPEN).hasValue(1);
        }
        assertThat(SlowKmsProvider.OPEN).hasValue(0);
    }
}
