package dev.rowseal.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request that may have a key in it, as base64 text (RFC 4648, section 4), which is made when the body is sent:
 * until then, and while an answer is waited for, the key is where the caller has it, and no array on the heap holds it that a
 * collector could move and leave a copy of. The text is made character by character; the JDK's encoder needs an array of the
 * key. Used by one thread at a time.
 */
public final class KeyedRequest {

    /** The length in bytes of a key, of 32 bytes, as text, its padding included. */
    public static final int KEY_TEXT = 44;

    private static final int KEY_BYTES = 32;

    private static final byte[] ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final int place;
    private final @Nullable ByteBuffer key;

    private KeyedRequest(byte[] bytes, int place, @Nullable ByteBuffer key) {
        this.bytes = bytes;
        this.place = place;
        this.key = key;
    }

    /** A body without a key; not copied. */
    public static KeyedRequest without(byte[] bytes) {
        return new KeyedRequest(bytes, 0, null);
    }

    /**
     * A body with a key.
     *
     * @param bytes not copied; what they have at the key's place, {@link #KEY_TEXT} bytes long, is not sent
     * @param key its next 32 bytes, outside the heap; not copied, and not consumed
     */
    public static KeyedRequest with(byte[] bytes, int place, ByteBuffer key) {
        Objects.checkFromIndexSize(place, KEY_TEXT, bytes.length);
        Objects.checkFromIndexSize(key.position(), KEY_BYTES, key.limit());
        return new KeyedRequest(bytes, place, key);
    }

    /** In bytes. */
    public int length() {
        return bytes.length;
    }

    /** Writes the whole body; the caller overwrites it as soon as it is sent. */
    public void put(byte[] into, int at) {
        System.arraycopy(bytes, 0, into, at, bytes.length);
        if (key != null) {
            for (int i = 0; i < KEY_TEXT; i++) {
                into[at + place + i] = character(key, i);
            }
        }
    }

    /** What is done with the body as one array. */
    public interface Use<T> {
        T of(byte[] body);
    }

    /** Makes the body for a moment, and overwrites it. */
    public <T> T use(Use<T> use) {
        byte[] whole = new byte[bytes.length];
        try {
            put(whole, 0);
            return use.of(whole);
        } finally {
            Arrays.fill(whole, (byte) 0);
        }
    }

    private static byte character(ByteBuffer key, int index) {
        if (index == KEY_TEXT - 1) {
            return '=';
        }
        int bit = 6 * index;
        int from = key.position() + bit / 8;
        int high = key.get(from) & 0xFF;
        int low = bit / 8 + 1 < KEY_BYTES ? key.get(from + 1) & 0xFF : 0;
        return ALPHABET[(high << 8 | low) >>> (10 - bit % 8) & 0x3F];
    }
}
