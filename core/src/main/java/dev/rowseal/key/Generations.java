package dev.rowseal.key;

import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyRefused;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Which key of an owner is the one to seal with: its newest active generation. Never goes back: a generation that was
 * used once (and so proved authentic by its commitment) is the floor for all later ones, whatever the table says. Safe
 * for use by many threads.
 */
final class Generations {

    private final KeyRows rows;
    private final NewKeys newKeys;
    private final Freshness freshness;
    private final ConcurrentMap<KeyOwner, View> views = new ConcurrentHashMap<>();
    private final SingleFlight<KeyOwner, ReadKey> reading = new SingleFlight<>();

    Generations(KeyRows rows, NewKeys newKeys, Freshness freshness) {
        this.rows = rows;
        this.newKeys = newKeys;
        this.freshness = freshness;
    }

    private static final class View {
        volatile @Nullable ReadKey newest;
        /** The newest that this process has unwrapped, so that its row is known to be its own. */
        final AtomicReference<@Nullable ReadKey> proved = new AtomicReference<>();

        final AtomicInteger floor = new AtomicInteger();
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

    /** Notes that a key was unwrapped through the row that was read. */
    void proved(KeyOwner owner, ReadKey key) {
        view(owner)
                .proved
                .accumulateAndGet(
                        key,
                        (there, next) -> there == null
                                        || next.generation() > there.generation()
                                        || next.generation() == there.generation() && next.isNewerThan(there)
                                ? next
                                : there);
    }

    /** The key with an id, as {@link KeyRows#byId}: put back first where its row is gone although it was unwrapped here. */
    ReadKey byId(KeyOwner owner, long keyId, Duration bound, Untold untold) {
        try {
            return rows.byId(keyId, bound);
        } catch (KeyRefused unknown) {
            if (!restored(owner, keyId, untold)) {
                throw unknown;
            }
            return rows.byId(keyId, bound);
        }
    }

    private boolean restored(KeyOwner owner, long keyId, Untold untold) {
        ReadKey proved = view(owner).proved.get();
        return proved != null
                && proved.stored().record().keyId() == keyId
                && isLost(proved, rows.ofOwner(owner))
                // Another process may have been first.
                && (rows.restore(proved, untold) || !isLost(proved, rows.ofOwner(owner)));
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
        View view = view(owner);
        ReadKey newest = view.newest;
        // What is older does no harm, since the floor holds; it would only have to be read again sooner.
        if (newest == null || ahead.isNewerThan(newest)) {
            view.newest = ahead;
        }
    }

    private ReadKey read(KeyOwner owner, View view, Untold untold) {
        ReadKey newest = readNow(owner, view, untold);
        view.newest = newest;
        return newest;
    }

    private ReadKey readNow(KeyOwner owner, View view, Untold untold) {
        // Before the table is asked: a floor that rises meanwhile says nothing about what this reading should hold.
        int floor = view.floor.get();
        boolean index = owner.purpose() == Purpose.INDEX;
        ReadKey newest = newest(owner, view, floor, untold);
        if (newest.generation() < floor || index && floor > 0 && newest.generation() != floor) {
            throw otherThanSeen(owner, floor);
        }
        return newest;
    }

    private ReadKey newest(KeyOwner owner, View view, int floor, Untold untold) {
        boolean index = owner.purpose() == Purpose.INDEX;
        for (int attempt = 0; attempt < KeyRows.ATTEMPTS; attempt++) {
            // Before the table is asked, which could else have been read before the key was made.
            ReadKey proved = view.proved.get();
            List<ReadKey> keys = rows.ofOwner(owner);
            if (proved != null && isLost(proved, keys)) {
                // Another process may have done the same.
                if (!rows.restore(proved, untold) && isLost(proved, rows.ofOwner(owner))) {
                    throw replaced(owner, proved);
                }
                continue;
            }
            if (proved != null) {
                keepUp(view, proved, keys);
            }
            if (keys.isEmpty() && floor == 0) {
                newKeys.createFirst(owner, untold);
                keys = rows.ofOwner(owner);
            }
            ReadKey newest = index ? onlyOne(owner, keys) : newestActive(owner, keys);
            Optional<ReadKey> held = rows.hold(newest);
            if (held.isPresent()) {
                return held.get();
            }
        }
        throw KeyRows.restless("the newest key of " + ReadKey.text(owner));
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

    /** What is put back is the row as it was last: never a key that was retired or destroyed since as it was before. */
    private static void keepUp(View view, ReadKey proved, List<ReadKey> keys) {
        for (ReadKey key : keys) {
            boolean same =
                    key.stored().record().keyId() == proved.stored().record().keyId();
            if (same && key.stored().revision() != proved.stored().revision()) {
                view.proved.compareAndSet(proved, key.destroyed() ? null : key);
            }
        }
    }

    /** Rows are never deleted: one that is gone was lost, with whatever the database has forgotten. */
    private static boolean isLost(ReadKey proved, List<ReadKey> keys) {
        long keyId = proved.stored().record().keyId();
        return keys.stream().noneMatch(key -> key.stored().record().keyId() == keyId);
    }

    private static KeyRefused replaced(KeyOwner owner, ReadKey lost) {
        return new KeyRefused("generation " + lost.generation() + " of the key of " + ReadKey.text(owner) + ", key "
                + lost.stored().record().keyId()
                + ", with which this process has sealed, is gone from the key table, as after a"
                + " failover, and another key is in its place; restore its row, or restart the application and give up"
                + " what was sealed with it");
    }

    private static KeyRefused otherThanSeen(KeyOwner owner, int floor) {
        return new KeyRefused("generation " + floor + " of the key of " + ReadKey.text(owner)
                + " was in use in this process, and the key table no longer has it as the newest active one;"
                + " if that is meant (a restored backup, a new index), restart the application");
    }
}
