package dev.rowseal.seal;

import dev.rowseal.pool.Pool;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces and run ids. They are public; what counts is that none comes twice. A batch is the AES-256-CTR keystream under a
 * key that {@link SecureRandom} gave for this batch alone, so that its locked and slow path is paid once per batch. A
 * batch serves one thread at a time and is thrown away when it is older than 100 ms: a process image that was resumed twice
 * (a virtual machine's snapshot, CRIU) repeats no more than that and what the JDK's generator repeats for the next seed, on
 * Linux another 100 ms (NativePRNG keeps what it has read of the kernel as long). ADR 0003 argues it.
 *
 * <p>The static methods are safe for use by many threads.
 */
final class Nonces {

    static final int BATCH = 4096;

    private static final long MOST_AGE = TimeUnit.MILLISECONDS.toNanos(100);
    static final SecureRandom SEEDS = seeds();
    private static final Pool<Nonces> BATCHES = new Pool<>(64);
    private static final byte[] ZEROS = new byte[BATCH];

    private final Cipher cipher;
    private final byte[] batch = new byte[BATCH];
    private int used = BATCH;
    private long filledAt;

    /**
     * The operating system's generator, by name where there is one: a JVM may have been told to use another ({@code
     * java.security.egd}, a provider put first), which lives in its own memory and which both of two resumed copies would go on
     * with.
     */
    private static SecureRandom seeds() {
        Set<String> there = Security.getAlgorithms("SecureRandom");
        try {
            for (String name : List.of("NativePRNGNonBlocking", "Windows-PRNG")) {
                if (there.contains(name.toUpperCase(Locale.ROOT))) {
                    return SecureRandom.getInstance(name);
                }
            }
        } catch (NoSuchAlgorithmException gone) {
            throw new IllegalStateException("a generator that the JVM has just named is gone", gone);
        }
        return new SecureRandom();
    }

    Nonces() {
        try {
            this.cipher = Cipher.getInstance("AES/CTR/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no AES/CTR", e);
        }
    }

    /** Fills {@code length} bytes, at most {@link #BATCH}; {@code now} is {@link System#nanoTime}. */
    static void fill(byte[] into, int offset, int length, long now) {
        Nonces nonces = BATCHES.take();
        if (nonces == null) {
            nonces = new Nonces();
        }
        nonces.next(into, offset, length, now);
        // Not in a finally: a batch that failed half-way is not used again. One that finds no room is garbage.
        BATCHES.give(nonces);
    }

    void next(byte[] into, int offset, int length, long now) {
        if (BATCH - used < length || now - filledAt > MOST_AGE) {
            refill(now);
        }
        int from = used;
        // Counted as used before it is: whatever happens next, these bytes are not given again.
        used += length;
        System.arraycopy(batch, from, into, offset, length);
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
