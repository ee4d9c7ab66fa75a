package dev.rowseal.contract;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** The system's clock, and how far a test has turned it ahead. */
final class TurnedClock extends Clock {

    private final AtomicLong ahead = new AtomicLong();
    private final AtomicLong tableAhead = new AtomicLong();

    void advance(Duration by) {
        ahead.addAndGet(by.toMillis());
    }

    /** As a server's clock is set, which nobody else's is. */
    void stepTable(Duration by) {
        tableAhead.addAndGet(by.toMillis());
    }

    /** How far ahead the key table's clock is. */
    long tableAhead() {
        return ahead.get() + tableAhead.get();
    }

    @Override
    public long millis() {
        return System.currentTimeMillis() + ahead.get();
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
