package dev.rowseal.key;

import dev.rowseal.fields.Fields;
import dev.rowseal.memory.Secret;
import java.security.MessageDigest;

/**
 * Ties a key's bytes to its row in the key table (docs/format/keys.md), so that a key under another id, owner, purpose or
 * generation is noticed after unwrapping. Thread-safe.
 */
public final class Commitment {

    /** Length in bytes. */
    public static final int LENGTH = 32;

    private static final String INFO = "rowseal/1 key";

    private Commitment() {}

    /**
     * The commitment of a key to its record: HKDF-Expand over all the record's fields.
     *
     * @throws dev.rowseal.failure.Misconfigured when the namespace or the owner is empty, longer than 65,535 bytes or not
     *     valid Unicode
     */
    public static byte[] of(Secret dek, KeyRecord record) {
        return dek.expand(info(record), LENGTH);
    }

    /** Whether the commitment is that of the key and the record; compared in constant time. */
    public static boolean matches(Secret dek, KeyRecord record, byte[] commitment) {
        return MessageDigest.isEqual(of(dek, record), commitment);
    }

    static byte[] info(KeyRecord record) {
        return new Fields()
                .ascii(INFO)
                .u32(record.keyId())
                .name(record.owner().namespace(), "the namespace")
                .name(record.owner().owner(), "the key's owner")
                .u8(record.owner().purpose().tag())
                .u32(record.generation())
                .i64(record.createdAt())
                .bytes();
    }
}
