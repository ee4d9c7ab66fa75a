package dev.rowseal.key;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Of the threads that want the same thing at the same time, one fetches it and the others wait for what it got. Holds
 * no lock meanwhile, so those who want other things go on, and remembers nothing afterwards. Safe for use by many
 * threads; a fetch that asks for its own key again is told that there is none yet.
 *
 * <p>A fetch that takes too long is taken for stuck, as on a connection that nobody answers on or where two wait for each other:
 * one of those who wait fetches instead, and the others wait for him. So whatever is fetched must bear to be fetched twice at
 * once. Who is interrupted stops waiting.
 */
final class SingleFlight<K, V> {

    /** Longer than the key table takes. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final ConcurrentMap<K, Flight<V>> flights = new ConcurrentHashMap<>();
    private final long longestNanos;

    /** Of what needs no KMS. */
    SingleFlight() {
        this(LONGEST);
    }

    /** @param longest after which a fetch is taken for stuck */
    SingleFlight(Duration longest) {
        this.longestNanos = longest.toNanos();
    }

    /** @param kms how long calls of the KMS may take that belong to a fetch, besides */
    static <K, V> SingleFlight<K, V> calling(Duration kms) {
        return new SingleFlight<>(LONGEST.plus(kms));
    }

    Duration longest() {
        return Duration.ofNanos(longestNanos);
    }

    private static final class Flight<V> extends CompletableFuture<@Nullable V> {
        private final Thread fetcher = Thread.currentThread();
        private final long begun = System.nanoTime();
        private volatile @Nullable Throwable failure;
    }

    V fetch(K key, Supplier<V> fetch) {
        while (true) {
            Flight<V> mine = new Flight<>();
            Flight<V> flying = flights.putIfAbsent(key, mine);
            if (flying == null) {
                return fly(key, mine, fetch);
            }
            V fetched = await(flying);
            if (fetched != null) {
                return fetched;
            }
            if (!flying.isDone()) {
                Flight<V> next = new Flight<>();
                if (flights.replace(key, flying, next)) {
                    return fly(key, next, fetch);
                }
            }
        }
    }

    private V fly(K key, Flight<V> mine, Supplier<V> fetch) {
        try {
            V value = fetch.get();
            flights.remove(key, mine);
            mine.complete(value);
            return value;
        } catch (Throwable failure) {
            // Every waiter has to be woken, whatever it was; it goes on to the caller as it is.
            flights.remove(key, mine);
            // Who interrupted this thread did not mean those who wait, whatever it made of it: they fetch for
            // themselves. Nor is it theirs where it would have waited for itself.
            boolean own = Thread.currentThread().isInterrupted()
                    || failure instanceof KeyUnavailable unavailable && unavailable.isUnasked();
            mine.failure = own ? null : failure;
            // Takes no memory, which may just have ended.
            mine.complete(null);
            throw failure;
        }
    }

    /** Null where the fetcher was interrupted, would have waited for itself, or is taken for stuck. */
    private @Nullable V await(Flight<V> flying) {
        if (flying.fetcher == Thread.currentThread()) {
            // As when a library below the KMS or the key table logs, and the log handler uses Rowseal: it would wait
            // for itself.
            throw KeyUnavailable.unasked(
                    "the key is being loaded by this thread, below a call of the KMS or the key table");
        }
        V fetched;
        try {
            fetched = flying.get(flying.begun + longestNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException stuck) {
            return null;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KeyUnavailable("interrupted while another thread was fetching the key");
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
        if (flying.failure instanceof RowsealFailure reason) {
            throw reason;
        }
        return fetched;
    }
}
