package dev.rowseal.seal;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueCodec;
import java.util.Arrays;

/**
 * Seals a value for its place and opens it there: envelope v1, suite {@code 0x01} (docs/format/envelope.md). Stateless and
 * thread-safe.
 */
public final class Sealer {

    private Sealer() {}

    /**
     * Seals a value for one column of one row.
     *
     * @param pad 0, or the number of bytes that the encoded value's length is rounded up to a multiple of
     * @return the envelope: {@link Envelope#OVERHEAD} bytes more than the encoded value
     * @throws IllegalArgumentException when the value is not of the column's class, or has no encoding; the message names
     *     the column and does not show the value
     * @throws IllegalStateException when the key is closed
     */
    public static byte[] seal(DataKey key, ColumnContext column, RowId row, Value value, int pad) {
        byte[] plaintext = encode(column, value, pad);
        try {
            return key.seal(plaintext, column.associatedData(Envelope.SUITE_AES_GCM, key.keyId(), row));
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    /**
     * Opens what was sealed for this column of this row.
     *
     * @throws NotAuthentic when it was not: the envelope is of another place, altered, truncated, pending, of an unknown
     *     suite or under another key; the message names the column and shows no bytes
     * @throws IllegalStateException when the key is closed
     */
    public static Value open(DataKey key, ColumnContext column, RowId row, byte[] envelope) {
        requireOpenable(key, column, envelope);
        byte[] plaintext = key.open(envelope, column.associatedData(Envelope.SUITE_AES_GCM, key.keyId(), row));
        if (plaintext == null) {
            throw new NotAuthentic("the sealed value in " + column
                    + " was not sealed for this row and column under key " + key.keyId() + ", or was altered");
        }
        try {
            return ValueCodec.decode(plaintext, column.valueClass());
        } catch (NotAuthentic e) {
            throw new NotAuthentic(column + ": " + e.getMessage(), e);
        } finally {
            Arrays.fill(plaintext, (byte) 0);
        }
    }

    /** For test vectors alone: see {@link DataKey#dangerouslySealWithGivenNonce}. */
    static byte[] dangerouslySealWithGivenNonce(
            DataKey key, ColumnContext column, RowId row, Value value, int pad, byte[] runId, byte[] nonce) {
        return key.dangerouslySealWithGivenNonce(
                encode(column, value, pad),
                column.associatedData(Envelope.SUITE_AES_GCM, key.keyId(), row),
                RunId.at(runId, 0),
                nonce);
    }

    private static byte[] encode(ColumnContext column, Value value, int pad) {
        if (value.valueClass() != column.valueClass()) {
            throw new IllegalArgumentException(
                    column + " holds values of the class " + column.valueClass() + ", not " + value.valueClass());
        }
        byte[] plaintext;
        try {
            plaintext = ValueCodec.encode(value, pad);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(column + ": " + e.getMessage(), e);
        }
        if (plaintext.length > Envelope.MOST_PLAINTEXT) {
            throw new IllegalArgumentException(
                    column + ": the value is larger than " + Envelope.MOST_PLAINTEXT + " bytes");
        }
        return plaintext;
    }

    private static void requireOpenable(DataKey key, ColumnContext column, byte[] envelope) {
        if (!Envelope.looksSealed(envelope)) {
            throw new NotAuthentic("the cell in " + column + " does not hold a sealed value");
        }
        if (Envelope.isPending(envelope)) {
            throw new NotAuthentic(
                    "the cell in " + column + " is pending: its row was inserted but the value was never sealed");
        }
        if (Envelope.keyId(envelope) != key.keyId()) {
            throw new NotAuthentic("the sealed value in " + column + " names another key than key " + key.keyId());
        }
    }
}
