package dev.rowseal.event;

import java.lang.System.Logger.Level;

/**
 * The vocabulary of what is counted, logged and recorded. A name that was released keeps its meaning; new ones may come.
 */
public enum Event {
    /** A KMS wrapped a key, or made one and wrapped it. */
    KEY_WRAPPED("key.wrapped", Level.DEBUG),
    /** A KMS did not. */
    KEY_WRAP_FAILED("key.wrap-failed", Level.WARNING),
    /** A KMS unwrapped a key, and it was the one that its row commits to. */
    KEY_UNWRAPPED("key.unwrapped", Level.DEBUG),
    /** A KMS did not, or the key was another. */
    KEY_UNWRAP_FAILED("key.unwrap-failed", Level.WARNING),
    /** An owner got its first key or its next: a rotation. */
    KEY_MADE("key.made", Level.INFO),
    /** A key that this process had used was gone from the key table, as after a failover, and was put back as it was. */
    KEY_RESTORED("key.restored", Level.WARNING),
    /** A key that this process had used is gone from the key table, and was not put back: what it sealed may not open any more. */
    KEY_LOST("key.lost", Level.WARNING),
    /** The wrappings of a key were changed. */
    KEY_REWRAPPED("key.rewrapped", Level.INFO),
    /** A key seals no longer. */
    KEY_RETIRED("key.retired", Level.INFO),
    /** The wrappings of a key were deleted. */
    KEY_DESTROYED("key.destroyed", Level.WARNING),
    /** A key is older than the policy's age for rotation, and could not be rotated. It goes on. */
    KEY_ROTATION_FAILED("key.rotation-failed", Level.WARNING),
    /** A key could not be loaded anew ahead of the end of its time. After an outage it serves on to that end. */
    KEY_REFRESH_FAILED("key.refresh-failed", Level.WARNING),
    /** A key was found in the cache. Counted only. */
    CACHE_HIT("cache.hit", Level.OFF),
    /** A key was not found in the cache, or not in time, and loaded. Counted only. */
    CACHE_MISS("cache.miss", Level.OFF),
    /** A key was lent past its time, because no KMS could be reached. */
    CACHE_GRACE("cache.grace", Level.WARNING),
    /** A key left the cache; the last lease on it wipes it. */
    CACHE_EVICTED("cache.evicted", Level.DEBUG),
    /** A statement was refused because it was not understood in full. */
    STATEMENT_REFUSED("statement.refused", Level.INFO),
    /** A value, a key row or a wrapping was not its own: altered, moved, or of another key. SQLState RS001. */
    NOT_AUTHENTIC("value.not-authentic", Level.WARNING),
    /** Something lay in a sealed column that is no sealed value. SQLState RS005. */
    PLAINTEXT_FOUND("value.plaintext-found", Level.WARNING),
    /** A key was denied, disabled, destroyed or unknown. SQLState RS003. */
    KEY_REFUSED("key.refused", Level.WARNING),
    /** A key could not be had for now. SQLState RS002. */
    KEY_UNAVAILABLE("key.unavailable", Level.WARNING),
    /**
     * A line of the log is missing: the application's log handler threw, or what happened was caused by a log handler that used
     * Rowseal itself. Counted only.
     */
    UNTOLD("event.untold", Level.OFF);

    private final String term;
    private final Level level;

    Event(String term, Level level) {
        this.term = term;
        this.level = level;
    }

    /** The name in logs and metrics: lower case, with dots and hyphens. */
    public String term() {
        return term;
    }

    /** The level at which it is logged; {@link Level#OFF} for what is counted only. */
    public Level level() {
        return level;
    }
}
