package dev.rowseal.key;

import java.util.List;

/**
 * A key as the key table holds it.
 *
 * @param record what never changes
 * @param state where it is in its life
 * @param commitment 32 bytes; ties the key's bytes to the record; not copied and not to be changed
 * @param wrappings one for each KEK that can open it; at least one unless destroyed
 * @param retiredAt milliseconds since the epoch, by the key table's clock, at which everybody could see that the key was
 *     no longer active, and no earlier; 0 as long as that is not known
 * @param maxLease the longest time in milliseconds that any process may go on with the key after it last read this row;
 *     0 where no process has said so yet
 * @param revision counts the changes to this row; every change compares and sets it
 */
public record StoredKey(
        KeyRecord record,
        KeyState state,
        byte[] commitment,
        List<Wrapping> wrappings,
        long retiredAt,
        long maxLease,
        long revision) {

    public StoredKey {
        wrappings = List.copyOf(wrappings);
    }

    /** A new key's first row. */
    static StoredKey first(KeyRecord record, byte[] commitment, List<Wrapping> wrappings, long maxLease) {
        return new StoredKey(record, KeyState.ACTIVE, commitment, wrappings, 0, maxLease, 1);
    }

    /** The next revision, under these wrappings. */
    StoredKey wrappedBy(List<Wrapping> wrappings) {
        return new StoredKey(record, state, commitment, wrappings, retiredAt, maxLease, revision + 1);
    }

    /** The next revision, which a process may hold for so many milliseconds. */
    StoredKey heldFor(long maxLease) {
        return new StoredKey(record, state, commitment, wrappings, retiredAt, maxLease, revision + 1);
    }

    /** As it was, of a revision that it never had, later than any unless a clock is behind; held for the longest that anybody said. */
    StoredKey restored(long revision, long maxLease) {
        return new StoredKey(
                record,
                state,
                commitment,
                wrappings,
                retiredAt,
                Math.max(this.maxLease, maxLease),
                Math.max(this.revision + 1, revision));
    }

    /** The same key as a retired one of another generation, and since when is still to be said. */
    StoredKey placed(KeyRecord record, byte[] commitment) {
        return new StoredKey(record, KeyState.RETIRED, commitment, wrappings, 0, maxLease, revision);
    }

    /** The next revision: retired, and since when is still to be said. */
    StoredKey retired() {
        return new StoredKey(record, KeyState.RETIRED, commitment, wrappings, 0, maxLease, revision + 1);
    }

    /** The next revision: retired since. */
    StoredKey retiredSince(long retiredAt) {
        return new StoredKey(record, KeyState.RETIRED, commitment, wrappings, retiredAt, maxLease, revision + 1);
    }

    /** The next revision: a tombstone. */
    StoredKey destroyed() {
        return new StoredKey(record, KeyState.DESTROYED, commitment, List.of(), retiredAt, maxLease, revision + 1);
    }

    @Override
    public String toString() {
        return "StoredKey[" + record + ", " + state + ", " + wrappings + ", retiredAt=" + retiredAt + ", maxLease="
                + maxLease + ", revision=" + revision + "]";
    }
}
