package dev.rowseal.fields;

import dev.rowseal.failure.Misconfigured;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the fields of associated data, row ids and HKDF infos: big-endian numbers, and LP, a 16-bit length before the
 * bytes. With lengths in front no two different lists of fields give the same bytes. Not thread-safe.
 */
public final class Fields {

    /** The most bytes that {@link #lp} and {@link #name} take. */
    public static final int MOST = 0xFFFF;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

    /** No fields yet. */
    public Fields() {}

    /** A label of ASCII characters, as it is. */
    public Fields ascii(String label) {
        out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    /** The low eight bits of a number. */
    public Fields u8(int number) {
        out.write(number);
        return this;
    }

    /** The low 32 bits of a number, big-endian. */
    public Fields u32(long number) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write((int) (number >>> shift));
        }
        return this;
    }

    /** A number in 64 bits, big-endian. */
    public Fields i64(long number) {
        return u32(number >>> 32).u32(number);
    }

    /** Bytes as they are. */
    public Fields raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /**
     * Bytes with their length before them.
     *
     * @throws IllegalArgumentException naming {@code what} when it is longer than 65,535 bytes
     */
    public Fields lp(byte[] bytes, String what) {
        if (bytes.length > MOST) {
            throw new IllegalArgumentException(what + " has " + bytes.length + " bytes; the most is " + MOST);
        }
        return u8(bytes.length >>> 8).u8(bytes.length).raw(bytes);
    }

    /**
     * A name from the policy or the key table, in UTF-8.
     *
     * @throws Misconfigured naming {@code what} when it is empty, longer than 65,535 bytes, or not valid Unicode, in which
     *     case two names would look alike
     */
    public Fields name(String name, String what) {
        byte[] bytes;
        try {
            bytes = utf8(name);
        } catch (CharacterCodingException lone) {
            throw new Misconfigured(what + " is not valid Unicode");
        }
        if (bytes.length == 0 || bytes.length > MOST) {
            throw new Misconfigured(what + " has " + bytes.length + " bytes; it must have 1 to " + MOST);
        }
        return lp(bytes, what);
    }

    /**
     * Any text, the empty one too, in UTF-8 with its length before it. The message does not hold it.
     *
     * @throws IllegalArgumentException if it is longer than 65,535 bytes, or not valid Unicode
     */
    public Fields text(String text) {
        try {
            return lp(utf8(text), "a text");
        } catch (CharacterCodingException lone) {
            throw new IllegalArgumentException("a text with a lone surrogate", lone);
        }
    }

    /** What was written so far; a copy. */
    public byte[] bytes() {
        return out.toByteArray();
    }

    /** An encoder of one's own reports a lone surrogate, where getBytes would make it a question mark. */
    private static byte[] utf8(String text) throws CharacterCodingException {
        ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
        return Arrays.copyOf(bytes.array(), bytes.limit());
    }
}
