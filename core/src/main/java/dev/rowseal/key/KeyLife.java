package dev.rowseal.key;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.Kms;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an operator does with the keys of one namespace: looks at them, rotates, rewraps, retires and destroys them.
 * Processes that use the keys meanwhile follow within their time to live, without an error.
 *
 * <p>Every call may be repeated, by anybody and at any time: after a failure, after a crash, or in two processes at once.
 * Each change of a key is one compare-and-set of its row; a call that finds the change made leaves it alone.
 *
 * <p>Safe for use by many threads; whoever makes one closes it. All methods throw {@link KeyUnavailable} when the key
 * table or a KMS cannot be reached and {@link KeyRefused} when a KMS denies or the call may not be done. Messages name
 * owners, key ids and KEK URIs, never key bytes.
 */
public final class KeyLife implements AutoCloseable {

    private final String namespace;
    private final KeyTable table;
    private final Keks keks;
    private final Rewraps rewraps;
    private final NewKeys newKeys;

    /**
     * Reaches for nothing yet.
     *
     * @param policy whose keys, and the KEKs that may be used
     * @param table where they are kept
     * @param kept how long processes of this policy keep an unwrapped key; a first key made here says so
     * @param clock dates new keys
     */
    public KeyLife(KeyPolicy policy, KeyTable table, Duration kept, Clock clock) {
        this.namespace = policy.namespace();
        this.table = table;
        this.keks = new Keks(policy);
        Deks deks = new Deks(keks);
        this.rewraps = new Rewraps(keks, deks);
        this.newKeys = new NewKeys(table, keks, deks, new Freshness(clock, System::nanoTime), KeyPolicy.maxLease(kept));
    }

    /** All keys of the namespace, by owner, purpose and generation. */
    public List<KeyStatus> status() {
        return table.ofNamespace(namespace).stream().map(this::status).toList();
    }

    private KeyStatus status(StoredKey key) {
        List<KeyStatus.WrappingStatus> wrappings = key.wrappings().stream()
                .map(wrapping -> new KeyStatus.WrappingStatus(
                        wrapping.kekUri(), keks.names(wrapping.kekUri()), material(wrapping)))
                .toList();
        return new KeyStatus(key.record(), key.state(), key.retiredAt(), wrappings);
    }

    private Kms.Material material(Wrapping wrapping) {
        if (!keks.names(wrapping.kekUri())) {
            return Kms.Material.UNTOLD;
        }
        try {
            return rewraps.material(wrapping);
        } catch (RowsealFailure cannotTell) {
            return Kms.Material.UNTOLD;
        }
    }

    /**
     * Gives a table a data key of the next generation, which seals from then on. Keys before it go on opening.
     *
     * @param tableId the table's stable id
     * @param generation the newest generation that the caller knows, which makes the call safe to repeat; 0 for none
     * @return whether the generation after that one was made by this call; otherwise it was there
     * @throws KeyRefused if the table has no such generation
     */
    public boolean rotate(String tableId, int generation) {
        try (Untold untold = new Untold()) {
            return newKeys.createAfter(new KeyOwner(namespace, tableId, Purpose.DATA), generation, untold);
        }
    }

    /**
     * Sees to it that every key that was not destroyed, index keys included, is wrapped under each of some KEKs with their
     * newest material. For new material in the same KEK and for a change of the KEK. Removes no wrapping. A failed key does
     * not keep others from being wrapped.
     *
     * @param kekUris KEKs that the policy names
     * @throws KeyRefused if the policy does not name one of them
     */
    public KeyChanges rewrap(Set<String> kekUris) {
        kekUris.forEach(this::requireNamed);
        return each((key, untold) -> rewraps.under(kekUris, key, untold));
    }

    /**
     * Removes the wrappings under a KEK, which need not be named by the policy, from every key that can be opened
     * through another KEK of the policy. Whether it can is tried.
     *
     * @throws KeyRefused if it is the policy's KEK for new wrappings
     */
    public KeyChanges drop(String kekUri) {
        if (kekUri.equals(keks.primary())) {
            throw new KeyRefused(kekUri + " is the policy's KEK for new wrappings; name another under kek first");
        }
        KeyChanges changes = each((key, untold) -> rewraps.without(kekUri, key, untold));
        for (int again = 1; again < KeyRows.ATTEMPTS && isUnder(kekUri, changes); again++) {
            // A process that read a key before this call may have made the next under the same KEKs since.
            changes = changes.and(each((key, untold) -> rewraps.without(kekUri, key, untold)));
        }
        return changes;
    }

    /** Whether a key has a wrapping under a KEK and is none of those where that could not be helped. */
    private boolean isUnder(String kekUri, KeyChanges changes) {
        return table.ofNamespace(namespace).stream()
                .filter(key -> !changes.failed().containsKey(key.record().keyId()))
                .flatMap(key -> key.wrappings().stream())
                .anyMatch(wrapping -> wrapping.kekUri().equals(kekUri));
    }

    private void requireNamed(String kekUri) {
        if (!keks.names(kekUri)) {
            throw new KeyRefused("the policy does not name " + kekUri + "; write it under kek or unwrap first, in every"
                    + " application that reads these keys");
        }
    }

    private interface Step {
        /** What a key's row shall be next; empty when it is so already. */
        Optional<StoredKey> next(StoredKey key, Untold untold);
    }

    private KeyChanges each(Step step) {
        List<Long> changed = new ArrayList<>();
        List<Long> unchanged = new ArrayList<>();
        Map<Long, RowsealFailure> failed = new LinkedHashMap<>();
        for (StoredKey listed : table.ofNamespace(namespace)) {
            long keyId = listed.record().keyId();
            try {
                (change(
                                        keyId,
                                        (key, untold) -> key.state() == KeyState.DESTROYED
                                                ? Optional.empty()
                                                : step.next(key, untold))
                                ? changed
                                : unchanged)
                        .add(keyId);
            } catch (RowsealFailure failure) {
                failed.put(keyId, failure);
            }
        }
        return new KeyChanges(changed, unchanged, failed);
    }

    /**
     * Ends the sealing under a data key; it goes on opening. When this returns every process has stopped sealing under it
     * after the longest time that any may hold a key.
     *
     * @param keyId 1 to 2³²−1
     * @return whether this call changed anything
     * @throws KeyRefused if it is an index key, or the table has no newer active key, or the key was destroyed, or there is
     *     none in this namespace
     */
    public boolean retire(long keyId) {
        boolean ended = change(keyId, (key, untold) -> {
            if (key.state() == KeyState.DESTROYED) {
                throw new KeyRefused("key " + keyId + " was destroyed");
            }
            if (key.state() == KeyState.RETIRED) {
                return Optional.empty();
            }
            requireSuccessor(key);
            return Optional.of(key.retired());
        });
        // Only now, when all can see the new state: a time from before the commit could be too early.
        return change(keyId, this::dated) || ended;
    }

    private Optional<StoredKey> dated(StoredKey key, Untold untold) {
        boolean undated = key.state() == KeyState.RETIRED && key.retiredAt() == 0;
        return undated ? Optional.of(key.retiredSince(table.now())) : Optional.empty();
    }

    private void requireSuccessor(StoredKey key) {
        KeyOwner owner = key.record().owner();
        if (owner.purpose() == Purpose.INDEX) {
            throw new KeyRefused("an index key is not retired: its index would find nothing; see rowseal reindex");
        }
        boolean followed = table.ofOwner(owner).stream()
                .anyMatch(other -> other.state() == KeyState.ACTIVE
                        && other.record().generation() > key.record().generation());
        if (!followed) {
            throw new KeyRefused("key " + key.record().keyId() + " is the newest active one of " + ReadKey.text(owner)
                    + "; rotate first");
        }
    }

    /**
     * Destroys a retired key that no value needs any more (crypto-shredding): its wrappings are deleted, its row stays as a
     * tombstone. Never waits: says how long there is to wait instead.
     *
     * @param keyId 1 to 2³²−1
     * @param uses counts the values under the key
     * @throws KeyRefused if the key is active, or there is none with this id in the namespace
     */
    public Destruction destroy(long keyId, KeyUses uses) {
        for (int attempt = 0; attempt < KeyRows.ATTEMPTS; attempt++) {
            StoredKey key = key(keyId);
            Optional<Destruction> stays = keeps(key, uses);
            if (stays.isPresent()) {
                return stays.get();
            }
            if (table.change(key, key.destroyed())) {
                Events.ofKey(Event.KEY_DESTROYED, Deks.context(key.record()), "no value names it");
                return new Destruction.Done();
            }
        }
        throw KeyRows.restless("key " + keyId);
    }

    /** What keeps this revision of a key from being destroyed now. */
    private Optional<Destruction> keeps(StoredKey key, KeyUses uses) {
        long keyId = key.record().keyId();
        if (key.state() == KeyState.DESTROYED) {
            return Optional.of(new Destruction.Done());
        }
        if (key.state() == KeyState.ACTIVE) {
            throw new KeyRefused("key " + keyId + " is active; retire it first");
        }
        if (key.retiredAt() == 0) {
            change(keyId, this::dated);
            return Optional.of(new Destruction.Waiting(Duration.ofMillis(lease(key))));
        }
        long remaining = key.retiredAt() + lease(key) - table.now();
        if (remaining > 0) {
            return Optional.of(new Destruction.Waiting(Duration.ofMillis(remaining)));
        }
        long values = uses.drainedCount(key.record().owner(), keyId);
        return values > 0 ? Optional.of(new Destruction.InUse(values)) : Optional.empty();
    }

    /** How long a process may hold the key: where none has said so, the longest that a policy can say. */
    static long lease(StoredKey key) {
        return key.maxLease() > 0 ? key.maxLease() : KeyPolicy.maxLease(LONGEST_KEPT);
    }

    private static final Duration LONGEST_KEPT = Duration.ofHours(48);

    /**
     * Changes a key by a compare-and-set, anew from its newest row when somebody else was faster.
     *
     * @param step what to make of the row; empty when nothing is to be done
     * @return whether it was changed
     */
    private boolean change(long keyId, Step step) {
        try (Untold untold = new Untold()) {
            return change(keyId, step, untold);
        }
    }

    private boolean change(long keyId, Step step, Untold untold) {
        for (int attempt = 0; attempt < KeyRows.ATTEMPTS; attempt++) {
            StoredKey key = key(keyId);
            Optional<StoredKey> next = step.next(key, untold);
            if (next.isEmpty()) {
                return false;
            }
            if (table.change(key, next.get())) {
                tell(key, next.get(), untold);
                return true;
            }
        }
        throw KeyRows.restless("key " + keyId);
    }

    private static void tell(StoredKey before, StoredKey after, Untold untold) {
        if (before.state() != after.state()) {
            untold.ofKey(
                    Event.KEY_RETIRED,
                    Deks.context(after.record()),
                    "generation " + after.record().generation());
        } else if (before.retiredAt() == after.retiredAt()) {
            String keks = after.wrappings().stream().map(Wrapping::kekUri).collect(Collectors.joining(" "));
            untold.ofKey(Event.KEY_REWRAPPED, Deks.context(after.record()), keks);
        }
    }

    private StoredKey key(long keyId) {
        return table.byId(keyId)
                .filter(key -> key.record().owner().namespace().equals(namespace))
                .orElseThrow(() -> new KeyRefused("there is no key " + keyId + " in namespace " + namespace));
    }

    /** Closes the KEKs. */
    @Override
    public void close() {
        keks.close();
    }
}
