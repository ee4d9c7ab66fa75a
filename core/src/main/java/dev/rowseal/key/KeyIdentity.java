package dev.rowseal.key;

import dev.rowseal.kms.Kms;
import dev.rowseal.seal.RunLimits;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What an unwrapped key is known by in a {@link KeyCache}: everything that decided what it is, never the key id alone,
 * since two databases in one process may both have a key 1.
 *
 * <p>The whole record is part of it, and that is what makes a cached key safe to share: a row whose owner or id was
 * changed behind our back is another identity, is unwrapped anew and fails its commitment, where the commitment's bytes
 * alone would find the key of the row they were copied from.
 *
 * @param record the key row's unchanging fields, the namespace among them
 * @param commitment the row's commitment in hexadecimal
 * @param kekUri the KEK that opened it
 * @param wrapping SHA-256 of the wrapped key in hexadecimal
 * @param limits how long a run of values lasts; two data sources that differ here must not share run keys
 */
public record KeyIdentity(KeyRecord record, String commitment, String kekUri, String wrapping, RunLimits limits) {

    /** The identity of a stored key, opened through one of its wrappings. */
    public static KeyIdentity of(StoredKey key, Wrapping wrapping, RunLimits limits) {
        HexFormat hex = HexFormat.of();
        return new KeyIdentity(
                key.record(),
                hex.formatHex(key.commitment()),
                wrapping.kekUri(),
                hex.formatHex(sha256(wrapping.wrappedKey())),
                limits);
    }

    /** What the key is for. */
    public Kms.KeyContext context() {
        return Deks.context(record);
    }

    @Override
    public int hashCode() {
        // Equal identities have equal wrappings, different keys have different ones, and a String remembers its hash,
        // where a record would compute all of its fields' at each look-up.
        return wrapping.hashCode();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
