package dev.rowseal.seal;

import java.time.Duration;

/**
 * When a run of values under one run key ends: at whichever limit comes first.
 *
 * @param values how many values at most, 1 to 2²⁴; 1 derives a key for each value. The chance that a nonce repeats under
 *     one key grows with it (docs/format/limits.md)
 * @param age for how long new values are sealed in it; positive
 * @param bytes of encoded values, at least 1; a single larger value has a run for itself
 */
public record RunLimits(int values, Duration age, long bytes) {

    /** The largest {@link #values}. */
    public static final int MOST_VALUES = 1 << 24;

    /** 65,536 values, 5 minutes, 1 GiB. */
    public static final RunLimits DEFAULT = new RunLimits(65_536, Duration.ofMinutes(5), 1L << 30);

    public RunLimits {
        if (values < 1 || values > MOST_VALUES) {
            throw new IllegalArgumentException("a run has 1 to " + MOST_VALUES + " values, not " + values);
        }
        if (age.isNegative() || age.isZero() || age.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("a run's age is positive and at most a day, not " + age);
        }
        if (bytes < 1) {
            throw new IllegalArgumentException("a run has at least 1 byte, not " + bytes);
        }
    }
}
