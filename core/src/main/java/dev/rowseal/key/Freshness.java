package dev.rowseal.key;

import java.time.Clock;
import java.time.Duration;

/** Tells how old a reading of the key table is. Safe for use by many threads. */
final class Freshness {

    /**
     * A reading this young need not be repeated before an unwrap, and an id that no key has is believed for as long.
     * Short, because a rotation elsewhere makes unknown ids known.
     */
    static final Duration RECENT = Duration.ofSeconds(1);

    private final Clock clock;

    Freshness(Clock clock) {
        this.clock = clock;
    }

    long now() {
        return clock.millis();
    }

    /** Whether a reading is younger than the bound. One from the future is not: the clock was set back since. */
    boolean within(long readAt, Duration bound) {
        long age = clock.millis() - readAt;
        return age >= 0 && age < bound.toMillis();
    }
}
