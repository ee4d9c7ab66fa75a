package dev.rowseal.keycache;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.RowsealFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A load of a key, by the thread that made this, for which others may wait. Safe for use by many threads. */
final class Loading {

    private final Thread loader = Thread.currentThread();
    private final Times times;
    private final Object source;
    private final long longestNanos;
    private final long begun = System.nanoTime();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private volatile boolean forgotten;
    private volatile @Nullable Throwable failure;

    /**
     * Begins now.
     *
     * @param times of the one who loads
     * @param source whose set-up he has
     * @param longest after which it is taken for stuck, besides what he grants to a call of a KMS
     */
    Loading(Times times, Object source, Duration longest) {
        this.times = times;
        this.source = source;
        this.longestNanos = longest.plus(times.limits().timeout()).toNanos();
    }

    /** To be called once, when the key is in the cache or will not come. Takes no memory, which may just have ended. */
    void end(@Nullable Throwable reason) {
        failure = reason;
        ended.complete(null);
    }

    /**
     * Waits for the end. Throws what the load threw, but no outage to a waiter who grants the KMS more than its loader, and no
     * wrong set-up of another data source than the waiter's: the key's KEK may be opened by another adapter for each.
     *
     * @return false where it has not ended, and is taken for stuck
     * @throws KeyUnavailable where this thread is interrupted, too
     */
    boolean await(Times waiter, Object waitersSource) {
        if (loader == Thread.currentThread()) {
            // As when a library below the KMS logs, and the log handler uses Rowseal: it would wait for itself.
            throw KeyUnavailable.unasked("the key is being loaded by this thread, below a call of the KMS");
        }
        try {
            ended.get(begun + longestNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException stuck) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KeyUnavailable("interrupted while another thread was loading the key");
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
        if (failure instanceof RowsealFailure reason && isAlsoOf(waiter, waitersSource, reason)) {
            throw reason;
        }
        return true;
    }

    private boolean isAlsoOf(Times waiter, Object waitersSource, RowsealFailure reason) {
        if (reason instanceof KeyUnavailable) {
            return times.isAsPatientAs(waiter);
        }
        return waitersSource == source || !(reason instanceof Misconfigured);
    }

    /** Gives it up: what comes of it is for its loader alone, and once. */
    void forget() {
        forgotten = true;
    }

    boolean isForgotten() {
        return forgotten;
    }
}
