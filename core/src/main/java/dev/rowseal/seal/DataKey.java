package dev.rowseal.seal;

import dev.rowseal.memory.Secret;
import dev.rowseal.pool.Pool;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A table's data key (DEK) with what is derived from it: the run in which values are sealed now, run keys for opening,
 * and the ciphers that hold one each. The DEK itself stays in its {@link Secret} and never meets the JCE. Seal and open
 * with {@link Sealer}.
 *
 * <p>Safe for use by many threads. {@link #close} overwrites the DEK and every run key; a use that races it throws
 * {@link IllegalStateException} or ends as if it had come first. Whoever shares a data key closes it when the last user
 * is done: see {@link dev.rowseal.key.Lease}.
 */
public final class DataKey implements AutoCloseable {

    private static final int CIPHERS = 16;

    private final long keyId;
    private final Secret dek;
    private final RunLimits limits;
    private final RunKeys runKeys;
    private final AtomicReference<@Nullable Run> current = new AtomicReference<>();
    // Apart, so that reading old rows does not take the current run's key schedule away from writing.
    private final Pool<RunCipher> sealing = new Pool<>(CIPHERS);
    private final Pool<RunCipher> opening = new Pool<>(CIPHERS);
    private volatile boolean closed;

    private DataKey(long keyId, Secret dek, RunLimits limits) {
        this.keyId = keyId;
        this.dek = dek;
        this.limits = limits;
        this.runKeys = new RunKeys(dek);
    }

    /**
     * A data key over a secret, which it owns from now on and closes.
     *
     * @param keyId 1 to 2³²−1
     */
    public static DataKey of(long keyId, Secret dek, RunLimits limits) {
        if (keyId < 1 || keyId > 0xFFFF_FFFFL) {
            dek.close();
            throw new IllegalArgumentException("key id out of range");
        }
        boolean made = false;
        try {
            DataKey key = new DataKey(keyId, dek, limits);
            made = true;
            return key;
        } finally {
            // Memory may run out just here.
            if (!made) {
                dek.close();
            }
        }
    }

    /** The id that envelopes name it by. */
    public long keyId() {
        return keyId;
    }

    /** Overwrites the DEK and every run key. Idempotent. */
    @Override
    public void close() {
        closed = true;
        dek.close();
        runKeys.close();
        drain(sealing);
        drain(opening);
    }

    byte[] seal(byte[] plaintext, byte[] associatedData) {
        long now = System.nanoTime();
        byte[] envelope = Envelope.blank(Envelope.SUITE_AES_GCM, keyId, plaintext.length);
        Envelope.putRunId(envelope, run(plaintext.length, now).id());
        Envelope.putNonce(envelope, plaintext, associatedData, now);
        return seal(plaintext, associatedData, envelope);
    }

    /** For test vectors alone: whoever repeats a nonce gives the run's authentication key and its plaintexts away. */
    byte[] dangerouslySealWithGivenNonce(byte[] plaintext, byte[] associatedData, RunId runId, byte[] nonce) {
        byte[] envelope = Envelope.blank(Envelope.SUITE_AES_GCM, keyId, plaintext.length);
        Envelope.putRunId(envelope, runId);
        Envelope.putNonce(envelope, nonce);
        return seal(plaintext, associatedData, envelope);
    }

    /** The plaintext, or {@code null} when the envelope is not authentic under this key and associated data. */
    byte @Nullable [] open(byte[] envelope, byte[] associatedData) {
        RunCipher cipher = take(opening);
        try {
            byte[] plaintext = cipher.decrypt(associatedData, envelope);
            give(opening, cipher);
            return plaintext;
        } catch (RuntimeException | Error e) {
            discard(cipher, e);
            throw e;
        }
    }

    RunKeys runKeys() {
        return runKeys;
    }

    private byte[] seal(byte[] plaintext, byte[] associatedData, byte[] envelope) {
        RunCipher cipher = take(sealing);
        try {
            cipher.encrypt(plaintext, associatedData, envelope);
            give(sealing, cipher);
            return envelope;
        } catch (RuntimeException | Error e) {
            discard(cipher, e);
            throw e;
        }
    }

    // A cipher that threw is in a state that nobody knows: it is not used again.
    private static void discard(RunCipher cipher, Throwable thrown) {
        try {
            cipher.wipe();
        } catch (RuntimeException e) {
            thrown.addSuppressed(e);
        }
    }

    private Run run(int size, long now) {
        while (true) {
            Run run = current.get();
            if (run != null && run.admit(size, now)) {
                return run;
            }
            Run next = new Run(limits, now);
            if (next.admit(size, now) && current.compareAndSet(run, next)) {
                return next;
            }
        }
    }

    private RunCipher take(Pool<RunCipher> pool) {
        if (closed) {
            throw new IllegalStateException("data key " + keyId + " is closed");
        }
        RunCipher cipher = pool.take();
        return cipher != null ? cipher : new RunCipher(runKeys);
    }

    private void give(Pool<RunCipher> pool, RunCipher cipher) {
        if (!pool.give(cipher)) {
            cipher.wipe();
        }
        if (closed) {
            // close() may have drained the pool before this cipher came back to it.
            drain(pool);
        }
    }

    private static void drain(Pool<RunCipher> pool) {
        for (RunCipher cipher = pool.drain(); cipher != null; cipher = pool.drain()) {
            cipher.wipe();
        }
    }
}
