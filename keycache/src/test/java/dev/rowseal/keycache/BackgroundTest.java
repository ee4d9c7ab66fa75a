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

    /** Those of users who have just closed end in a moment, those of another test too. */
    private static void requireNoThreads() {
        await().atMost(Duration.ofSeconds(30)).until(() -> threads().isEmpty());
    }

    @Test
    void allShareTwoThreadsWhichEndWithTheLast() throws InterruptedException {
        requireNoThreads();
        CountDownLatch both = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicReference<Thread> seen = new AtomicReference<>();
        try (LeasedKeys one = LeasedKeys.shared(Duration.ofMinutes(5));
                LeasedKeys other = LeasedKeys.shared(Duration.ofMinutes(7))) {
            Executor background = one.background();
            assertThat(background).isSameAs(other.background());
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
            one.close();
            background.execute(() -> {});
            other.close();
            assertThatThrownBy(() -> background.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        } finally {
            goOn.countDown();
        }
        requireNoThreads();

        try (LeasedKeys next = LeasedKeys.shared(Duration.ofMinutes(5))) {
            CountDownLatch done = new CountDownLatch(1);
            next.background().execute(done::countDown);
            done.await();
        }
    }

    @Test
    void whatIsTooMuchIsNotTaken() {
        CountDownLatch goOn = new CountDownLatch(1);
        try (LeasedKeys keys = LeasedKeys.shared(Duration.ofMinutes(5))) {
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
        } finally {
            goOn.countDown();
        }
    }
}
