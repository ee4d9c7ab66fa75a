package dev.rowseal.keycache;

import dev.rowseal.kms.Kms;
import java.time.Duration;

/**
 * How long some users keep keys and, in an outage, are lent them, and what they grant to a call of a KMS: one object for all that say
 * the same, from the first who comes until the last has left. By it each user judges how old a key may be for him, whoever loaded
 * it, and whose outage is his too. Safe for use by many threads.
 */
final class Times {

    private final Duration ttl;
    private final Duration grace;
    private final Kms.Limits limits;
    private final long ttlNanos;
    private final long keptNanos;
    private volatile boolean over;

    /** With the limits that calls of a KMS have by default. */
    Times(Duration ttl, Duration grace) {
        this(ttl, grace, Kms.Limits.DEFAULT);
    }

    /** Neither time negative, the first not zero. */
    Times(Duration ttl, Duration grace, Kms.Limits limits) {
        this.limits = limits;
        this.ttl = ttl;
        this.grace = grace;
        this.ttlNanos = ttl.toNanos();
        this.keptNanos = ttl.plus(grace).toNanos();
    }

    Duration ttl() {
        return ttl;
    }

    Duration grace() {
        return grace;
    }

    Kms.Limits limits() {
        return limits;
    }

    /** Whether these users grant a KMS all that others do: what is out for them is so for the others. */
    boolean isAsPatientAs(Times others) {
        return limits.timeout().compareTo(others.limits.timeout()) >= 0
                && limits.attempts() >= others.limits.attempts();
    }

    /** Nanoseconds from a key's load for which these users may want it: their time to live and their grace. */
    long keptNanos() {
        return keptNanos;
    }

    /** Whether a key of this age serves without asking the KMS. */
    boolean isInTime(long age) {
        return age < ttlNanos;
    }

    /** Whether a key of this age serves while the KMS is out. */
    boolean isInGrace(long age) {
        return age < keptNanos;
    }

    /**
     * Whether a key of this age should be loaded anew ahead of the end of its time: from 60 to 80 % of the time to live on, so
     * that a refresh that fails can be tried again before the time is over.
     *
     * @param spread 0 to 1, the key's own: keys that many processes loaded together are not refreshed together
     */
    boolean isDue(long age, double spread) {
        return age >= (long) (ttlNanos * (0.6 + 0.2 * spread));
    }

    /** The last of these users has left. Others who come and say the same have times of their own. */
    void end() {
        over = true;
    }

    boolean isOver() {
        return over;
    }
}
