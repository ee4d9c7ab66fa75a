package dev.rowseal.seal;

import dev.rowseal.memory.SystemGenerator;
import dev.rowseal.pool.Pool;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces and run ids. They are public; what counts is that two different values never share one. A nonce is therefore not
 * random bytes as they are, but their SHA-256 (FIPS 180-4) with the value and its place: a process image that was resumed
 * twice (a virtual machine's snapshot, CRIU), or a generator that fails, may repeat the bytes, and gives another nonce to
 * another value even so. What repeats is one value in one place, which is then sealed to the same envelope: that gives away
 * that it is the same, and nothing else. ADR 0007 argues it.
 *
 * <p>A batch of random bytes is the AES-256-CTR keystream under a key that {@link SecureRandom} gave for this batch alone, so
 * that its locked and slow path is paid once per batch. A batch serves one thread at a time and is thrown away when it is
 * older than 100 ms (ADR 0003). What a nonce was made of is overwritten: who had it could try values against the nonce.
 *
 * <p>The static methods are safe for use by many threads.
 */
final class Nonces {

    static final int BATCH = 4096;

    /** The random bytes that a nonce is made of: more than it has, so that what it was made of cannot be found by trying. */
    static final int HEDGE = 16;

    private static final long MOST_AGE = TimeUnit.MILLISECONDS.toNanos(100);
    static final SecureRandom SEEDS = SystemGenerator.find();
    static final Pool<Nonces> BATCHES = new Pool<>(64);
    private static final byte[] ZEROS = new byte[BATCH];
    private static final byte[] RUN = "run".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = new byte[0];

    private final Cipher cipher;
    private final MessageDigest digest;
    private final byte[] digested = new byte[32];
    private final byte[] batch;
    private int used = BATCH;
    private long filledAt;

    Nonces() {
        this(new byte[BATCH]);
    }

    /** As if it had been filled so: for tests. */
    Nonces(byte[] batch, long filledAt) {
        this(batch);
        this.used = 0;
        this.filledAt = filledAt;
    }

    private Nonces(byte[] batch) {
        this.batch = batch;
        try {
            this.cipher = Cipher.getInstance("AES/CTR/NoPadding");
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no AES/CTR or no SHA-256", e);
        }
    }

    /**
     * A run's id: random, and no more; {@code now} is {@link System#nanoTime}. A hash too: the bytes themselves are what another
     * copy of this process may be making a nonce of.
     */
    static void putRunId(byte[] into, int offset, long now) {
        Nonces nonces = take();
        nonces.hedged(RUN, NOTHING, into, offset, now);
        BATCHES.give(nonces);
    }

    /** The nonce for a value in its place; {@code now} is {@link System#nanoTime}. */
    static void putNonce(byte[] plaintext, byte[] associatedData, byte[] into, int offset, long now) {
        Nonces nonces = take();
        nonces.hedged(plaintext, associatedData, into, offset, now);
        // Not in a finally: a batch that failed half-way is not used again. One that finds no room is garbage.
        BATCHES.give(nonces);
    }

    private static Nonces take() {
        Nonces nonces = BATCHES.take();
        return nonces != null ? nonces : new Nonces();
    }

    void hedged(byte[] plaintext, byte[] associatedData, byte[] into, int offset, long now) {
        int from = taken(now);
        hedged(batch, from, plaintext, associatedData, into, offset);
        Arrays.fill(batch, from, from + HEDGE, (byte) 0);
    }

    /** SHA-256 of the random bytes, the associated data by its length, and the plaintext; cut to a nonce. */
    void hedged(byte[] random, int from, byte[] plaintext, byte[] associatedData, byte[] into, int offset) {
        digest.update(random, from, HEDGE);
        // Its length first: no other pair of the two is then the same bytes.
        for (int shift = 24; shift >= 0; shift -= 8) {
            digest.update((byte) (associatedData.length >>> shift));
        }
        digest.update(associatedData);
        digest.update(plaintext);
        try {
            digest.digest(digested, 0, digested.length);
        } catch (DigestException e) {
            throw new IllegalStateException("SHA-256 failed", e);
        }
        System.arraycopy(digested, 0, into, offset, Envelope.NONCE_LENGTH);
        // The JDK's keeps the last block, which holds the value's end, until it is used again or told to drop it.
        digest.reset();
    }

    private int taken(long now) {
        if (used == BATCH || now - filledAt > MOST_AGE) {
            refill(now);
        }
        int from = used;
        // Counted as used before it is: whatever happens next, these bytes are not given again.
        used += HEDGE;
        return from;
    }

    /** Whether the batch has nothing left; for tests. */
    boolean isUsedUp() {
        return used == BATCH;
    }

    private void refill(long now) {
        used = BATCH;
        byte[] seed = new byte[32];
        SEEDS.nextBytes(seed);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(seed, "AES"), new IvParameterSpec(new byte[16]));
            int made = cipher.doFinal(ZEROS, 0, BATCH, batch, 0);
            if (made != BATCH) {
                throw new IllegalStateException("AES/CTR gave " + made + " bytes instead of " + BATCH);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/CTR failed", e);
        }
        filledAt = now;
        used = 0;
    }
}
