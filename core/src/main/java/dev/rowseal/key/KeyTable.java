package dev.rowseal.key;

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

    /** An id that no key has now. Two processes may be given the same: {@link #insert} tells who won. */
    long freeKeyId();

    /**
     * Adds a key with its wrappings in one transaction of its own, committed when this returns {@code true}.
     *
     * @return whether it was added; {@code false} when its id or its (namespace, owner, purpose, generation) is taken,
     *     in which case nothing was changed
     */
    boolean insert(StoredKey key);
}
