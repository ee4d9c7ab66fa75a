package dev.rowseal.keycache;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.KeyIdentity;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.Lease;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that all users with one time to live and one grace share. Caffeine decides what is in and when it goes; {@link LeasedKey}
 * decides when what went is wiped. Safe for use by many threads.
 *
 * <p>A load runs in the thread that asked for it, outside any lock of the map: what the map holds meanwhile is a
 * {@link Loading}, put there in no time. (A loader inside {@code computeIfAbsent} would hold a bin of the hash table,
 * and with it the users of other keys, for as long as a KMS takes.)
 */
final class SharedKeys {

    private final AsyncCache<KeyIdentity, LeasedKey> entries;
    private final ConcurrentMap<KeyIdentity, Loading> renewals = new ConcurrentHashMap<>();
    private final Outages outages = new Outages();
    private final Executor background;
    private final Ticker ticker;
    private final long ttlNanos;
    private volatile boolean closed;

    /** @param background tells of keys that left */
    SharedKeys(Duration ttl, Duration grace, Ticker ticker, Scheduler scheduler, Executor background) {
        this.background = background;
        this.ticker = ticker;
        this.ttlNanos = ttl.toNanos();
        this.entries = Caffeine.newBuilder()
                // Counted from the end of the load: Caffeine does not age what is still loading.
                .expireAfterWrite(ttl.plus(grace))
                .ticker(ticker)
                // Without it an expired key would stay until somebody uses the cache again.
                .scheduler(scheduler)
                // Retiring is a few instructions; in another thread's queue a key would outlive its time.
                .executor(Runnable::run)
                .removalListener(this::retire)
                .buildAsync();
    }

    private void retire(@Nullable KeyIdentity identity, @Nullable LeasedKey key, RemovalCause cause) {
        // Null only in caches with weak references, which this is not.
        Objects.requireNonNull(key).retire();
        Untold untold = new Untold();
        untold.ofKey(Event.CACHE_EVICTED, Objects.requireNonNull(identity).context(), cause.name());
        try {
            // Not here: in the cache's own locks, or in the timer of all the JVM.
            background.execute(untold::close);
        } catch (RejectedExecutionException tooMuch) {
            Events.counted(Event.UNTOLD);
        }
    }

    <K extends AutoCloseable> Optional<Lease<K>> cached(KeyIdentity identity, Class<K> type) {
        Loading loading = (Loading) entries.getIfPresent(identity);
        LeasedKey key = loading == null ? null : loading.now();
        if (key == null || !inTime(key) || !key.acquire()) {
            return Optional.empty();
        }
        Events.counted(Event.CACHE_HIT);
        return Optional.of(new HeldLease<>(key, type));
    }

    private boolean inTime(LeasedKey key) {
        return ticker.read() - key.loadedAt() < ttlNanos;
    }

    <K extends AutoCloseable> Lease<K> lease(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        while (true) {
            Loading mine = new Loading();
            Loading found = (Loading) entries.get(identity, (absent, executor) -> mine);
            if (found == mine) {
                return load(identity, mine, type, loader);
            }
            LeasedKey key = found.await();
            if (!inTime(key)) {
                Optional<Lease<K>> renewed = renewed(identity, key, type, loader);
                if (renewed.isPresent()) {
                    return renewed.get();
                }
            } else if (key.acquire()) {
                return new HeldLease<>(key, type);
            }
            // It was retired, so it is out of the map: the next turn finds another, or loads.
        }
    }

    private <K extends AutoCloseable> Lease<K> load(
            KeyIdentity identity, Loading mine, Class<K> type, Supplier<K> loader) {
        LeasedKey key;
        try {
            key = loaded(identity, loader);
        } catch (Throwable failure) {
            // Every waiter has to be woken, whatever it was; it goes on to the caller as it is.
            mine.fail(failure);
            throw failure;
        }
        Lease<K> lease = new HeldLease<>(key, type);
        mine.complete(key);
        wipeIfClosed();
        return lease;
    }

    private <K extends AutoCloseable> LeasedKey loaded(KeyIdentity identity, Supplier<K> loader) {
        Events.counted(Event.CACHE_MISS);
        outages.throwIfRecent(identity, ticker.read());
        try {
            K key = loader.get();
            return new LeasedKey(key, ticker.read());
        } catch (KeyUnavailable outage) {
            outages.remember(identity, outage, ticker.read());
            throw outage;
        }
    }

    private void wipeIfClosed() {
        if (closed) {
            // Either close() saw this entry, or this reads what close() wrote before it looked.
            entries.synchronous().invalidateAll();
        }
    }

    /**
     * A key that is past its time to live and still here, for the time of grace: loads it anew, in one of the threads that
     * ask. Only an outage lends the old one.
     *
     * @return empty when the entry has to be looked up again
     */
    private <K extends AutoCloseable> Optional<Lease<K>> renewed(
            KeyIdentity identity, LeasedKey old, Class<K> type, Supplier<K> loader) {
        Loading mine = new Loading();
        Loading renewing = renewals.putIfAbsent(identity, mine);
        try {
            if (renewing != null) {
                renewing.await();
                return Optional.empty();
            }
            return Optional.of(renew(identity, mine, type, loader));
        } catch (KeyUnavailable outage) {
            if (old.acquire()) {
                Events.ofKey(Event.CACHE_GRACE, identity.context(), outage.sqlState());
                return Optional.of(new HeldLease<>(old, type));
            }
            throw outage;
        } finally {
            renewals.remove(identity, mine);
        }
    }

    private <K extends AutoCloseable> Lease<K> renew(
            KeyIdentity identity, Loading mine, Class<K> type, Supplier<K> loader) {
        LeasedKey key;
        try {
            key = loaded(identity, loader);
        } catch (KeyUnavailable outage) {
            mine.fail(outage);
            throw outage;
        } catch (Throwable failure) {
            purge(identity);
            mine.fail(failure);
            throw failure;
        }
        Lease<K> lease = new HeldLease<>(key, type);
        mine.complete(key);
        // Its predecessor is retired by this.
        entries.put(identity, mine);
        wipeIfClosed();
        return lease;
    }

    void purge(KeyIdentity identity) {
        outages.forget(identity);
        entries.synchronous().invalidate(identity);
    }

    /** As {@link #purge(KeyIdentity)}, through whichever wrapping the key was opened. */
    void purge(KeyRecord record) {
        for (KeyIdentity identity : entries.asMap().keySet()) {
            if (identity.record().equals(record)) {
                purge(identity);
            }
        }
    }

    /** Retires all keys, now and from now on; what is under a lease is wiped when that is closed. */
    void close() {
        closed = true;
        entries.synchronous().invalidateAll();
    }

    /** Removes what has expired; for tests that turn the clock. */
    void cleanUp() {
        entries.synchronous().cleanUp();
    }
}
