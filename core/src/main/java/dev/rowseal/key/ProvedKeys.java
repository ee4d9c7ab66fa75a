package dev.rowseal.key;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys that this process has unwrapped, so that their rows are known to be their own; as each row was read last. By their
 * ids: whoever opens another key of an owner may still be the only one who has the one before. Safe for use by many threads.
 */
final class ProvedKeys {

    private final ConcurrentMap<KeyOwner, ConcurrentMap<Long, ReadKey>> byOwner = new ConcurrentHashMap<>();

    private ConcurrentMap<Long, ReadKey> keys(KeyOwner owner) {
        ConcurrentMap<Long, ReadKey> keys = byOwner.get(owner);
        return keys != null ? keys : byOwner.computeIfAbsent(owner, absent -> new ConcurrentHashMap<>());
    }

    /** All of an owner, the newest generation first. */
    List<ReadKey> of(KeyOwner owner) {
        return keys(owner).values().stream()
                .sorted(Comparator.comparingInt(ReadKey::generation).reversed())
                .toList();
    }

    @Nullable
    ReadKey of(KeyOwner owner, long keyId) {
        return keys(owner).get(keyId);
    }

    /** Notes that a key was unwrapped through the row that was read. */
    void add(ReadKey key) {
        keys(key.owner()).merge(key.keyId(), key, (there, next) -> next.isNewerThan(there) ? next : there);
    }

    /**
     * Takes over what became of a key's row: a key that was retired since is never put back as it was before. Not what was
     * never opened: another record or commitment under its id, or a row without wrappings.
     *
     * @param proved as {@link #of} gave it
     * @param keys all that its owner has
     */
    void keepUp(ReadKey proved, List<ReadKey> keys) {
        for (ReadKey key : keys) {
            if (isItsRow(proved.stored(), key.stored())
                    && key.stored().revision() != proved.stored().revision()) {
                keys(proved.owner()).replace(proved.keyId(), proved, key);
            }
        }
    }

    private static boolean isItsRow(StoredKey proved, StoredKey row) {
        return row.record().equals(proved.record())
                && Arrays.equals(row.commitment(), proved.commitment())
                && row.state() != KeyState.DESTROYED
                && !row.wrappings().isEmpty();
    }

    /** Takes another row in the place of a key's, unless that was read anew since. */
    void replace(ReadKey before, ReadKey after) {
        keys(before.owner()).replace(before.keyId(), before, after);
    }

    /** Forgets a key whose tombstone was read: it never comes back. */
    void destroyed(KeyRecord record) {
        keys(record.owner()).remove(record.keyId());
    }

    /** Forgets a key, unless its row was read anew since. Whether it was known, and so. */
    boolean forget(ReadKey key) {
        return keys(key.owner()).remove(key.keyId(), key);
    }
}
