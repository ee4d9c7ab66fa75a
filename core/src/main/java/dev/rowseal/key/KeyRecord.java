package dev.rowseal.key;

/**
 * The fields of a key row that never change; the key's commitment is computed over all of them (docs/format).
 *
 * @param keyId 1 to 2³²−1, as an unsigned 32-bit number in a {@code long}; unique in one key table
 * @param owner whose key it is
 * @param generation 1 for the first key of an owner
 * @param createdAt milliseconds since the epoch, by the clock of the process that made it
 */
public record KeyRecord(long keyId, KeyOwner owner, int generation, long createdAt) {

    public KeyRecord {
        if (keyId < 1 || keyId > 0xFFFF_FFFFL || generation < 1) {
            throw new IllegalArgumentException("key id or generation out of range");
        }
    }
}
