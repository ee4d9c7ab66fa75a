package dev.rowseal.jdbc;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Changes of the schema through Rowseal that others may run into: such as have been sent and are not known to have come to
 * an end. A statement that was planned before one may run behind it. Safe for use by many threads.
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

        private volatile boolean pends;
        private int running;

        /** To be called before one is sent; then {@link #ran()} is to be. */
        synchronized void begins() {
            running++;
            if (!pends) {
                pends = true;
                PendingDdl.this.begins();
            }
        }

        /** To be called when one was sent, whatever came of it. */
        synchronized void ran() {
            running--;
        }

        /**
         * To be called when all that ran have come to their end, and others know that. What runs yet, for another thread that the
         * session serves, goes on to pend. Called for each statement, and locks nothing where none pends.
         */
        void settles() {
            if (pends) {
                end(false);
            }
        }

        /** To be called when the session has ended. By any thread. */
        void ends() {
            end(true);
        }

        private synchronized void end(boolean all) {
            if (pends && (all || running == 0)) {
                pends = false;
                PendingDdl.this.ends();
            }
        }

        /** How the others' stand. */
        long mark() {
            return PendingDdl.this.mark(pends ? 1 : 0);
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
