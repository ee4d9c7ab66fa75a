package dev.rowseal.key;

import dev.rowseal.event.Event;
import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.Freshness.Moment;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes successors for retired keys that come back above all active ones. Each had one, which is lost too; and who opens the one
 * that comes back seals under none that is older, as all that are there would be. Safe for use by many threads.
 */
final class Successors {

    private final KeyRows rows;
    private final NewKeys newKeys;
    private final Freshness freshness;
    /** The newest key of an owner that came back without one: as this process had it, whatever the table says of it by now. */
    private final ConcurrentMap<KeyOwner, Wanting> wanting = new ConcurrentHashMap<>();

    /** @param cannot why none was made when that was tried last; null where only an active key was missing that it could follow */
    private record Wanting(
            ReadKey lost, Moment at, @Nullable RowsealFailure cannot) {}

    private enum Outcome {
        MADE,
        /** There is an active key as new. */
        NOT_NEEDED,
        /** There is no active key: others may have it, and put it back. */
        NOT_YET
    }

    Successors(KeyRows rows, NewKeys newKeys, Freshness freshness) {
        this.rows = rows;
        this.newKeys = newKeys;
        this.freshness = freshness;
    }

    /** Gives a key a successor before it comes back. Where none can be made now it comes back all the same: what it sealed opens. */
    void follow(ReadKey lost, Untold untold) {
        try {
            if (make(lost, untold) == Outcome.NOT_YET) {
                // As where the failover lost all of an owner: who puts back the ones that seal may come later than
                // this.
                wants(lost, null);
            }
        } catch (RowsealFailure cannot) {
            wants(lost, cannot);
            tell(lost, cannot, untold);
        }
    }

    private static void tell(ReadKey lost, RowsealFailure cannot, Untold untold) {
        untold.ofKey(
                Event.KEY_ROTATION_FAILED,
                Deks.context(lost.stored().record()),
                cannot.sqlState() + " " + cannot.getMessage());
    }

    /**
     * Makes a successor that could not be made before.
     *
     * @return whether one was made, and the owner's keys have to be read again
     * @throws RowsealFailure if it cannot be made now either
     */
    boolean followed(KeyOwner owner, Untold untold) {
        Wanting wants = wanting.get(owner);
        if (wants == null) {
            return false;
        }
        RowsealFailure before = wants.cannot();
        if (before != null && !(before instanceof KeyUnavailable) && freshness.within(wants.at(), Freshness.RECENT)) {
            // Who is refused is so for more than a moment; an outage may be over.
            throw before;
        }
        try {
            Outcome outcome = make(wants.lost(), untold);
            if (outcome != Outcome.NOT_YET) {
                wanting.remove(owner, wants);
            }
            return outcome == Outcome.MADE;
        } catch (RowsealFailure cannot) {
            wants(wants.lost(), cannot);
            if (before == null) {
                tell(wants.lost(), cannot, untold);
            }
            throw cannot;
        }
    }

    private void wants(ReadKey lost, @Nullable RowsealFailure cannot) {
        wanting.merge(
                lost.owner(),
                new Wanting(lost, freshness.now(), cannot),
                (there, next) -> there.lost().generation() > next.lost().generation() ? there : next);
    }

    private Outcome make(ReadKey lost, Untold untold) {
        List<ReadKey> keys = rows.ofOwner(lost.owner());
        int active = newest(keys.stream().filter(ReadKey::active));
        if (active == 0) {
            return Outcome.NOT_YET;
        }
        if (active >= lost.generation()) {
            return Outcome.NOT_NEEDED;
        }
        newKeys.createBeyond(lost.owner(), newest(keys.stream()), lost.generation(), untold);
        return Outcome.MADE;
    }

    static int newest(Stream<ReadKey> keys) {
        return keys.mapToInt(ReadKey::generation).max().orElse(0);
    }
}
