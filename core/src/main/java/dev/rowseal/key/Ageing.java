package dev.rowseal.key;

import dev.rowseal.failure.RowsealFailure;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

/**
 * Rotation by age: gives a data key that has served long enough a successor. Safe for use by many threads and
 * processes; of the threads that find a key too old at once one makes the next generation, and of processes one has it.
 */
final class Ageing {

    private static final System.Logger LOG = System.getLogger("dev.rowseal.key");

    private final Optional<Duration> rotateAfter;
    private final NewKeys newKeys;
    private final Freshness freshness;
    private final SingleFlight<KeyOwner, Boolean> rotating = new SingleFlight<>();

    Ageing(Optional<Duration> rotateAfter, NewKeys newKeys, Freshness freshness) {
        this.rotateAfter = rotateAfter;
        this.newKeys = newKeys;
        this.freshness = freshness;
    }

    /**
     * Rotates if the key is too old. To be asked of keys whose commitment was checked, which vouches for their date;
     * a date that the table made up must not make keys.
     *
     * @return whether there is a newer generation now, of whoever made it
     */
    boolean rotated(KeyRecord newest) {
        if (rotateAfter.isEmpty()
                || newest.owner().purpose() == Purpose.INDEX
                || freshness.millis() - newest.createdAt() < rotateAfter.get().toMillis()) {
            return false;
        }
        try {
            // All who waited for one unwrap come here at once; each would have a key made and wrapped.
            rotating.fetch(newest.owner(), () -> newKeys.createAfter(newest.owner(), newest.generation()));
            return true;
        } catch (RowsealFailure notNow) {
            // Nothing is wrong with the old key but its age; the next unwrap tries again.
            LOG.log(
                    Level.WARNING,
                    "the key of {0} is older than rotate-after and could not be rotated: {1}",
                    ReadKey.text(newest.owner()),
                    notNow.getMessage());
            return false;
        }
    }
}
