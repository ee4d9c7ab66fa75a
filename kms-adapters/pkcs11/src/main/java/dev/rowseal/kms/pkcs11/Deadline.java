package dev.rowseal.kms.pkcs11;

import java.time.Duration;

/**
 * When somebody stops waiting.
 *
 * @param at of {@link System#nanoTime}
 */
record Deadline(long at) {

    /** So long from now. */
    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /** What is left; zero when it is over. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, at - System.nanoTime()));
    }
}
