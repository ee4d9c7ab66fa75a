package dev.rowseal.kms.retry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One at a time, and nobody waits longer than the time that its call has: what a login or a fetch of credentials is done
 * under, so that a service which does not answer holds up each caller for that caller's own limit, and no longer. Safe for
 * use by many threads.
 */
public final class Turn {

    private final ReentrantLock lock = new ReentrantLock();

    /**
     * Takes the turn, which {@link #leave} gives back.
     *
     * @param atMost how long to wait for it; zero takes it only where nobody has it
     * @return false if it was not to be had in that time, or the thread was interrupted, which it stays
     */
    public boolean take(Duration atMost) {
        try {
            return lock.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Gives it back. */
    public void leave() {
        lock.unlock();
    }
}
