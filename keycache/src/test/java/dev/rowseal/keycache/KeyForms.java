package dev.rowseal.keycache;

import dev.rowseal.memory.Secret;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/**
 * What to look for in memory to find a key of 32 bytes or something that gives it away: eight bytes of each form, which
 * no memory holds by chance. Each form has a name for the report.
 */
final class KeyForms {

    private static final int WORDS = 4;

    private final Map<Long, String> forms = new HashMap<>();

    /** The patterns, and what each is of. */
    Map<Long, String> all() {
        return forms;
    }

    /** Adds every form of a key but the key itself: its words in the machine's order, AES round keys, HMAC pads, base64. */
    void addDerivedFrom(String name, byte[] key) {
        addRaw(name + " swapped", swapped(key));
        byte[] schedule = aes256Schedule(key);
        for (int at = Secret.LENGTH; at < schedule.length; at += Secret.LENGTH) {
            byte[] round = Arrays.copyOfRange(schedule, at, Math.min(at + Secret.LENGTH, schedule.length));
            addRaw(name + " AES round keys", round);
            addRaw(name + " AES round keys, swapped", swapped(round));
        }
        addRaw(name + " HMAC inner pad", masked(key, 0x36));
        addRaw(name + " HMAC outer pad", masked(key, 0x5c));
        byte[] base64 = Base64.getEncoder().encode(key);
        addRaw(name + " base64", Arrays.copyOf(base64, 40));
    }

    /** Adds the words of bytes as they are, each eight bytes of them. */
    void addRaw(String name, byte[] bytes) {
        ByteBuffer words = ByteBuffer.wrap(bytes);
        for (int word = 0; word < WORDS && words.remaining() >= Long.BYTES; word++) {
            forms.put(words.getLong(), name + ", word " + word);
        }
    }

    /** The round keys of AES-256 (FIPS 197 §5.2): 240 bytes, the key first. */
    static byte[] aes256Schedule(byte[] key) {
        ByteBuffer words = ByteBuffer.allocate(240).put(key);
        int rcon = 1;
        for (int i = 8; i < 60; i++) {
            int word = words.getInt(4 * (i - 1));
            if (i % 8 == 0) {
                word = substituted(Integer.rotateLeft(word, 8)) ^ rcon << 24;
                rcon <<= 1;
            } else if (i % 8 == 4) {
                word = substituted(word);
            }
            words.putInt(4 * i, word ^ words.getInt(4 * (i - 8)));
        }
        return words.array();
    }

    private static int substituted(int word) {
        int out = 0;
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out |= SBOX[word >>> shift & 0xFF] << shift;
        }
        return out;
    }

    // FIPS 197 §5.1.1: the inverse in GF(2^8), then the affine map; computed, so that no table is copied.
    private static final int[] SBOX = new int[256];

    static {
        int p = 1;
        int q = 1;
        do {
            p = (p ^ p << 1 ^ (p & 0x80) / 0x80 * 0x11B) & 0xFF;
            q ^= q << 1;
            q ^= q << 2;
            q ^= q << 4;
            q &= 0xFF;
            q ^= (q & 0x80) / 0x80 * 0x09;
            SBOX[p] = (q ^ rotated(q, 1) ^ rotated(q, 2) ^ rotated(q, 3) ^ rotated(q, 4)) ^ 0x63;
        } while (p != 1);
        SBOX[0] = 0x63;
    }

    private static int rotated(int value, int by) {
        return (value << by | value >>> Byte.SIZE - by) & 0xFF;
    }

    private static byte[] masked(byte[] key, int mask) {
        byte[] out = new byte[key.length];
        for (int i = 0; i < key.length; i++) {
            out[i] = (byte) (key[i] ^ mask);
        }
        return out;
    }

    private static byte[] swapped(byte[] words) {
        ByteBuffer from = ByteBuffer.wrap(words);
        ByteBuffer to = ByteBuffer.allocate(words.length).order(ByteOrder.LITTLE_ENDIAN);
        while (from.remaining() >= Integer.BYTES) {
            to.putInt(from.getInt());
        }
        return to.array();
    }
}
