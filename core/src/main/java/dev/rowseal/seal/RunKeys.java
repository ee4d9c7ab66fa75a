package dev.rowseal.seal;

import dev.rowseal.memory.Secret;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The run keys of one data key: derived, and the latest kept, so that reading rows of many runs does not derive a key
 * for each. A table of {@link #SLOTS} where a new key takes the place of the old one, which is overwritten at once.
 *
 * <p>Thread-safe and lock-free. A reader copies a kept key and then looks whether it was overwritten meanwhile; if so it
 * derives the key itself. So no one ever works with zeros, and no one waits.
 */
final class RunKeys {

    static final int SLOTS = 256;

    private final Secret dek;
    private final AtomicReferenceArray<@Nullable Kept> kept = new AtomicReferenceArray<>(SLOTS);
    private volatile boolean closed;

    RunKeys(Secret dek) {
        this.dek = dek;
    }

    /**
     * Puts the key of a run into the caller's own.
     *
     * @throws IllegalStateException when the data key is closed
     */
    void load(RunId id, RunKey into) {
        byte[] bytes = into.fill();
        int slot = id.slot(SLOTS);
        Kept found = kept.get(slot);
        if (found == null || !found.copy(id, bytes)) {
            byte[] derived = dek.expand(id.info(), RunKey.LENGTH);
            System.arraycopy(derived, 0, bytes, 0, RunKey.LENGTH);
            replace(slot, new Kept(id, derived));
            if (closed) {
                // close() may have passed this slot before the key came to it.
                replace(slot, null);
            }
        }
        into.filled(id);
    }

    /** Overwrites every key that is kept. */
    void close() {
        closed = true;
        for (int slot = 0; slot < SLOTS; slot++) {
            replace(slot, null);
        }
    }

    /** How many keys are kept; for tests. */
    int size() {
        int count = 0;
        for (int slot = 0; slot < SLOTS; slot++) {
            count += kept.get(slot) == null ? 0 : 1;
        }
        return count;
    }

    /** The bytes that are kept for a run, not a copy; for tests. */
    byte @Nullable [] peek(RunId id) {
        Kept found = kept.get(id.slot(SLOTS));
        return found != null && found.id.equals(id) ? found.bytes : null;
    }

    private void replace(int slot, @Nullable Kept next) {
        Kept old = kept.getAndSet(slot, next);
        if (old != null) {
            old.wipe();
        }
    }

    private static final class Kept {
        private final RunId id;
        private final byte[] bytes;
        private volatile boolean wiped;

        Kept(RunId id, byte[] bytes) {
            this.id = id;
            this.bytes = bytes;
        }

        boolean copy(RunId wanted, byte[] into) {
            if (!id.equals(wanted)) {
                return false;
            }
            System.arraycopy(bytes, 0, into, 0, bytes.length);
            // The look comes after the copy, as the mark comes before the zeros.
            VarHandle.acquireFence();
            return !wiped;
        }

        void wipe() {
            wiped = true;
            VarHandle.fullFence();
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
