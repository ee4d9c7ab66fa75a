package dev.rowseal.key;

import dev.rowseal.failure.KeyUnavailable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Of the threads that want the same thing at the same time, one fetches it and the others wait for what it got. Holds
 * no lock meanwhile, so those who want other things go on, and remembers nothing afterwards. Safe for use by many
 * threads; a fetch that asks for its own key again is told that there is none yet.
 */
final class SingleFlight<K, V> {

    private final ConcurrentMap<K, Flight<V>> flights = new ConcurrentHashMap<>();

    private static final class Flight<V> extends CompletableFuture<V> {
        private final Thread fetcher = Thread.currentThread();
    }

    V fetch(K key, Supplier<V> fetch) {
        Flight<V> mine = new Flight<>();
        Flight<V> flying = flights.putIfAbsent(key, mine);
        return flying == null ? fly(key, mine, fetch) : await(flying);
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
            mine.completeExceptionally(failure);
            throw failure;
        }
    }

    private static <V> V await(Flight<V> flying) {
        if (flying.fetcher == Thread.currentThread()) {
            // As when a library below the KMS or the key table logs, and the log handler uses Rowseal: it would wait
            // for
            // itself.
            throw new KeyUnavailable(
                    "the key is being loaded by this thread, below a call of the KMS or the key table");
        }
        try {
            return flying.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error cause) {
                throw cause;
            }
            throw failed;
        }
    }
}
