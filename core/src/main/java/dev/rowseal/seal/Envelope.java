package dev.rowseal.seal;

import dev.rowseal.failure.NotAuthentic;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.spec.GCMParameterSpec;

/**
 * The layout of envelope v1 and its text form (docs/format/envelope.md); no other class knows an offset.
 *
 * <pre>F7 1E | suite u8 | key id u32 | run id 12 | nonce 12 | ciphertext | tag 16</pre>
 *
 * Knows no keys: what has this structure may still not open. Thread-safe.
 */
public final class Envelope {

    /** Bytes that an envelope adds to the encoded value. */
    public static final int OVERHEAD = 47;

    /** The most bytes that an encoded value may have. */
    public static final int MOST_PLAINTEXT = 1 << 30;

    /** What the text form begins with. */
    public static final String TEXT_PREFIX = "rs1.";

    /** AES-256-GCM under a run key. */
    static final int SUITE_AES_GCM = 0x01;

    /** Holds no value; stands between an insert and its sealing. */
    static final int SUITE_PENDING = 0x7F;

    static final int NONCE_LENGTH = 12;
    static final int TAG_LENGTH = 16;

    /** The first byte, without a sign. */
    static final int FIRST = 0xF7;

    private static final byte MAGIC_0 = (byte) FIRST;
    private static final byte MAGIC_1 = 0x1E;
    private static final int SUITE = 2;
    private static final int KEY_ID = 3;
    private static final int RUN_ID = 7;
    private static final int NONCE = RUN_ID + RunId.LENGTH;
    private static final int CIPHERTEXT = NONCE + NONCE_LENGTH;

    /** So many bytes of an envelope name its key. */
    static final int HEAD = RUN_ID;

    private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private Envelope() {}

    /**
     * Whether the bytes have an envelope's full structure: magic, a known suite (pending included), a key id, room for
     * an encoded value of at least one byte. Says nothing about who made it.
     */
    public static boolean looksSealed(byte[] bytes) {
        return bytes.length > OVERHEAD
                && bytes[0] == MAGIC_0
                && bytes[1] == MAGIC_1
                && (bytes[SUITE] == SUITE_AES_GCM || bytes[SUITE] == SUITE_PENDING)
                && readKeyId(bytes) != 0;
    }

    /** Whether the bytes begin as an envelope does: what is none and begins so was one, or will be to a later version. */
    public static boolean beginsSealed(byte[] bytes) {
        return bytes.length >= 2 && bytes[0] == MAGIC_0 && bytes[1] == MAGIC_1;
    }

    /** The id of the key that the first {@link #HEAD} bytes of an envelope name; 0 for bytes that are none's. */
    static long keyIdOfHead(byte[] head) {
        return looksSealed(Arrays.copyOf(head, OVERHEAD + 1)) ? readKeyId(head) : 0;
    }

    /** As many bytes as an envelope's head has, of which only those are set that all envelopes have. */
    static byte[] headMagic() {
        byte[] head = new byte[HEAD];
        head[0] = MAGIC_0;
        head[1] = MAGIC_1;
        return head;
    }

    /** As {@link #looksSealed(byte[])}, for the text form. */
    public static boolean looksSealed(String text) {
        byte[] bytes = decode(text);
        return bytes.length > 0 && looksSealed(bytes);
    }

    /**
     * The id of the key that the envelope names, 1 to 2³²−1.
     *
     * @throws NotAuthentic when the bytes do not have an envelope's structure
     */
    public static long keyId(byte[] envelope) {
        requireStructure(envelope);
        return readKeyId(envelope);
    }

    /**
     * Whether it is an envelope of suite {@code 0x7F}: between an insert and its sealing, without a value.
     *
     * @throws NotAuthentic when the bytes do not have an envelope's structure
     */
    public static boolean isPending(byte[] envelope) {
        requireStructure(envelope);
        return envelope[SUITE] == SUITE_PENDING;
    }

    /** A pending envelope: 48 bytes, all zero after the key id. */
    public static byte[] pending(long keyId) {
        return blank(SUITE_PENDING, keyId, 1);
    }

    /**
     * What every envelope begins with that names a key, pending ones included, and nothing else does that is one: to find
     * them where no key is.
     */
    public static List<byte[]> beginnings(long keyId) {
        return List.of(
                Arrays.copyOf(blank(SUITE_AES_GCM, keyId, 1), RUN_ID),
                Arrays.copyOf(blank(SUITE_PENDING, keyId, 1), RUN_ID));
    }

    /** As {@link #beginnings}, for the text form: all of one length, in characters. */
    public static List<String> textBeginnings(long keyId) {
        // Seven bytes end within the tenth character, whose other four bits belong to the run id.
        List<String> beginnings = new ArrayList<>();
        for (byte[] bytes : beginnings(keyId)) {
            byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
            for (int bits = 0; bits < 16; bits++) {
                more[bytes.length] = (byte) (bits << 4);
                beginnings.add(TEXT_PREFIX + TO_TEXT.encodeToString(more).substring(0, 10));
            }
        }
        return beginnings;
    }

    /**
     * The text form: {@code rs1.} and base64url without padding (RFC 4648 §5).
     *
     * @throws NotAuthentic when the bytes do not have an envelope's structure
     */
    public static String toText(byte[] envelope) {
        requireStructure(envelope);
        return TEXT_PREFIX + TO_TEXT.encodeToString(envelope);
    }

    /**
     * The bytes of a text form, which must be exactly as {@link #toText} writes it.
     *
     * @throws NotAuthentic when it is not: no prefix, padding, white space, a character outside the alphabet, stray bits
     *     at the end, or bytes without an envelope's structure
     */
    public static byte[] fromText(String text) {
        byte[] bytes = decode(text);
        requireStructure(bytes);
        return bytes;
    }

    /** A new envelope with everything before the run id in place. */
    static byte[] blank(int suite, long keyId, int plaintextLength) {
        if (keyId < 1 || keyId > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("key id out of range");
        }
        byte[] envelope = new byte[OVERHEAD + plaintextLength];
        envelope[0] = MAGIC_0;
        envelope[1] = MAGIC_1;
        envelope[SUITE] = (byte) suite;
        ByteBuffer.wrap(envelope).putInt(KEY_ID, (int) keyId);
        return envelope;
    }

    static RunId runId(byte[] envelope) {
        return RunId.at(envelope, RUN_ID);
    }

    static void putRunId(byte[] envelope, RunId runId) {
        runId.put(envelope, RUN_ID);
    }

    static void putNonce(byte[] envelope, byte[] plaintext, byte[] associatedData, long now) {
        Nonces.putNonce(plaintext, associatedData, envelope, NONCE, now);
    }

    static void putNonce(byte[] envelope, byte[] nonce) {
        System.arraycopy(nonce, 0, envelope, NONCE, NONCE_LENGTH);
    }

    static GCMParameterSpec gcmParameters(byte[] envelope) {
        return new GCMParameterSpec(TAG_LENGTH * Byte.SIZE, envelope, NONCE, NONCE_LENGTH);
    }

    /** Where the ciphertext begins; with the tag it reaches to the end. */
    static int ciphertext() {
        return CIPHERTEXT;
    }

    static int ciphertextLength(byte[] envelope) {
        return envelope.length - CIPHERTEXT;
    }

    private static void requireStructure(byte[] bytes) {
        if (!looksSealed(bytes)) {
            throw new NotAuthentic("the cell does not hold a sealed value");
        }
    }

    private static long readKeyId(byte[] envelope) {
        return ByteBuffer.wrap(envelope).getInt(KEY_ID) & 0xFFFF_FFFFL;
    }

    // Empty when it is not the text form. The JDK's decoder takes padding and ignores stray bits at the end, so that
    // many
    // texts would stand for the same bytes; the length and the last character rule both out.
    private static byte[] decode(String text) {
        int characters = text.length() - TEXT_PREFIX.length();
        if (characters <= 0 || !text.startsWith(TEXT_PREFIX) || characters % 4 == 1) {
            return new byte[0];
        }
        int last = ALPHABET.indexOf(text.charAt(text.length() - 1));
        int stray = switch (characters % 4) {
            case 2 -> 0x0F;
            case 3 -> 0x03;
            default -> 0;
        };
        if (last < 0 || (last & stray) != 0) {
            return new byte[0];
        }
        try {
            return Base64.getUrlDecoder().decode(text.substring(TEXT_PREFIX.length()));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
