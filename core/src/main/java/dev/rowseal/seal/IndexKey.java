package dev.rowseal.seal;

import dev.rowseal.fields.Fields;
import dev.rowseal.memory.Secret;
import dev.rowseal.value.Equality;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueCodec;
import java.util.Arrays;

/**
 * Computes the blind indexes of one lookup group, or of one column that has its index for itself: equal values have equal
 * indexes, and without the key nothing else is seen of them (docs/format/keys.md). The key stays off-heap. Thread-safe.
 */
public final class IndexKey implements AutoCloseable {

    /** Length of a blind index in bytes. */
    public static final int LENGTH = 16;

    private static final String INFO = "rowseal/1 index";

    private final Secret key;

    private IndexKey(Secret key) {
        this.key = key;
    }

    /**
     * Derives the index key of a group or column. Takes the index DEK over and closes it, also when this throws.
     *
     * @param groupOrColumn the lookup group's name, or the column's own
     * @throws dev.rowseal.failure.Misconfigured when the name is empty, longer than 65,535 bytes or not valid Unicode
     */
    public static IndexKey of(Secret indexDek, String groupOrColumn) {
        try (indexDek) {
            Secret derived = indexDek.expandSecret(info(groupOrColumn));
            boolean made = false;
            try {
                IndexKey key = new IndexKey(derived);
                made = true;
                return key;
            } finally {
                // Memory may run out just here.
                if (!made) {
                    derived.close();
                }
            }
        }
    }

    /**
     * The blind index of a value: 16 bytes that are the same for all values that are equal to it.
     *
     * @throws IllegalArgumentException when the value is a boolean (two indexes would tell it), has no encoding, or is
     *     no text and the equality is for text
     * @throws IllegalStateException when this is closed
     */
    public byte[] blindIndex(Value value, Equality equality) {
        byte[] folded = ValueCodec.encode(Folding.fold(value, equality), 0);
        byte[] full = new byte[32];
        try {
            key.hmac(folded, full);
            return Arrays.copyOf(full, LENGTH);
        } finally {
            Arrays.fill(folded, (byte) 0);
            Arrays.fill(full, (byte) 0);
        }
    }

    /** Overwrites the key. Idempotent. */
    @Override
    public void close() {
        key.close();
    }

    static byte[] info(String groupOrColumn) {
        return new Fields().ascii(INFO).name(groupOrColumn, "the lookup group").bytes();
    }
}
