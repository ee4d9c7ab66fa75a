package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads behind all data sources of the process. */
@Timeout(60)
class BackgroundTest {

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("rowseal-keys"))
                .toList();
    }

    @Test
    void allShareTwoThreadsWhichEndWithTheLast() throws InterruptedException {
        LeasedKeys one = LeasedKeys.shared(Duration.ofMinutes(5));
        LeasedKeys other = LeasedKeys.shared(Duration.ofMinutes(7));
        assertThat(one.background()).isSameAs(other.background());
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<Thread> seen = new AtomicReference<>();
        for (int i = 0; i < 20; i++) {
            (i % 2 == 0 ? one : other).background().execute(() -> {
                seen.set(Thread.currentThread());
                both.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        both.await();
        assertThat(threads()).hasSize(2).allMatch(Thread::isDaemon);
        assertThat(Objects.requireNonNull(seen.get()).getContextClassLoader())
                .isSameAs(LeasedKeys.class.getClassLoader());
        goOn.countDown();
        Executor background = one.background();
        one.close();
        background.execute(() -> {});
        other.close();
        assertThatThrownBy(() -> background.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        await().atMost(Duration.ofSeconds(30)).until(() -> threads().isEmpty());

        try (LeasedKeys next = LeasedKeys.shared(Duration.ofMinutes(5))) {
            CountDownLatch done = new CountDownLatch(1);
            next.background().execute(done::countDown);
            done.await();
        }
    }

    @Test
    void whatIsTooMuchIsNotTaken() {
        try (LeasedKeys keys = LeasedKeys.shared(Duration.ofMinutes(5))) {
            CountDownLatch goOn = new CountDownLatch(1);
            Runnable waits = () -> {
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            };
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 10_000; i++) {
                            keys.background().execute(waits);
                        }
                    })
                    .isInstanceOf(RejectedExecutionException.class);
            goOn.countDown();
        }
    }
}
