package dev.rowseal.keycache;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A machine's two clocks, which a test turns. */
final class SettableClock extends Clock {

    private final AtomicLong millis = new AtomicLong(1_800_000_000_000L);

    private final AtomicLong nanos = new AtomicLong();

    void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
        set(by);
    }

    /** As somebody sets a clock: nothing says that time went by. */
    void set(Duration by) {
        millis.addAndGet(by.toMillis());
    }

    /** What nobody sets. */
    long nanos() {
        return nanos.get();
    }

    @Override
    public long millis() {
        return millis.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
