package dev.rowseal.key;

import dev.rowseal.event.Event;
import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.Freshness.Moment;
import dev.rowseal.memory.Secret;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts keys back that the key table has forgotten although this process has unwrapped them: rows are never deleted, so one
 * that is gone was lost. Safe for use by many threads; of those that miss a key at once one puts it back.
 */
final class LostKeys {

    private final KeyTable table;
    private final KeyRows rows;
    private final ProvedKeys proved;
    private final NewKeys newKeys;
    private final Successors successors;
    private final Deks deks;
    private final Freshness freshness;
    private final Consumer<KeyRecord> forgotten;
    private final SingleFlight<Long, Boolean> puttingBack;
    /** When a key could not be put back; asked for again and again it would have the table read as often. */
    private final ConcurrentMap<Long, Vain> inVain = new ConcurrentHashMap<>();

    /** @param refused why, where it is neither for its place nor, for now, by the clocks: a right that this process has not */
    private record Vain(Moment at, @Nullable RowsealFailure refused, boolean forNow) {}

    /**
     * What became of the keys that were missing.
     *
     * @param any whether a key was put back, and all have to be read again
     * @param failed what kept a key from it that others may be sealed under without; null where nothing did
     */
    record PutBack(boolean any, @Nullable RowsealFailure failed) {}

    /**
     * Reads nothing yet.
     *
     * @param forgotten is told of a key that the KMS refused, whose row is not authentic, or that nobody may write under any more
     */
    LostKeys(
            KeyTable table,
            KeyRows rows,
            ProvedKeys proved,
            NewKeys newKeys,
            Deks deks,
            Freshness freshness,
            Consumer<KeyRecord> forgotten) {
        this.table = table;
        this.rows = rows;
        this.proved = proved;
        this.newKeys = newKeys;
        this.puttingBack = SingleFlight.calling(newKeys.longest());
        this.deks = deks;
        this.freshness = freshness;
        this.successors = new Successors(rows, newKeys, freshness);
        this.forgotten = forgotten;
    }

    /** Whether a key has no row among those of its owner. */
    static boolean isMissing(ReadKey key, List<ReadKey> keys) {
        return keys.stream().noneMatch(other -> other.keyId() == key.keyId());
    }

    /**
     * Puts back what is missing of the keys of an owner that this process has unwrapped, and forgets those whose rows are there
     * and were read so long ago that all servers have heard of them.
     *
     * @param known taken before the table was read
     * @param keys all that the owner has
     * @param before what kept a key from it a moment ago, for the same caller: no KMS is asked again in an outage
     * @throws KeyRefused if another key has the place of one, after all others were put back
     */
    PutBack putAllBack(
            KeyOwner owner, List<ReadKey> known, List<ReadKey> keys, @Nullable RowsealFailure before, Untold untold) {
        boolean back = false;
        @Nullable RowsealFailure replaced = null;
        @Nullable RowsealFailure failed = null;
        @Nullable RowsealFailure forNow = null;
        @Nullable KeyUnavailable outage = before instanceof KeyUnavailable unavailable ? unavailable : null;
        try {
            back = outage == null && successors.followed(owner, untold);
        } catch (RowsealFailure notNow) {
            failed = notNow;
            outage = notNow instanceof KeyUnavailable unavailable ? unavailable : null;
        }
        for (ReadKey key : known) {
            if (!isMissing(key, keys)) {
                proved.keepUp(key, keys);
                if (freshness.isOver(key)) {
                    proved.forget(key);
                }
            } else if (!mayComeBack(key)) {
                RowsealFailure kept = givenUp(key, untold);
                forNow = kept == null ? forNow : kept;
            } else {
                try {
                    RowsealFailure kept = keptAway(key, outage, untold);
                    back |= kept == null;
                    failed = failed == null ? kept : failed;
                    outage = kept instanceof KeyUnavailable unavailable ? unavailable : outage;
                } catch (RowsealFailure failure) {
                    replaced = replaced == null ? failure : replaced;
                }
            }
        }
        if (replaced != null) {
            throw replaced;
        }
        return new PutBack(back, failed == null ? forNow : failed);
    }

    /** Not for what a clock says that was set: it may be set right, and the key come back. Null where it is given up. */
    private @Nullable KeyUnavailable givenUp(ReadKey lost, Untold untold) {
        if (!freshness.isOver(lost)) {
            return freshness.isTimely(lost)
                    ? null
                    : new KeyUnavailable("key " + lost.keyId() + " of " + ReadKey.text(lost.owner())
                            + " is gone from the key table, and not put back while by a clock it may have been"
                            + " destroyed since; set the clocks right, and do not restart the application; where they"
                            + " are right, as after a suspension, rotate the table's key");
        }
        if (proved.forget(lost)) {
            inVain.remove(lost.keyId());
            untold.ofKey(
                    Event.KEY_LOST,
                    Deks.context(lost.stored().record()),
                    "given up: its row was read so long ago that the key may have been destroyed since");
        }
        return null;
    }

    /**
     * What keeps this process from putting a key back: it may not, or cannot now. Null where it is back. Who can seals under what is
     * there, and it or others put the key back when they read again.
     */
    private @Nullable RowsealFailure keptAway(ReadKey lost, @Nullable KeyUnavailable outage, Untold untold) {
        boolean index = lost.owner().purpose() == Purpose.INDEX;
        Vain last = vain(lost.keyId());
        Vain vain = last == null || last.forNow() ? null : last;
        if (vain != null && vain.refused() != null) {
            return vain.refused();
        }
        try {
            if (vain == null && putBack(lost, outage, untold)) {
                return null;
            }
        } catch (RowsealFailure failure) {
            if (index) {
                // Another would find half.
                throw failure;
            }
            refused(lost, failure, untold);
            return failure;
        }
        inVain.put(lost.keyId(), vain == null ? new Vain(freshness.now(), null, false) : vain);
        if (index) {
            // It opens nothing, and nobody else finds what is written under it.
            forgotten.accept(lost.stored().record());
        }
        throw replaced(lost);
    }

    /** Not an outage, nor what may have come of an interruption: that is over when it is tried again. */
    private void refused(ReadKey lost, RowsealFailure failure, Untold untold) {
        if (failure instanceof KeyUnavailable || Thread.currentThread().isInterrupted()) {
            return;
        }
        inVain.put(lost.keyId(), new Vain(freshness.now(), failure, false));
        untold.ofKey(
                Event.KEY_LOST,
                Deks.context(lost.stored().record()),
                "not put back: " + failure.sqlState() + " " + failure.getMessage());
    }

    /** That it could not be put back a moment ago; null where it was not tried. */
    private @Nullable Vain vain(long keyId) {
        Vain vain = inVain.get(keyId);
        return vain != null && freshness.within(vain.at(), Freshness.RECENT) ? vain : null;
    }

    private static KeyRefused replaced(ReadKey lost) {
        return new KeyRefused("generation " + lost.generation() + " of the key of " + ReadKey.text(lost.owner())
                + ", key " + lost.keyId() + ", with which this process has sealed,"
                + " is gone from the key table, as after a failover, and another key is in its place;"
                + " restore its row, or restart the application and give up what was sealed with it");
    }

    /**
     * Whether a key that is missing may be put back: not where it can have been destroyed since its row was read. Whoever
     * destroys a key waits first for as long as its row says, from its retirement on.
     */
    private boolean mayComeBack(ReadKey lost) {
        StoredKey stored = lost.stored();
        if (lost.owner().purpose() == Purpose.INDEX) {
            // Never retired, and so never destroyed.
            return true;
        }
        return freshness.isTimely(lost)
                && (lost.active()
                        || stored.retiredAt() == 0
                        || stored.retiredAt() + KeyLife.lease(stored) > table.now());
    }

    /**
     * Puts a key back that is missing and may come back. False where another key has its place.
     *
     * @param outage thrown where a KMS would have to be asked
     */
    private boolean putBack(ReadKey lost, @Nullable KeyUnavailable outage, Untold untold) {
        return puttingBack.fetch(
                lost.keyId(),
                // Another process may have been first.
                () -> isRestored(lost, untold)
                        || !isMissing(lost, rows.ofOwner(lost.owner()))
                        || givenAnotherPlace(lost, outage, untold));
    }

    private boolean isRestored(ReadKey lost, Untold untold) {
        if (!lost.active()) {
            // The one behind it needs no KMS to come back, and no other in its place.
            for (ReadKey newer : proved.of(lost.owner())) {
                if (newer.active()
                        && newer.generation() > lost.generation()
                        && isMissing(newer, rows.ofOwner(lost.owner()))
                        && mayComeBack(newer)) {
                    rows.restore(newer, untold);
                }
            }
            successors.follow(lost, untold);
        }
        return rows.restore(lost, untold);
    }

    /** Whether a key that could not be read by its id is there by now, put back by this call or by somebody before. */
    boolean isBack(KeyOwner owner, long keyId, Untold untold) {
        ReadKey key = proved.of(owner, keyId);
        Vain vain = vain(keyId);
        if (key == null || vain != null) {
            if (vain != null && vain.refused() != null) {
                throw vain.refused();
            }
            return false;
        }
        boolean there;
        boolean may;
        try {
            may = mayComeBack(key);
            there = !isMissing(key, rows.ofOwner(owner)) || may && putBack(key, null, untold);
        } catch (RowsealFailure failure) {
            refused(key, failure, untold);
            throw failure;
        }
        if (there) {
            rows.found(keyId);
        } else {
            inVain.put(keyId, new Vain(freshness.now(), null, !may));
            givenUp(key, untold);
        }
        return there;
    }

    /**
     * Whether the key table has lost a key that this process has unwrapped, or may have, since it does not tell: its only copy
     * may be in memory then.
     */
    boolean isLost(ReadKey key) {
        ReadKey known = proved.of(key.owner(), key.keyId());
        if (known == null || !known.stored().record().equals(key.stored().record())) {
            return false;
        }
        try {
            return isMissing(known, rows.ofOwner(key.owner()));
        } catch (NotAuthentic forged) {
            return false;
        } catch (RowsealFailure untold) {
            // As in the middle of a failover. What the KMS refuses is forgotten by whoever asked it.
            return true;
        }
    }

    /**
     * Where another key has a lost one's generation, but not its id, the lost one goes on under its id as a retired key of a
     * generation that is free: values know a key by its id alone, and so does its wrapping. The generation lies below the
     * newest active one, which nobody who opens the lost key may take for too old; so one is made if there is none.
     */
    private boolean givenAnotherPlace(ReadKey lost, @Nullable KeyUnavailable outage, Untold untold) {
        if (lost.owner().purpose() != Purpose.DATA) {
            return false;
        }
        if (isTaken(lost)) {
            return !isMissing(lost, rows.ofOwner(lost.owner()));
        }
        if (outage != null) {
            throw outage;
        }
        // Before anything is changed: the KMS may have been told not to open it any more.
        try (Secret dek = opened(lost, untold)) {
            return givenAnotherPlace(lost, dek, untold);
        }
    }

    private boolean givenAnotherPlace(ReadKey lost, Secret dek, Untold untold) {
        KeyOwner owner = lost.owner();
        for (int attempt = 0; attempt < KeyRows.ATTEMPTS; attempt++) {
            List<ReadKey> keys = rows.ofOwner(owner);
            if (!isMissing(lost, keys)) {
                return true;
            }
            int active = Successors.newest(keys.stream().filter(ReadKey::active));
            if (active == 0) {
                return false;
            }
            if (isTaken(lost)) {
                return !isMissing(lost, rows.ofOwner(owner));
            }
            int free = IntStream.iterate(active - 1, generation -> generation > 0, generation -> generation - 1)
                    .filter(generation -> keys.stream().noneMatch(key -> key.generation() == generation))
                    .findFirst()
                    .orElse(0);
            if (free == 0) {
                makeRoom(owner, Successors.newest(keys.stream()), untold);
            } else if (isInserted(lost, dek, free, untold)) {
                return true;
            }
        }
        throw KeyRows.restless("key " + lost.keyId());
    }

    private void makeRoom(KeyOwner owner, int newest, Untold untold) {
        try {
            newKeys.createBeyond(owner, newest, newest + 1, untold);
        } catch (KeyRefused | Misconfigured refused) {
            // Who may not wrap looks whether another process made some meanwhile.
            if (Successors.newest(rows.ofOwner(owner).stream()) == newest) {
                throw refused;
            }
        }
    }

    /** Whether its id is somebody's: perhaps its own, put back by another process. */
    private boolean isTaken(ReadKey lost) {
        return table.byId(lost.keyId()).isPresent();
    }

    private boolean isInserted(ReadKey lost, Secret dek, int generation, Untold untold) {
        KeyRecord record = new KeyRecord(
                lost.keyId(), lost.owner(), generation, lost.stored().record().createdAt());
        StoredKey next = rows.toRestore(lost).placed(record, Commitment.of(dek, record));
        Moment readAt = freshness.now();
        if (!table.insert(next)) {
            return false;
        }
        rows.found(lost.keyId());
        rows.forget(lost);
        // Its commitment was made of the key itself: should the table forget it again, it comes back from here.
        proved.replace(lost, rows.read(next, readAt));
        // What is refused from now on is refused of its new record: nothing shall stay under the one before.
        forgotten.accept(lost.stored().record());
        untold.ofKey(Event.KEY_RESTORED, Deks.context(record), "generation " + generation);
        try {
            // Only now, when all can see it.
            table.change(next, next.retiredSince(table.now()));
        } catch (RowsealFailure notNow) {
            // Whoever destroys it gives it a time first.
            return true;
        }
        return true;
    }

    private Secret opened(ReadKey lost, Untold untold) {
        @Nullable KeyUnavailable outage = null;
        for (ReadKey.Way way : lost.waysOrRefuse()) {
            try {
                return deks.open(lost.stored(), way.wrapping(), untold);
            } catch (KeyUnavailable unavailable) {
                outage = outage != null && outage.isUnasked() ? outage : unavailable;
            } catch (KeyRefused | NotAuthentic refused) {
                forgotten.accept(lost.stored().record());
                throw refused;
            }
        }
        throw outage;
    }
}
