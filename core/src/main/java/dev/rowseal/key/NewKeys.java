package dev.rowseal.key;

import dev.rowseal.event.Event;
import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import java.util.Comparator;
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

    /**
     * Sees to it that an owner without keys has a committed one when this returns, be it ours or that of a process that
     * was faster. The key made here is forgotten again: whoever wants to use it reads its row back and unwraps it, so
     * that no key is ever used that the table does not have, whatever became of our own insert.
     */
    void createFirst(KeyOwner owner, Untold untold) {
        createAfter(owner, 0, untold);
    }

    /** A first key is made under the primary alone where another KEK cannot wrap: there is none that could go on. */
    private StoredKey create(KeyRecord record, List<String> others, boolean first, long lease, Untold untold) {
        try {
            return deks.create(record, others, lease, untold);
        } catch (RowsealFailure cannotWrap) {
            if (!first || others.isEmpty()) {
                throw cannotWrap;
            }
            return deks.create(record, List.of(), lease, untold);
        }
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
     * KEK and, so that nobody loses the way, under the others of the policy that its predecessor is wrapped under; the first
     * of an owner has the key that was made last in the namespace for one.
     *
     * @param generation 0 or one that there is
     * @return whether the generation was made here
     */
    boolean createAfter(KeyOwner owner, int generation, Untold untold) {
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
            if (newest != null
                    && !newest.wrappings().isEmpty()
                    && keks.usable(newest).isEmpty()) {
                // As a process that has kept its policy: nobody else might open what it makes.
                throw new KeyRefused(
                        ReadKey.text(owner) + " has a newest key that no KEK of this policy opens; give the"
                                + " process the policy that the others have");
            }
            StoredKey model = newest == null ? latestOfNamespace(owner) : newest;
            List<String> others = model == null
                    ? List.of()
                    : keks.usable(model).stream()
                            .map(Wrapping::kekUri)
                            .filter(kek -> !kek.equals(keks.primary()))
                            .toList();
            long lease = keys.stream().mapToLong(StoredKey::maxLease).reduce(maxLease, Math::max);
            KeyRecord record = new KeyRecord(table.freeKeyId(), owner, generation + 1, freshness.millis());
            if (table.insert(create(record, others, newest == null, lease, untold))) {
                untold.ofKey(Event.KEY_MADE, Deks.context(record), "generation " + record.generation());
                return true;
            }
        }
        throw new KeyUnavailable("no key could be made for " + ReadKey.text(owner) + ": in " + ATTEMPTS
                + " attempts every free key id was taken by somebody else first");
    }
}
