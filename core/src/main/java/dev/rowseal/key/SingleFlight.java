package dev.rowseal.key;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Of the threads that want the same thing at the same time, one fetches it and the others wait for what it got. Holds
 * no lock meanwhile, so those who want other things go on, and remembers nothing afterwards. Safe for use by many
 * threads; a fetch must not ask for its own key again.
 */
final class SingleFlight<K, V> {

    private final ConcurrentMap<K, CompletableFuture<V>> flights = new ConcurrentHashMap<>();

    V fetch(K key, Supplier<V> fetch) {
        CompletableFuture<V> mine = new CompletableFuture<>();
        CompletableFuture<V> flying = flights.putIfAbsent(key, mine);
        return flying == null ? fly(key, mine, fetch) : await(flying);
    }

    private V fly(K key, CompletableFuture<V> mine, Supplier<V> fetch) {
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

    private static <V> V await(CompletableFuture<V> flying) {
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
