package dev.rowseal.kms.aws;

import dev.rowseal.kms.Kms;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The base64 text (RFC 4648, section 4) of a key of 32 bytes, read and written byte by byte between memory outside the
 * heap and whatever array the text is in. The JDK's decoder would make an array of the key that nobody overwrites.
 */
final class KeyText {

    /** Length in characters, the padding included. */
    static final int LENGTH = 44;

    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);

    private KeyText() {}

    /** One character of a key's text. */
    static byte character(ByteBuffer key, int index) {
        if (index == LENGTH - 1) {
            return '=';
        }
        int bit = 6 * index;
        int high = key.get(bit / 8) & 0xFF;
        int low = bit / 8 + 1 < Kms.KEY_BYTES ? key.get(bit / 8 + 1) & 0xFF : 0;
        return ALPHABET[(high << 8 | low) >>> (10 - bit % 8) & 0x3F];
    }

    /**
     * Puts the key of a text into the first 32 bytes of a buffer.
     *
     * @return whether it was the text of a key, to the last bit; when not, the buffer's bytes are undefined
     */
    static boolean read(byte[] text, JsonMember place, ByteBuffer key) {
        if (place.to() - place.from() != LENGTH || text[place.to() - 1] != '=') {
            return false;
        }
        int bits = 0;
        int count = 0;
        int at = 0;
        for (int i = place.from(); i < place.to() - 1; i++) {
            int value = value(text[i]);
            if (value < 0) {
                return false;
            }
            bits = (bits << 6 | value) & 0xFFFF;
            count += 6;
            if (count >= 8) {
                count -= 8;
                key.put(at++, (byte) (bits >>> count));
            }
        }
        return (bits & (1 << count) - 1) == 0;
    }

    private static int value(byte c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
