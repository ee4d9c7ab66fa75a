package dev.rowseal.key;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.Freshness.Moment;
import java.time.Duration;

/**
 * Finds out whether sealed values came to the database in time: before their key may have been destroyed, which waits for
 * none that are slower than {@link KeyPolicy#maxLease}. Safe for use by many threads.
 */
final class Arrivals {

    /** By how much clocks are set right while all is well. */
    private static final Duration SET_RIGHT = Duration.ofMinutes(1);

    /** Where the clocks tell nothing: longer than any process holds a key. */
    private static final Duration LONGEST = Duration.ofDays(3);

    /**
     * Where it is not known which keys were sealed under: by how much more than its time to live a row's retirement may seem to be
     * in the past while it is sealed by. A second would do, did the key table's clock not step forward; by an hour it may, which is as much as whoever destroys a key waits beyond
     * the time that any process keeps it.
     */
    private static final Duration STEPS_FORWARD = Duration.ofHours(1);

    private final KeyTable table;
    private final Freshness freshness;
    private final long mostReadAgo;

    /** @param ttl how old a row may be by which this process seals */
    Arrivals(KeyTable table, Freshness freshness, Duration ttl) {
        this.table = table;
        this.freshness = freshness;
        this.mostReadAgo = ttl.plus(STEPS_FORWARD).toMillis();
    }

    /** Throws {@link KeyRefused} if the waiting for users of a key of the owner, that was sealed under, may have ended on the way. */
    void require(KeyOwner owner, Departure departed) {
        if (freshness.within(departed.at(), KeyPolicy.ARRIVES_WITHIN)) {
            return;
        }
        try {
            // Before the way is measured, which so never seems shorter than it was.
            long now = table.now();
            long way = way(departed.at());
            if (way > 0) {
                require(owner, departed, now, way);
            }
        } catch (KeyUnavailable untold) {
            throw new KeyRefused(
                    "whether what was sealed for " + ReadKey.text(owner) + " was too long on its way cannot be told: "
                            + untold.getMessage() + "; look whether it is there, or write it again",
                    untold);
        }
    }

    /** How long it took, in milliseconds; the longest that matters where a clock was set back, 0 where it was by little. */
    private long way(Moment departed) {
        long wall = freshness.millis() - departed.millis();
        if (wall <= -SET_RIGHT.toMillis()) {
            return LONGEST.toMillis();
        }
        return Math.max(wall, freshness.since(departed));
    }

    private void require(KeyOwner owner, Departure departed, long now, long way) {
        for (StoredKey key : table.ofOwner(owner)) {
            boolean dated = key.state() != KeyState.ACTIVE && key.retiredAt() > 0;
            long ends = key.retiredAt() + KeyLife.lease(key);
            boolean counted = ends <= now || key.state() == KeyState.DESTROYED;
            boolean sealed =
                    departed.hasSealed() ? departed.isUnder(key.record().keyId()) : maySeal(key, ends, now - way);
            if (dated && counted && sealed) {
                throw late(key, Duration.ofMillis(way));
            }
        }
    }

    /** Whether somebody may have sealed under a key, and its waiting have ended, since he departed: by the key table's clock. */
    private boolean maySeal(StoredKey key, long ends, long departed) {
        // Who departed later had read that the key is retired, and sealed under another.
        return key.retiredAt() >= departed - mostReadAgo && ends >= departed;
    }

    private static KeyRefused late(StoredKey key, Duration way) {
        return new KeyRefused("what was sealed for " + ReadKey.text(key.record().owner()) + " was up to "
                + way.toMinutes() + " minutes on its way to the database, in which key "
                + key.record().keyId() + " could be destroyed: if it is under that key it is lost; write it again");
    }
}
