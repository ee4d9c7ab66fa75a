package dev.rowseal.jdbc;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * By what time is told.
 *
 * @param clock the one that can be set, and that goes on while the machine is suspended
 * @param nanos the one that nobody sets, in nanoseconds since any moment
 */
record Clocks(Clock clock, LongSupplier nanos) {

    /** The machine's. */
    static final Clocks MACHINE = new Clocks(Clock.systemUTC(), System::nanoTime);
}
