package dev.rowseal.jdbc;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Changes of the schema through Rowseal that others may run into: such as have been sent and are not known to have come to
 * an end. A statement that was planned before one may run behind it. Safe for use by many threads, without a lock.
 */
final class PendingDdl {

    private static final long SOME_PEND = -1;

    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicLong begun = new AtomicLong();

    /** To be called before one is sent. */
    void begins() {
        pending.incrementAndGet();
        begun.incrementAndGet();
    }

    /** To be called when one has come to its end, for all or for nobody, and others know that. */
    void ends() {
        pending.decrementAndGet();
    }

    /**
     * How things stand; to be asked before what is known of the catalogue is looked at.
     *
     * @param own how many pend that are the asking session's own, which sees them
     */
    long mark(int own) {
        long first = begun.get();
        return pending.get() > own ? SOME_PEND : first;
    }

    /** One session's own changes, which count as one. */
    final class Own {

        private final AtomicBoolean pends = new AtomicBoolean();

        /** To be called before one is sent. */
        void begins() {
            if (pends.compareAndSet(false, true)) {
                PendingDdl.this.begins();
            }
        }

        /** To be called when all have come to their end, and others know that. By any thread. */
        void ends() {
            if (pends.get() && pends.compareAndSet(true, false)) {
                PendingDdl.this.ends();
            }
        }

        /** How the others' stand. */
        long mark() {
            return PendingDdl.this.mark(pends.get() ? 1 : 0);
        }
    }

    /** Of two marks the one that tells of both. */
    static long both(long one, long other) {
        return one == other ? one : SOME_PEND;
    }

    /** Whether none may have come to pass since a mark, nor come to pass now. */
    boolean isNoneSince(long mark) {
        return mark != SOME_PEND && begun.get() == mark;
    }
}
