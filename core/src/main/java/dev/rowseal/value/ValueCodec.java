package dev.rowseal.value;

import dev.rowseal.failure.NotAuthentic;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The one canonical encoding of each value class (docs/format/values.md): a class tag, the body, and padding where it is
 * asked for. Equal values have equal encodings, and decoding accepts nothing that encoding does not give. Thread-safe.
 */
public final class ValueCodec {

    /** The largest block that {@code pad} may name, in bytes. */
    public static final int MOST_PADDING = 65_535;

    /** The largest distance of a decimal's scale from zero. */
    public static final int MOST_SCALE = 131_072;

    /** The tag's bit that says that padding follows the body. */
    static final int PADDED = 0x80;

    private ValueCodec() {}

    /**
     * Encodes a value.
     *
     * @param pad 0 for none; otherwise the result's length, tag included, is a multiple of it: 1 to
     *     {@link #MOST_PADDING}
     * @throws IllegalArgumentException when the value has no encoding (a text with an unpaired surrogate, a scale beyond
     *     {@link #MOST_SCALE}) or {@code pad} is out of range; the message does not show the value
     */
    public static byte[] encode(Value value, int pad) {
        if (pad < 0 || pad > MOST_PADDING) {
            throw new IllegalArgumentException("padding is 0 to " + MOST_PADDING + " bytes, not " + pad);
        }
        byte[] body = ValueBody.encode(value);
        int bare = Math.addExact(1, body.length);
        if (pad == 0) {
            byte[] plaintext = new byte[bare];
            plaintext[0] = value.valueClass().tag();
            move(body, plaintext);
            return plaintext;
        }
        int marked = Math.addExact(bare, 1);
        byte[] plaintext = new byte[Math.multiplyExact(Math.floorDiv(Math.addExact(marked, pad - 1), pad), pad)];
        plaintext[0] = (byte) (value.valueClass().tag() | PADDED);
        move(body, plaintext);
        plaintext[bare] = (byte) 0x80;
        return plaintext;
    }

    /**
     * Decodes what {@link #encode} gave, padded or not.
     *
     * @throws NotAuthentic when it is not the canonical encoding of a value of that class
     */
    public static Value decode(byte[] plaintext, ValueClass expected) {
        if (plaintext.length == 0) {
            throw bad("is empty");
        }
        boolean padded = (plaintext[0] & PADDED) != 0;
        if ((plaintext[0] & 0x7F) != expected.tag()) {
            throw bad("is not of the class " + expected);
        }
        int end = padded ? unpadded(plaintext) : plaintext.length;
        return ValueBody.decode(ByteBuffer.wrap(plaintext, 1, end - 1), expected);
    }

    static NotAuthentic bad(String what) {
        return new NotAuthentic("the sealed value's encoding " + what);
    }

    // ISO/IEC 7816-4: one 0x80, then zeros.
    private static int unpadded(byte[] plaintext) {
        int at = plaintext.length - 1;
        while (at > 0 && plaintext[at] == 0) {
            at--;
        }
        if (at == 0 || plaintext[at] != (byte) 0x80) {
            throw bad("has no end of padding");
        }
        return at;
    }

    private static void move(byte[] body, byte[] plaintext) {
        System.arraycopy(body, 0, plaintext, 1, body.length);
        Arrays.fill(body, (byte) 0);
    }
}
