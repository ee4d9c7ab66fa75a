package dev.rowseal.key;

import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which key of an owner is the one to seal with: its newest active generation. Never goes back: a generation that was
 * used once (and so proved authentic by its commitment) is the floor for all later ones, whatever the table says. Safe
 * for use by many threads.
 */
final class Generations {

    private final KeyRows rows;
    private final ProvedKeys proved;
    private final LostKeys lost;
    private final NewKeys newKeys;
    private final Freshness freshness;
    private final ConcurrentMap<KeyOwner, View> views = new ConcurrentHashMap<>();
    private final SingleFlight<KeyOwner, ReadKey> reading;

    Generations(KeyRows rows, ProvedKeys proved, LostKeys lost, NewKeys newKeys, Freshness freshness) {
        this.rows = rows;
        this.proved = proved;
        this.lost = lost;
        this.newKeys = newKeys;
        this.reading = SingleFlight.calling(newKeys.longest());
        this.freshness = freshness;
    }

    /** What is sealed with; changed under its own lock, which nobody holds while he waits. */
    private static final class View {
        private volatile @Nullable ReadKey newest;
        private @Nullable Long endedAt;
        final AtomicInteger floor = new AtomicInteger();

        /** Has a key sealed with, unless a newer reading is there, or it was learnt since that what was read does not hold. */
        synchronized void show(ReadKey read) {
            boolean ended = endedAt != null && read.readAt().nanos() - endedAt <= 0;
            if (!ended && (newest == null || !newest.isNewerThan(read))) {
                newest = read;
            }
        }

        synchronized boolean stands(ReadKey read) {
            return endedAt == null || read.readAt().nanos() - endedAt >= 0;
        }

        /** Has nothing sealed with that was read before this moment. */
        synchronized void end(long nanos) {
            newest = null;
            endedAt = endedAt == null || nanos - endedAt > 0 ? nanos : endedAt;
        }
    }

    private View view(KeyOwner owner) {
        View view = views.get(owner);
        return view != null ? view : views.computeIfAbsent(owner, absent -> new View());
    }

    /** The key to seal with, as it was read within the bound; null when it was not, or a newer one was used since. */
    @Nullable
    ReadKey known(KeyOwner owner, Duration bound) {
        View view = view(owner);
        ReadKey newest = view.newest;
        return newest != null && newest.generation() >= view.floor.get() && freshness.within(newest.readAt(), bound)
                ? newest
                : null;
    }

    /** The key to seal with, from a reading no older than the bound; made and committed if the owner has none. */
    ReadKey newest(KeyOwner owner, Duration bound, Untold untold) {
        ReadKey known = known(owner, bound);
        return known != null ? known : reading.fetch(owner, () -> read(owner, view(owner), untold));
    }

    /**
     * Notes that a key of this generation proved authentic and is about to be used.
     *
     * @return whether it may seal: whether no newer one is known
     */
    boolean used(KeyOwner owner, int generation) {
        AtomicInteger floor = view(owner).floor;
        return floor.get() == generation || floor.accumulateAndGet(generation, Math::max) == generation;
    }

    /** Whether nothing was learnt since a key was read that ends sealing with what was read before. */
    boolean stands(KeyOwner owner, ReadKey read) {
        return view(owner).stands(read);
    }

    /** The key with an id, as {@link KeyRows#byId}: put back first where its row is gone although it was unwrapped here. */
    ReadKey byId(KeyOwner owner, long keyId, Duration bound, Untold untold) {
        return found(owner, keyId, () -> rows.byId(keyId, bound), untold);
    }

    /** The key with an id, as {@link KeyRows#ahead}: put back first as by {@link #byId}. */
    ReadKey aheadById(KeyOwner owner, long keyId, Untold untold) {
        return found(owner, keyId, () -> rows.ahead(keyId), untold);
    }

    private ReadKey found(KeyOwner owner, long keyId, Supplier<ReadKey> read, Untold untold) {
        for (int attempt = 0; attempt < KeyRows.ATTEMPTS; attempt++) {
            try {
                ReadKey key = read.get();
                if (!key.owner().equals(owner) || !key.active()) {
                    // Also what was given another place, by whomever, since it was sealed with.
                    sealNoLongerWith(owner, keyId);
                }
                return key;
            } catch (KeyRefused unknown) {
                if (!isBack(owner, keyId, untold)) {
                    throw unknown;
                }
                // Again: who read before it was back may say only now that it was not there.
            }
        }
        throw KeyRows.restless("key " + keyId);
    }

    private boolean isBack(KeyOwner owner, long keyId, Untold untold) {
        boolean back = false;
        try {
            back = lost.isBack(owner, keyId, untold);
            return back;
        } finally {
            if (!back) {
                sealNoLongerWith(owner, keyId);
            }
        }
    }

    /**
     * The key to seal with, read now, and kept from all others until it is {@link #publish published}: before that it may have
     * to be unwrapped, and who seals meanwhile shall not wait for it.
     */
    ReadKey ahead(KeyOwner owner, Untold untold) {
        return readNow(owner, view(owner), untold);
    }

    /** Has everybody seal with a key that was read {@link #ahead}. */
    void publish(KeyOwner owner, ReadKey ahead) {
        view(owner).show(ahead);
    }

    private ReadKey read(KeyOwner owner, View view, Untold untold) {
        ReadKey newest = readNow(owner, view, untold);
        view.show(newest);
        return newest;
    }

    private ReadKey readNow(KeyOwner owner, View view, Untold untold) {
        try {
            // Before the table is asked: a floor that rises meanwhile says nothing about what this reading should hold.
            return newest(owner, view.floor.get(), untold);
        } catch (KeyRefused | Misconfigured | NotAuthentic refused) {
            // Also where this is learnt ahead of time: nobody else may find the key of what would be sealed meanwhile.
            view.end(freshness.nanos());
            throw refused;
        }
    }

    private ReadKey newest(KeyOwner owner, int floor, Untold untold) {
        @Nullable RowsealFailure notBack = null;
        for (int attempt = 0; attempt < KeyRows.ATTEMPTS; attempt++) {
            // Before the table is asked, which could else have been read before the key was made.
            List<ReadKey> known = proved.of(owner);
            List<ReadKey> keys = rows.ofOwner(owner);
            LostKeys.PutBack missing = lost.putAllBack(owner, known, keys, notBack, untold);
            notBack = missing.failed();
            if (missing.any()) {
                continue;
            }
            if (keys.isEmpty() && floor == 0) {
                newKeys.createFirst(owner, untold);
                keys = rows.ofOwner(owner);
            }
            ReadKey newest = toSealWith(owner, floor, keys, notBack);
            if (notBack != null && !(notBack instanceof KeyUnavailable)) {
                sealNoLongerUnlessOf(owner, keys);
            }
            Optional<ReadKey> held = rows.hold(newest);
            if (held.isPresent()) {
                return held.get();
            }
        }
        throw KeyRows.restless("the newest key of " + ReadKey.text(owner));
    }

    /** @param notBack why a key that is missing was not put back: what there is to tell where it cannot be done without */
    private static ReadKey toSealWith(KeyOwner owner, int floor, List<ReadKey> keys, @Nullable RowsealFailure notBack) {
        boolean index = owner.purpose() == Purpose.INDEX;
        try {
            ReadKey newest = index ? onlyOne(owner, keys) : newestActive(owner, keys);
            if (newest.generation() < floor || index && floor > 0 && newest.generation() != floor) {
                throw otherThanSeen(owner, floor);
            }
            return newest;
        } catch (KeyRefused none) {
            throw notBack == null ? none : notBack;
        }
    }

    /** As {@link #readNow}, where the key is missed by its id. */
    private void sealNoLongerWith(KeyOwner owner, long keyId) {
        View view = view(owner);
        ReadKey newest = view.newest;
        if (newest != null && newest.keyId() == keyId) {
            view.end(freshness.nanos());
        }
    }

    /** Where the key that is sealed with may not be put back by this process: others may not find it. */
    private void sealNoLongerUnlessOf(KeyOwner owner, List<ReadKey> keys) {
        ReadKey newest = view(owner).newest;
        if (newest != null && LostKeys.isMissing(newest, keys)) {
            sealNoLongerWith(owner, newest.keyId());
        }
    }

    private static ReadKey newestActive(KeyOwner owner, List<ReadKey> keys) {
        return keys.stream()
                .filter(ReadKey::active)
                .max(Comparator.comparingInt(ReadKey::generation))
                .orElseThrow(() -> new KeyRefused(ReadKey.text(owner) + " has no active key to seal with; rotate it"));
    }

    /** An index under two keys would find only half of what it should: two generations are refused, not chosen from. */
    private static ReadKey onlyOne(KeyOwner owner, List<ReadKey> keys) {
        List<ReadKey> living = keys.stream().filter(key -> !key.destroyed()).toList();
        if (living.size() != 1 || !living.get(0).active()) {
            throw new KeyRefused(ReadKey.text(owner) + " must have exactly one index key, active, and has "
                    + living.size() + " that are not destroyed; see rowseal reindex");
        }
        return living.get(0);
    }

    private static KeyRefused otherThanSeen(KeyOwner owner, int floor) {
        return new KeyRefused("generation " + floor + " of the key of " + ReadKey.text(owner)
                + " was in use in this process, and the key table no longer has it as the newest active one;"
                + " if that is meant (a restored backup, a new index), restart the application");
    }
}
