package dev.rowseal.pool;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a bounded number of objects for reuse, each in the hands of one thread at a time. A thread usually gets back
 * what it gave, so that an object's warm state is its own. Unlike a {@code ThreadLocal} the pool belongs to its owner
 * and can be drained with it, and a million virtual threads do not make a million objects.
 *
 * <p>Safe for use by many threads; lock-free.
 */
public final class Pool<T> {

    // One reference per cache line, so that two threads' slots are not one another's traffic.
    private static final int STRIDE = 16;
    private static final int PROBES = 4;

    private final AtomicReferenceArray<@Nullable T> slots;
    private final int mask;

    /**
     * @param size how many objects it keeps at most; a power of two, at least 4
     */
    public Pool(int size) {
        if (size < PROBES || Integer.bitCount(size) != 1) {
            throw new IllegalArgumentException("size must be a power of two, at least " + PROBES);
        }
        this.slots = new AtomicReferenceArray<>(size * STRIDE);
        this.mask = size - 1;
    }

    /** An object that nobody else has, or {@code null} when none was found: then make one. */
    public @Nullable T take() {
        int home = home();
        for (int probe = 0; probe < PROBES; probe++) {
            int slot = slot(home + probe);
            // The plain look first: an exchange on an empty slot would take its cache line for nothing.
            if (slots.get(slot) != null) {
                T found = slots.getAndSet(slot, null);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /**
     * Keeps an object for the next {@link #take}.
     *
     * @return whether it was kept; {@code false} when there is no room: the caller still has it and disposes of it
     */
    public boolean give(T object) {
        int home = home();
        for (int probe = 0; probe < PROBES; probe++) {
            int slot = slot(home + probe);
            if (slots.get(slot) == null && slots.compareAndSet(slot, null, object)) {
                return true;
            }
        }
        return false;
    }

    /** Any object that is kept now, wherever it is, or {@code null} when there is none: for emptying the pool. */
    public @Nullable T drain() {
        for (int at = 0; at <= mask; at++) {
            T found = slots.getAndSet(slot(at), null);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private int slot(int at) {
        return (at & mask) * STRIDE;
    }

    private static int home() {
        return (int) Thread.currentThread().getId();
    }
}
