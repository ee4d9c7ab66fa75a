package dev.rowseal.seal;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A run of values sealed under one run key, and what is left of it. Thread-safe. */
final class Run {

    private final RunId id;
    private final RunLimits limits;
    private final long startedAt;
    private final AtomicInteger values = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Run(RunLimits limits, long now) {
        this.id = RunId.random(now);
        this.limits = limits;
        this.startedAt = now;
    }

    RunId id() {
        return id;
    }

    /** Counts one more value in, unless the run has ended. A run never ends before its first value, however large. */
    boolean admit(int size, long now) {
        if (now - startedAt >= limits.age().toNanos() || values.get() >= limits.values()) {
            return false;
        }
        long before = bytes.getAndAdd(size);
        if (before > 0 && before + size > limits.bytes()) {
            return false;
        }
        // Also when many passed the look above at once, only so many get a place.
        return values.getAndIncrement() < limits.values();
    }
}
