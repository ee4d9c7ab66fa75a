package dev.rowseal.kms.retry;

import dev.rowseal.kms.Kms;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The attempts of one call of a KMS, within its limits: how much time is left, and how long to wait before the next one. The
 * wait is what the service asked for, and besides a random part of a pause that doubles: many who were turned away together do
 * not come back together ("full jitter": M. Brooker, Exponential Backoff and Jitter, AWS Architecture Blog, 2015). Not
 * thread-safe; one for each call.
 */
public final class Attempts {

    static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final Time time;
    private final long deadline;
    private int left;
    private Duration pause = FIRST_PAUSE;

    /** What a test replaces. */
    interface Time {
        long nanos();

        /** From 0 to 1, without 1. */
        double random();

        /** Waits; false when the thread was interrupted. */
        boolean rest(Duration wait);
    }

    /** Begins the first attempt. */
    public Attempts(Kms.Limits limits) {
        this(limits.timeout(), limits.attempts());
    }

    /**
     * Begins the first attempt, of a call that is none of a KMS.
     *
     * @param timeout longest time of the call, with all its attempts
     * @param attempts most attempts, from 1
     */
    public Attempts(Duration timeout, int attempts) {
        this(timeout, attempts, new OfTheSystem());
    }

    Attempts(Duration timeout, int attempts, Time time) {
        this.time = time;
        this.deadline = time.nanos() + timeout.toNanos();
        this.left = attempts;
    }

    /** The time that is left for the call; zero when there is none. */
    public Duration timeLeft() {
        return Duration.ofNanos(Math.max(0, deadline - time.nanos()));
    }

    /** An attempt by itself, of a part of the time that is left: what it takes, the whole pays. */
    public Attempts part(int of) {
        return new Attempts(timeLeft().dividedBy(of), 1, time);
    }

    /** How many attempts are left, the present one included; at least 1, until {@link #another} says no. */
    public int left() {
        return left;
    }

    /**
     * After an attempt that may be repeated: waits, and says whether to make another. Says no at once where there is none
     * left, or the wait would take all the time that is left; also when the thread is interrupted, which it stays.
     *
     * @param asked how long the service asked to wait, if it did
     */
    public boolean another(Optional<Duration> asked) {
        left--;
        Duration jitter = Duration.ofNanos((long) (pause.toNanos() * time.random()));
        Duration wait = asked.orElse(Duration.ZERO).plus(jitter);
        pause = pause.multipliedBy(2);
        return left > 0 && wait.compareTo(timeLeft()) < 0 && time.rest(wait);
    }

    private static final class OfTheSystem implements Time {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public double random() {
            return ThreadLocalRandom.current().nextDouble();
        }

        @Override
        public boolean rest(Duration wait) {
            long until = System.nanoTime() + wait.toNanos();
            while (!Thread.currentThread().isInterrupted()) {
                long rest = until - System.nanoTime();
                if (rest <= 0) {
                    return true;
                }
                LockSupport.parkNanos(rest);
            }
            return false;
        }
    }
}
