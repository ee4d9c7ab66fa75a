package dev.rowseal.key;

import dev.rowseal.event.Event;
import dev.rowseal.event.Untold;
import dev.rowseal.failure.RowsealFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * Rotation by age: gives a data key that has served long enough a successor. Safe for use by many threads and
 * processes; of the threads that find a key too old at once one makes the next generation, and of processes one has it.
 */
final class Ageing {

    private final Optional<Duration> rotateAfter;
    private final NewKeys newKeys;
    private final Freshness freshness;
    private final SingleFlight<KeyOwner, Boolean> rotating;

    Ageing(Optional<Duration> rotateAfter, NewKeys newKeys, Freshness freshness) {
        this.rotateAfter = rotateAfter;
        this.newKeys = newKeys;
        this.rotating = SingleFlight.calling(newKeys.longest());
        this.freshness = freshness;
    }

    /**
     * Rotates if the key is too old. To be asked of keys whose commitment was checked, which vouches for their date;
     * a date that the table made up must not make keys.
     *
     * @return whether there is a newer generation to seal with now, of whoever made it
     */
    boolean rotated(KeyRecord newest, Untold untold) {
        if (rotateAfter.isEmpty()
                || newest.owner().purpose() == Purpose.INDEX
                || freshness.millis() - newest.createdAt() < rotateAfter.get().toMillis()) {
            return false;
        }
        try {
            // All who waited for one unwrap come here at once; each would have a key made and wrapped.
            return rotating.fetch(
                    newest.owner(), () -> newKeys.isFollowed(newest.owner(), newest.generation(), untold));
        } catch (RowsealFailure notNow) {
            // Nothing is wrong with the old key but its age; the next unwrap tries again.
            untold.ofKey(
                    Event.KEY_ROTATION_FAILED, Deks.context(newest), notNow.sqlState() + " " + notNow.getMessage());
            return false;
        }
    }
}
