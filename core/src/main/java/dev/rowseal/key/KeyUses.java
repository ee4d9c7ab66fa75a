package dev.rowseal.key;

/** Finds out whether sealed values still need a key. Implementations are safe for use by many threads. */
public interface KeyUses {

    /**
     * Waits until every transaction that has written to the owner's tables by now has ended, then counts the values that
     * name the key, in all places where values of the owner may lie.
     *
     * @param owner whose key it is
     * @param keyId 1 to 2³²−1
     * @return how many values name the key; pending ones count
     * @throws dev.rowseal.failure.RowsealFailure if either cannot be done in full; the key is not destroyed then
     */
    long drainedCount(KeyOwner owner, long keyId);
}
