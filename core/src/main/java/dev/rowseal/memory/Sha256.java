package dev.rowseal.memory;

import java.nio.ByteBuffer;

/**
 * One SHA-256 computation (FIPS 180-4) whose message block, schedule and state lie off-heap. What passes through it
 * may be a key, so nothing of it is ever in a heap array, and {@link #wipe} follows every use. Constant time: no branch
 * and no address depends on the data. Not thread-safe: {@link Secret} lends one instance to one thread at a time.
 */
final class Sha256 {

    static final int BLOCK = 64;
    static final int DIGEST = 32;

    // Layout of the memory: the schedule of 64 words, of which the first 16 are the message block; the state; two spare
    // places of the state's size for HMAC's outer state and HKDF's previous block. All words are big-endian, so that
    // the block's bytes are the schedule's first words as they stand.
    private static final int SCHEDULE_END = 256;
    private static final int STATE = 256;
    private static final int OUTER = STATE + DIGEST;
    private static final int PREVIOUS = OUTER + DIGEST;
    private static final int SIZE = PREVIOUS + DIGEST;

    private static final int[] START = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
    };

    private static final int[] K = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
    };

    private static final Slots SLOTS = new Slots(SIZE);

    private final ByteBuffer memory = SLOTS.take();
    private int filled;
    private long length;

    /** Begins a plain hash. */
    void start() {
        for (int i = 0; i < START.length; i++) {
            memory.putInt(STATE + 4 * i, START[i]);
        }
        filled = 0;
        length = 0;
    }

    /**
     * Hashes a 32-byte key that lies off-heap, padded to one block and masked, as HMAC begins (RFC 2104). Byte by byte,
     * so that no word of the key is ever in a register.
     */
    void absorbMaskedKey(ByteBuffer key, int at, byte mask) {
        for (int i = 0; i < DIGEST; i++) {
            memory.put(i, (byte) (key.get(at + i) ^ mask));
            memory.put(DIGEST + i, mask);
        }
        compress();
        length = BLOCK;
    }

    /** Takes HMAC's two states after their key block; both now, so that the caller can tell that they were whole. */
    void loadMidStates(ByteBuffer from, int inner, int outer) {
        copy(from, inner, memory, STATE);
        copy(from, outer, memory, OUTER);
    }

    /** Begins HMAC's inner hash at the state that {@link #loadMidStates} has put in place. */
    void resumeInner() {
        filled = 0;
        length = BLOCK;
    }

    void absorb(byte[] message, int offset, int count) {
        int from = offset;
        int left = count;
        length += count;
        while (left > 0) {
            int step = Math.min(left, BLOCK - filled);
            memory.put(filled, message, from, step);
            filled += step;
            from += step;
            left -= step;
            if (filled == BLOCK) {
                compress();
                filled = 0;
            }
        }
    }

    void absorb(byte one) {
        memory.put(filled++, one);
        length++;
        if (filled == BLOCK) {
            compress();
            filled = 0;
        }
    }

    /** Hashes the digest that {@link #keepDigest} kept; only at the beginning of a block. */
    void absorbKept() {
        copy(memory, PREVIOUS, memory, 0);
        filled = DIGEST;
        length += DIGEST;
    }

    /** Pads and ends the hash (FIPS 180-4 §5.1.1); the digest is the state. */
    void finish() {
        memory.put(filled++, (byte) 0x80);
        if (filled > BLOCK - Long.BYTES) {
            zero(filled, BLOCK);
            compress();
            filled = 0;
        }
        zero(filled, BLOCK - Long.BYTES);
        memory.putLong(BLOCK - Long.BYTES, length * Byte.SIZE);
        compress();
    }

    /** Ends HMAC: the inner hash first, then the outer one over its digest. */
    void finishHmac() {
        finish();
        copy(memory, STATE, memory, 0);
        copy(memory, OUTER, memory, STATE);
        filled = DIGEST;
        length = BLOCK + DIGEST;
        finish();
    }

    /** Keeps the digest for {@link #absorbKept}. */
    void keepDigest() {
        copy(memory, STATE, memory, PREVIOUS);
    }

    void digest(byte[] into, int offset, int count) {
        memory.get(STATE, into, offset, count);
    }

    void digest(ByteBuffer into, int at) {
        copy(memory, STATE, into, at);
    }

    /** Overwrites everything that the computation has left. */
    void wipe() {
        zero(0, SIZE);
        filled = 0;
        length = 0;
    }

    /** Gives the memory back; not to be used after that. */
    void release() {
        SLOTS.give(memory);
    }

    /** Whether nothing is left; for tests. */
    boolean isWiped() {
        for (int i = 0; i < SIZE; i++) {
            if (memory.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private void zero(int from, int to) {
        int at = from;
        for (; at < to && (at & 7) != 0; at++) {
            memory.put(at, (byte) 0);
        }
        for (; at < to; at += Long.BYTES) {
            memory.putLong(at, 0L);
        }
    }

    private static void copy(ByteBuffer from, int at, ByteBuffer to, int target) {
        for (int i = 0; i < DIGEST; i += Long.BYTES) {
            to.putLong(target + i, from.getLong(at + i));
        }
    }

    private void compress() {
        ByteBuffer m = memory;
        for (int at = BLOCK; at < SCHEDULE_END; at += 4) {
            int w15 = m.getInt(at - 60);
            int w2 = m.getInt(at - 8);
            int s0 = Integer.rotateRight(w15, 7) ^ Integer.rotateRight(w15, 18) ^ (w15 >>> 3);
            int s1 = Integer.rotateRight(w2, 17) ^ Integer.rotateRight(w2, 19) ^ (w2 >>> 10);
            m.putInt(at, m.getInt(at - 64) + s0 + m.getInt(at - 28) + s1);
        }
        int a = m.getInt(STATE);
        int b = m.getInt(STATE + 4);
        int c = m.getInt(STATE + 8);
        int d = m.getInt(STATE + 12);
        int e = m.getInt(STATE + 16);
        int f = m.getInt(STATE + 20);
        int g = m.getInt(STATE + 24);
        int h = m.getInt(STATE + 28);
        for (int i = 0; i < K.length; i++) {
            int s1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
            int t1 = h + s1 + ((e & f) ^ (~e & g)) + K[i] + m.getInt(4 * i);
            int s0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
            int t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }
        add(STATE, a);
        add(STATE + 4, b);
        add(STATE + 8, c);
        add(STATE + 12, d);
        add(STATE + 16, e);
        add(STATE + 20, f);
        add(STATE + 24, g);
        add(STATE + 28, h);
    }

    private void add(int at, int word) {
        memory.putInt(at, memory.getInt(at) + word);
    }
}
