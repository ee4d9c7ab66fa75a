package dev.rowseal.kms.retry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.kms.Kms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptsTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** A clock that only waiting moves. */
    private static final class Waited implements Attempts.Time {
        private final List<Duration> waits = new ArrayList<>();
        private double random;
        private long now;

        @Override
        public long nanos() {
            return now;
        }

        @Override
        public double random() {
            return random;
        }

        @Override
        public boolean rest(Duration wait) {
            waits.add(wait);
            now += wait.toNanos();
            return true;
        }
    }

    private final Waited time = new Waited();

    private Attempts attempts(int most) {
        return new Attempts(TIMEOUT, most, time);
    }

    @Test
    void theWaitIsAnyPartOfAPauseThatDoubles() {
        for (double random : new double[] {0, 0.25, 0.999}) {
            time.random = random;
            time.waits.clear();
            Attempts attempts = attempts(4);
            for (int i = 0; i < 3; i++) {
                assertThat(attempts.another(Optional.empty())).isTrue();
            }
            assertThat(attempts.another(Optional.empty())).isFalse();
            double first = Attempts.FIRST_PAUSE.toNanos() * random;
            assertThat(time.waits)
                    .containsExactly(
                            Duration.ofNanos((long) first),
                            Duration.ofNanos((long) (2 * first)),
                            Duration.ofNanos((long) (4 * first)));
        }
    }

    @Test
    void nobodyComesBackSoonerThanTheServiceAsks() {
        Duration asked = Duration.ofSeconds(2);
        for (double random : new double[] {0, 0.5, 0.999}) {
            time.random = random;
            time.waits.clear();
            assertThat(attempts(2).another(Optional.of(asked))).isTrue();
            assertThat(time.waits)
                    .singleElement()
                    .satisfies(wait -> assertThat(wait).isBetween(asked, asked.plus(Attempts.FIRST_PAUSE)));
        }
    }

    @Test
    void aWaitThatTakesAllTheTimeIsNotBegun() {
        assertThat(attempts(3).another(Optional.of(TIMEOUT))).isFalse();
        assertThat(time.waits).isEmpty();
        Attempts attempts = attempts(10);
        assertThat(attempts.another(Optional.of(Duration.ofSeconds(6)))).isTrue();
        assertThat(attempts.timeLeft()).isEqualTo(Duration.ofSeconds(4));
        assertThat(attempts.another(Optional.of(Duration.ofSeconds(6)))).isFalse();
        time.now += Duration.ofMinutes(1).toNanos();
        assertThat(attempts.timeLeft()).isZero();
    }

    @Test
    void oneAttemptIsNotRepeated() {
        Attempts attempts = attempts(1);
        assertThat(attempts.left()).isEqualTo(1);
        assertThat(attempts.another(Optional.empty())).isFalse();
    }

    @Test
    void anInterruptedThreadDoesNotWaitAndStaysInterrupted() {
        Attempts attempts = new Attempts(new Kms.Limits(TIMEOUT, 3));
        Thread.currentThread().interrupt();
        assertThat(attempts.another(Optional.of(Duration.ofSeconds(5)))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(attempts.timeLeft()).isGreaterThan(Duration.ofSeconds(5));
    }
}
