package dev.rowseal.kms.pkcs11;

import dev.rowseal.failure.KeyUnavailable;
import java.security.Provider;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's provider for each slot that this process uses: each keeps sessions of its own, and none is ever unloaded. Making one
 * calls the token's library, which may never come back, so nobody waits for it but those who want the same slot, and they no longer than
 * they may. Safe for use by many threads.
 */
final class Slots {

    private final Map<String, Slot> slots = new ConcurrentHashMap<>();

    /** One slot of one library. */
    private static final class Slot {
        private final ReentrantLock making = new ReentrantLock();
        private volatile @Nullable Provider provider;
    }

    /** Makes a provider. */
    interface Making {
        /** @param before whether there was one before */
        Provider make(boolean before);
    }

    private Slot slot(String name) {
        return slots.computeIfAbsent(name, none -> new Slot());
    }

    /** The provider that serves a slot now; null where none was made yet. */
    @Nullable
    Provider now(String name) {
        return slot(name).provider;
    }

    /**
     * The provider of a slot, which is made unless another thread has made one since.
     *
     * @param known the one that the caller found wanting; null for none
     * @throws KeyUnavailable if another thread makes one and has not ended by the deadline
     */
    Provider renewed(String name, @Nullable Provider known, Deadline deadline, Making making) {
        Slot slot = slot(name);
        if (!locked(slot.making, deadline)) {
            throw new KeyUnavailable("the library of the token in " + name + " is being loaded for another call");
        }
        try {
            Provider present = slot.provider;
            if (present != null && present != known) {
                return present;
            }
            Provider made = making.make(present != null);
            slot.provider = made;
            return made;
        } finally {
            slot.making.unlock();
        }
    }

    private static boolean locked(ReentrantLock lock, Deadline deadline) {
        try {
            return lock.tryLock(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
