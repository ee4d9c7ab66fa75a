package dev.rowseal.catalog;

import dev.rowseal.seal.Envelope;
import dev.rowseal.value.DeclaredType;
import java.math.BigInteger;
import java.util.OptionalLong;

/** How much room sealed values and blind indexes need (docs/format: envelope, values, text form). */
final class EnvelopeWidth {

    /** Bytes of a blind index. */
    static final int INDEX_BYTES = 16;

    /** Characters of a blind index in base64url without padding. */
    static final int INDEX_CHARACTERS = 22;

    private static final int TAG = 1;
    private static final int PADDING_MARK = 1;
    private static final int DECIMAL_SCALE = 4;

    /** Of a code point in UTF-8; a length counts code points in some databases and UTF-16 units in others. */
    private static final int MOST_BYTES_PER_CHARACTER = 4;

    private EnvelopeWidth() {}

    /**
     * The room that the longest value of a type needs: bytes in binary storage, characters in text storage; empty where
     * the type sets no limit.
     *
     * @param pad as in {@link SealedColumn#pad}
     */
    static OptionalLong of(DeclaredType type, int pad, Storage storage) {
        OptionalLong body = body(type);
        if (body.isEmpty()) {
            return body;
        }
        long plaintext = TAG + body.getAsLong();
        if (pad > 1) {
            plaintext = (plaintext + PADDING_MARK + pad - 1) / pad * pad;
        }
        long bytes = Envelope.OVERHEAD + plaintext;
        return OptionalLong.of(storage == Storage.BINARY ? bytes : characters(bytes));
    }

    /** The room that a blind index needs, in the same units. */
    static long ofIndex(Storage storage) {
        return storage == Storage.BINARY ? INDEX_BYTES : INDEX_CHARACTERS;
    }

    private static long characters(long bytes) {
        return Envelope.TEXT_PREFIX.length() + (bytes * 4 + 2) / 3;
    }

    private static OptionalLong body(DeclaredType type) {
        return switch (type.kind()) {
            case CHAR, VARCHAR -> OptionalLong.of((long) MOST_BYTES_PER_CHARACTER * type.length());
            case TEXT, BINARY, JSON -> OptionalLong.empty();
            case SMALLINT -> OptionalLong.of(Short.BYTES);
            case INTEGER -> OptionalLong.of(Integer.BYTES);
            case BIGINT -> OptionalLong.of(Long.BYTES);
            case DECIMAL -> OptionalLong.of(DECIMAL_SCALE + unscaledBytes(type.length()));
            case REAL -> OptionalLong.of(Float.BYTES);
            case BOOLEAN -> OptionalLong.of(1);
            case DOUBLE, DATE, TIME -> OptionalLong.of(Long.BYTES);
            case TIMESTAMP -> OptionalLong.of(12);
            case TIMESTAMPTZ, UUID -> OptionalLong.of(16);
        };
    }

    // BigInteger.toByteArray of the largest number with so many digits, which is no power of two.
    private static int unscaledBytes(int digits) {
        return BigInteger.TEN.pow(digits).bitLength() / Byte.SIZE + 1;
    }
}
