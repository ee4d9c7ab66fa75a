package dev.rowseal.keycache;

import dev.rowseal.key.Lease;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open lease. Releases once, however often and by whichever threads it is closed. */
final class HeldLease<K> implements Lease<K> {

    private final LeasedKey entry;
    private final K key;
    private final boolean due;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes over a lease that was acquired on the entry. */
    HeldLease(LeasedKey entry, Class<K> type, boolean due) {
        this.entry = entry;
        this.key = type.cast(entry.key());
        this.due = due;
    }

    @Override
    public K key() {
        if (closed.get()) {
            throw new IllegalStateException("the lease on this key is closed");
        }
        return key;
    }

    @Override
    public boolean isDue() {
        return due;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            entry.release();
        }
    }
}
