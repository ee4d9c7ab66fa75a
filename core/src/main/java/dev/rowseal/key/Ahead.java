package dev.rowseal.key;

import dev.rowseal.event.Event;
import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.NotAuthentic;
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

    private final Executor background;
    private final Freshness freshness;
    private final long ttlNanos;
    private final long pauseNanos;
    private final BooleanSupplier over;
    /**
     * When the next try may begin, by a clock that nobody sets; of keys that were ever tried. While one is under way that is a
     * time to live after it began: its end may never be told, as where the stack or the memory ends here.
     */
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
        this.ttlNanos = ttl.toNanos();
        this.pauseNanos = Math.max(1, ttlNanos / 20);
        this.over = over;
    }

    /**
     * Has something refreshed soon, unless it is being refreshed, or failed to be a moment ago.
     *
     * @param what by which tries are told apart
     * @param key what is told of
     * @param refresh does it
     * @param refused what to do when it was denied, or is not authentic; the KMS may have said so of another key
     */
    void soon(Object what, Kms.KeyContext key, Consumer<Untold> refresh, Runnable refused) {
        Long before = next.get(what);
        long now = freshness.nanos();
        if (before != null && before - now > 0) {
            return;
        }
        long ends = now + ttlNanos;
        boolean mine = before == null ? next.putIfAbsent(what, ends) == null : next.replace(what, before, ends);
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
                    if (failure instanceof KeyRefused || failure instanceof NotAuthentic) {
                        // Anything else says nothing of the key, which others may use too: the one that is there serves
                        // to the end of its time, as where a statement fails so; how it ends its grace the cache knows.
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
