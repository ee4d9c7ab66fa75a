package dev.rowseal.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.kms.Kms.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BoundedCallsTest {

    private static final BoundedCalls SHORT = new BoundedCalls("hanging", new Limits(Duration.ofMillis(50), 1));
    private static final BoundedCalls LONG = new BoundedCalls("hanging", new Limits(Duration.ofMinutes(5), 1));

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Test
    void aLibraryThatHangsIsGivenUpAndHoldsUpNoOthersForEver() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicInteger begun = new AtomicInteger();
        for (int i = 0; i < 40; i++) {
            assertThatThrownBy(() -> SHORT.run(deadline -> begun.incrementAndGet() > 0 && await(hanging)))
                    .isInstanceOf(KeyUnavailable.class);
        }
        assertThat(begun.get()).as("threads that a library may keep").isLessThanOrEqualTo(16);
        hanging.countDown();
        assertThat(LONG.<String>run(deadline -> "answers")).isEqualTo("answers");
        assertThat(begun.get()).as("calls that nobody waits for are not begun").isLessThanOrEqualTo(16);
    }

    @Test
    void aTokenThatHangsStopsNoOther() {
        BoundedCalls dead = new BoundedCalls("dead", new Limits(Duration.ofMillis(20), 1));
        BoundedCalls alive = new BoundedCalls("alive", new Limits(Duration.ofSeconds(20), 1));
        CountDownLatch hanging = new CountDownLatch(1);
        try {
            for (int i = 0; i < 2 * BoundedCalls.MOST_THREADS; i++) {
                assertThatThrownBy(() -> dead.run(deadline -> await(hanging))).isInstanceOf(KeyUnavailable.class);
            }
            assertThat(alive.<String>run(deadline -> "answers")).isEqualTo("answers");
        } finally {
            hanging.countDown();
        }
    }

    @Test
    void aCallIsToldWhenItsCallerStopsWaiting() {
        BoundedCalls calls = new BoundedCalls("told", new Limits(Duration.ofSeconds(20), 1));
        Duration left = calls.run(Deadline::left);
        assertThat(left).isPositive().isLessThanOrEqualTo(Duration.ofSeconds(20));
        assertThat(Deadline.in(Duration.ofNanos(-1)).left()).isZero();
    }

    @Test
    void whoeverIsInterruptedStopsWaitingAndStaysInterrupted() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        List<Object> seen = new ArrayList<>();
        Thread caller = new Thread(() -> {
            try {
                LONG.run(deadline -> {
                    begun.countDown();
                    return await(hanging);
                });
            } catch (KeyUnavailable unavailable) {
                seen.add(Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        begun.await();
        caller.interrupt();
        caller.join();
        hanging.countDown();
        assertThat(seen).containsExactly(true);
    }

    @Test
    void failuresComeAsTheyAre() {
        KeyRefused refused = new KeyRefused("no");
        assertThatThrownBy(() -> LONG.run(deadline -> {
                    throw refused;
                }))
                .isSameAs(refused);
        assertThatThrownBy(() -> LONG.run(deadline -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
    }
}
