package dev.rowseal.key;

import dev.rowseal.event.Event;
import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import java.time.Duration;
import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives owners their first key and their next. Safe for use by many threads and processes. */
final class NewKeys {

    // Each lost attempt means that another owner's key was added; so many new owners at once are not to be expected.
    private static final int ATTEMPTS = 64;

    private final KeyTable table;
    private final Keks keks;
    private final Deks deks;
    private final Freshness freshness;
    private final long maxLease;

    NewKeys(KeyTable table, Keks keks, Deks deks, Freshness freshness, long maxLease) {
        this.table = table;
        this.keks = keks;
        this.deks = deks;
        this.freshness = freshness;
        this.maxLease = maxLease;
    }

    /** The longest that the calls of KMSs may take which making a key needs. */
    Duration longest() {
        return keks.longestMaking();
    }

    /**
     * Sees to it that an owner without keys has a committed one when this returns, be it ours or that of a process that
     * was faster. The key made here is forgotten again: whoever wants to use it reads its row back and unwraps it, so
     * that no key is ever used that the table does not have, whatever became of our own insert.
     */
    void createFirst(KeyOwner owner, Untold untold) {
        createAfter(owner, 0, untold);
    }

    /** The key that was made last for any owner of the namespace: by its KEKs others open what they find. */
    private @Nullable StoredKey latestOfNamespace(KeyOwner owner) {
        return table.ofNamespace(owner.namespace()).stream()
                .filter(key -> key.state() != KeyState.DESTROYED)
                .max(Comparator.comparingLong(key -> key.record().createdAt()))
                .orElse(null);
    }

    /**
     * Sees to it that an owner has a generation after this one, as {@link #createFirst} does. Wrapped under the primary
     * KEK and, so that nobody loses the way, under the others of the policy that the newest that seals is wrapped under (where
     * none does, the newest that has a wrapping); the first of an owner has the key that was made last in the namespace for one.
     *
     * @param generation 0 or one that there is
     * @return whether the generation was made here
     */
    boolean createAfter(KeyOwner owner, int generation, Untold untold) {
        return create(owner, generation, generation + 1, untold);
    }

    /**
     * Sees to it that there is an active generation after this one, which is active: one above all where what is newer seals no
     * longer. Nobody retires the newest key, so what sealed after such a one was lost, and it may be above all others.
     *
     * @return whether there is one now, of whoever made it; where it is not, nothing was made, and it may be tried again
     */
    boolean isFollowed(KeyOwner owner, int generation, Untold untold) {
        if (createAfter(owner, generation, untold)) {
            return true;
        }
        List<StoredKey> keys = table.ofOwner(owner);
        IntSummaryStatistics all =
                keys.stream().mapToInt(key -> key.record().generation()).summaryStatistics();
        boolean active = keys.stream()
                .anyMatch(key -> key.state() == KeyState.ACTIVE && key.record().generation() > generation);
        return active || all.getMax() > generation && createAfter(owner, all.getMax(), untold);
    }

    /** As {@link #createAfter}, and leaves free what there is of generations up to another. */
    boolean createBeyond(KeyOwner owner, int generation, int free, Untold untold) {
        return create(owner, generation, Math.max(generation, free) + 1, untold);
    }

    /**
     * The key of an owner under whose KEKs the next is wrapped: what seals now, where there is one. A tombstone has no wrapping,
     * and one that is retired may have come back with those that it had long ago.
     */
    private static @Nullable StoredKey model(List<StoredKey> keys) {
        return keys.stream()
                .filter(key -> !key.wrappings().isEmpty())
                .max(Comparator.comparing((StoredKey key) -> key.state() == KeyState.ACTIVE)
                        .thenComparingInt(key -> key.record().generation()))
                .orElse(null);
    }

    /** As a process that has kept its policy: nobody else might open what it makes. */
    private void requireUsable(KeyOwner owner, @Nullable StoredKey key) {
        if (key != null && !key.wrappings().isEmpty() && keks.usable(key).isEmpty()) {
            throw new KeyRefused(ReadKey.text(owner) + " has a newest key that no KEK of this policy opens; give the"
                    + " process the policy that the others have");
        }
    }

    private boolean create(KeyOwner owner, int generation, int next, Untold untold) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<StoredKey> keys = table.ofOwner(owner);
            StoredKey newest = keys.stream()
                    .max(Comparator.comparingInt(key -> key.record().generation()))
                    .orElse(null);
            int there = newest == null ? 0 : newest.record().generation();
            if (there > generation) {
                return false;
            }
            if (there < generation) {
                throw new KeyRefused(ReadKey.text(owner) + " has no generation " + generation
                        + " to follow; the key table went back in time, or is another one");
            }
            StoredKey before = model(keys);
            requireUsable(owner, newest);
            requireUsable(owner, before);
            StoredKey model = before == null ? latestOfNamespace(owner) : before;
            List<String> others = model == null
                    ? List.of()
                    : keks.usable(model).stream()
                            .map(Wrapping::kekUri)
                            .filter(kek -> !kek.equals(keks.primary()))
                            .toList();
            long lease = keys.stream().mapToLong(StoredKey::maxLease).reduce(maxLease, Math::max);
            KeyRecord record = new KeyRecord(table.freeKeyId(), owner, next, freshness.millis());
            // A first key is made without those KEKs that cannot: there is none that could go on.
            if (table.insert(deks.create(record, others, newest != null, lease, untold))) {
                untold.ofKey(Event.KEY_MADE, Deks.context(record), "generation " + record.generation());
                return true;
            }
        }
        throw new KeyUnavailable("no key could be made for " + ReadKey.text(owner) + ": in " + ATTEMPTS
                + " attempts every free key id was taken by somebody else first");
    }
}
