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

    private final KeyTable table;
    private final Freshness freshness;

    Arrivals(KeyTable table, Freshness freshness) {
        this.table = table;
        this.freshness = freshness;
    }

    /** Throws {@link KeyRefused} if the waiting for users of a key of the owner may have ended on the way. */
    void require(KeyOwner owner, Moment departed) {
        if (freshness.within(departed, KeyPolicy.ARRIVES_WITHIN)) {
            return;
        }
        try {
            // Before the way is measured, which so never seems shorter than it was.
            long now = table.now();
            long way = way(departed);
            if (way > 0) {
                require(owner, now, way);
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

    private void require(KeyOwner owner, long now, long way) {
        for (StoredKey key : table.ofOwner(owner)) {
            boolean dated = key.state() != KeyState.ACTIVE && key.retiredAt() > 0;
            long ends = key.retiredAt() + KeyLife.lease(key);
            boolean counted = ends <= now || key.state() == KeyState.DESTROYED;
            if (dated && counted && ends >= now - way) {
                throw late(key, Duration.ofMillis(way));
            }
        }
    }

    private static KeyRefused late(StoredKey key, Duration way) {
        return new KeyRefused("what was sealed for " + ReadKey.text(key.record().owner()) + " was up to "
                + way.toMinutes() + " minutes on its way to the database, in which key "
                + key.record().keyId() + " could be destroyed: if it is under that key it is lost; write it again");
    }
}
