package dev.rowseal.key;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where wrapped keys are kept. Implementations are safe for use by many threads and processes, and use a connection
 * of their own: never the one, nor the pool, whose statement needs the key.
 *
 * <p>Every method throws {@link dev.rowseal.failure.KeyUnavailable} when the table cannot be reached and
 * {@link dev.rowseal.failure.Misconfigured} when it is missing or has another shape.
 */
public interface KeyTable {

    /** All keys of an owner, oldest generation first; empty when it has none. */
    List<StoredKey> ofOwner(KeyOwner owner);

    /** The key with this id, whoever owns it. */
    Optional<StoredKey> byId(long keyId);

    /** All keys of a namespace, by owner, purpose and generation. */
    List<StoredKey> ofNamespace(String namespace);

    /**
     * Milliseconds since the epoch by the key table's own clock: the one that all processes share. Read when it is
     * asked, not when a transaction began.
     */
    long now();

    /** An id that no key has now. Two processes may be given the same: {@link #insert} tells who won. */
    long freeKeyId();

    /**
     * Adds a key with its wrappings in one transaction of its own, committed when this returns {@code true}.
     *
     * @return whether it was added; {@code false} when its id or its (namespace, owner, purpose, generation) is taken,
     *     in which case nothing was changed
     */
    boolean insert(StoredKey key);

    /**
     * Changes a key's row and its wrappings, in one transaction of its own, committed when this returns {@code true},
     * provided that the row is still of the revision that was read.
     *
     * @param read the key as it was read
     * @param next the key as it shall be: same record and commitment, the next revision
     * @return whether it was changed; {@code false} when somebody else did so first, in which case nothing was
     */
    boolean change(StoredKey read, StoredKey next);

    /** Throws {@link IllegalArgumentException} unless one may become the other. */
    static void requireSuccession(StoredKey read, StoredKey next) {
        if (!next.record().equals(read.record())
                || !Arrays.equals(next.commitment(), read.commitment())
                || next.revision() != read.revision() + 1
                || read.state() == KeyState.DESTROYED
                || next.state() != KeyState.DESTROYED && next.wrappings().isEmpty()) {
            throw new IllegalArgumentException("a key's row may not become that of another, nor come back to life");
        }
    }
}
