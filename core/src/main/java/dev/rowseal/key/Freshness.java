package dev.rowseal.key;

import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Tells how old a reading of the key table is. Safe for use by many threads. */
final class Freshness {

    /**
     * A reading this young need not be repeated before an unwrap, and an id that no key has is believed for as long.
     * Short, because a rotation elsewhere makes unknown ids known.
     */
    static final Duration RECENT = Duration.ofSeconds(1);

    private final Clock clock;
    private final LongSupplier nanos;

    Freshness(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
    }

    /**
     * A moment by both clocks of the machine: the one that can be set back, and the one that stands still while the machine
     * is suspended.
     */
    record Moment(long millis, long nanos) {}

    Moment now() {
        return new Moment(clock.millis(), nanos.getAsLong());
    }

    /** Nanoseconds since any moment, by the clock that nobody sets. */
    long nanos() {
        return nanos.getAsLong();
    }

    /** Milliseconds since the epoch. */
    long millis() {
        return clock.millis();
    }

    /** Milliseconds since a moment, by the clock that nobody sets. */
    long since(Moment moment) {
        return (nanos.getAsLong() - moment.nanos()) / 1_000_000;
    }

    /** Whether a key cannot have been destroyed since its row was read, by both clocks, if it was not retired by then. */
    boolean isTimely(ReadKey key) {
        return within(key.readAt(), Duration.ofMillis(KeyLife.lease(key.stored())));
    }

    /** Whether nobody may go on any more by a reading of a key's row, by the clock that nobody sets. */
    boolean isOver(ReadKey key) {
        // Index keys are never retired, and so never destroyed.
        return key.owner().purpose() == Purpose.DATA && since(key.readAt()) >= KeyLife.lease(key.stored());
    }

    /** Whether a reading is younger than the bound by both clocks. One from the future is not: the clock was set back since. */
    boolean within(Moment readAt, Duration bound) {
        long age = clock.millis() - readAt.millis();
        return age >= 0 && age < bound.toMillis() && nanos.getAsLong() - readAt.nanos() < bound.toNanos();
    }
}
