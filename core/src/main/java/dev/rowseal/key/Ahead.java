package dev.rowseal.key;

import dev.rowseal.event.Event;
import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.Kms;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Has keys that are in use refreshed in the background, so that no statement waits for the KMS when their time is over. Whoever
 * uses a key that is due says so; nobody else does, so a key that is not used is not refreshed. Of many who say so at
 * once one is heard, and then nobody for a while, of random length. Safe for use by many threads.
 */
final class Ahead {

    /** A try that has not ended. */
    private static final long TRYING = Long.MAX_VALUE;

    private final Executor background;
    private final Freshness freshness;
    private final long pauseNanos;
    private final BooleanSupplier over;
    /** When the next try may begin, by a clock that nobody sets; of keys that were ever tried. */
    private final ConcurrentMap<Object, Long> next = new ConcurrentHashMap<>();

    /**
     * Starts nothing yet.
     *
     * @param ttl the keys' time to live; tries are about a twentieth of it apart
     * @param over whether nothing shall begin any more
     */
    Ahead(Executor background, Freshness freshness, Duration ttl, BooleanSupplier over) {
        this.background = background;
        this.freshness = freshness;
        this.pauseNanos = Math.max(1, ttl.toNanos() / 20);
        this.over = over;
    }

    /**
     * Has something refreshed soon, unless it is being refreshed, or failed to be a moment ago.
     *
     * @param what by which tries are told apart
     * @param key what is told of
     * @param refresh does it
     * @param refused what to do when anything but an outage kept it from being done
     */
    void soon(Object what, Kms.KeyContext key, Consumer<Untold> refresh, Runnable refused) {
        Long before = next.get(what);
        if (before != null && (before == TRYING || before - freshness.nanos() > 0)) {
            return;
        }
        boolean mine = before == null ? next.putIfAbsent(what, TRYING) == null : next.replace(what, before, TRYING);
        if (!mine) {
            return;
        }
        try {
            background.execute(() -> refresh(what, key, refresh, refused));
        } catch (RejectedExecutionException | OutOfMemoryError tooMuch) {
            // The second where no thread can be started. The key that is there serves on; another try follows.
            pause(what);
        }
    }

    private void refresh(Object what, Kms.KeyContext key, Consumer<Untold> refresh, Runnable refused) {
        try (Untold untold = new Untold()) {
            try {
                if (!over.getAsBoolean()) {
                    refresh.accept(untold);
                }
            } catch (RuntimeException failure) {
                if (!over.getAsBoolean()) {
                    untold.ofKey(Event.KEY_REFRESH_FAILED, key, reason(failure));
                    if (!(failure instanceof KeyUnavailable)) {
                        refused.run();
                    }
                }
            }
        } finally {
            // Also where all went well: another may be unwrapping the key, and until that ends all who use it say that
            // it is due.
            pause(what);
        }
    }

    private static String reason(RuntimeException failure) {
        return failure instanceof RowsealFailure known
                ? known.sqlState() + " " + known.getMessage()
                : failure.getClass().getName();
    }

    private void pause(Object what) {
        long pause = pauseNanos / 2 + ThreadLocalRandom.current().nextLong(pauseNanos);
        next.put(what, freshness.nanos() + pause);
    }
}
