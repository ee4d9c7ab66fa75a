package dev.rowseal.key;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.key.Freshness.Moment;
import java.time.Duration;

/**
 * Finds out whether sealed values came to the database in time: before their key may have been destroyed, which waits for
 * none that are slower than {@link KeyPolicy#maxLease}. Safe for use by many threads.
 */
final class Arrivals {

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
        long elapsed = freshness.since(departed);
        // Read before the keys, so that none ends its waiting between the two.
        long now = table.now();
        for (StoredKey key : table.ofOwner(owner)) {
            boolean dated = key.state() != KeyState.ACTIVE && key.retiredAt() > 0;
            long ends = key.retiredAt() + KeyLife.lease(key);
            boolean counted = ends <= now || key.state() == KeyState.DESTROYED;
            if (dated && counted && ends >= now - elapsed) {
                throw late(key, Duration.ofMillis(elapsed));
            }
        }
    }

    private static KeyRefused late(StoredKey key, Duration elapsed) {
        return new KeyRefused("what was sealed for " + ReadKey.text(key.record().owner()) + " came to the database "
                + elapsed.toMinutes() + " minutes later, after key "
                + key.record().keyId()
                + " could be destroyed: if it is under that key it is lost; write it again");
    }
}
