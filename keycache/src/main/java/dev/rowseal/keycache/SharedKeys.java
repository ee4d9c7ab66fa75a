package dev.rowseal.keycache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
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
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that all users with one time to live and one grace share. Caffeine decides what is in and when it goes; {@link LeasedKey}
 * decides when what went is wiped. Safe for use by many threads.
 *
 * <p>A load runs in the thread that asked for it, outside any lock of the map; there is one for a key at a time, be it the
 * first, one after its time, or one ahead of its time in the background. Others that want the key wait for it, unless they have
 * one that is in its time. (A loader inside {@code computeIfAbsent} would hold a bin of the hash table, and with it the users
 * of other keys, for as long as a KMS takes.)
 */
final class SharedKeys {

    private final Cache<KeyIdentity, LeasedKey> entries;
    private final ConcurrentMap<KeyIdentity, Loading> loads = new ConcurrentHashMap<>();
    private final Outages outages = new Outages();
    private final Executor background;
    private final Ticker ticker;
    private final LongSupplier wall;
    private final long ttlNanos;
    private final long keptNanos;
    private volatile boolean closed;

    /**
     * None yet.
     *
     * @param wall a clock that goes on while the machine is suspended, in nanoseconds since any moment
     * @param background tells of keys that left
     */
    SharedKeys(
            Duration ttl, Duration grace, Ticker ticker, LongSupplier wall, Scheduler scheduler, Executor background) {
        this.background = background;
        this.ticker = ticker;
        this.wall = wall;
        this.ttlNanos = ttl.toNanos();
        this.keptNanos = ttl.plus(grace).toNanos();
        this.entries = Caffeine.newBuilder()
                // Counted from the beginning of the load: the KMS may have decided then, and answered late.
                .expireAfter(Expiry.<KeyIdentity, LeasedKey>writing(
                        (identity, key) -> Duration.ofNanos(Math.max(0, keptNanos - age(key)))))
                .ticker(ticker)
                // Without it an expired key would stay until somebody uses the cache again.
                .scheduler(scheduler)
                // Retiring is a few instructions; in another thread's queue a key would outlive its time.
                .executor(Runnable::run)
                .removalListener(this::retire)
                .build();
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

    /** A key that is here now, in its time, and not retired meanwhile. */
    <K extends AutoCloseable> Optional<Lease<K>> cached(KeyIdentity identity, Class<K> type) {
        Lease<K> lease = inTime(identity, type);
        if (lease == null) {
            return Optional.empty();
        }
        Events.counted(Event.CACHE_HIT);
        return Optional.of(lease);
    }

    private <K extends AutoCloseable> @Nullable Lease<K> inTime(KeyIdentity identity, Class<K> type) {
        LeasedKey key = entries.getIfPresent(identity);
        if (key == null) {
            return null;
        }
        long age = age(key);
        return age < ttlNanos && key.acquire() ? held(key, type, age >= key.dueAge()) : null;
    }

    /** A lease that was acquired; memory may run out just here. */
    private static <K extends AutoCloseable> Lease<K> held(LeasedKey key, Class<K> type, boolean due) {
        try {
            return new HeldLease<>(key, type, due);
        } catch (Throwable failure) {
            key.release();
            throw failure;
        }
    }

    private long age(LeasedKey key) {
        return key.age(ticker.read(), wall.getAsLong());
    }

    <K extends AutoCloseable> Lease<K> lease(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        try {
            return fresh(identity, type, loader);
        } catch (KeyUnavailable outage) {
            return inGrace(identity, type, outage);
        }
    }

    <K extends AutoCloseable> Lease<K> fresh(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        while (true) {
            Lease<K> here = inTime(identity, type);
            if (here != null) {
                return here;
            }
            Loading mine = new Loading();
            Loading loading = loads.putIfAbsent(identity, mine);
            if (loading == null) {
                return load(identity, mine, type, loader);
            }
            loading.await();
            // Whoever loaded it put it there. If it has been retired since, the next turn loads anew.
        }
    }

    /**
     * Loads a key ahead of the end of its time, or for the first time, unless it is young or being loaded: the one that is
     * there serves until the new one takes its place. Throws what the loader throws; after any failure but an outage the
     * old key is forgotten.
     */
    <K extends AutoCloseable> void refresh(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        Loading mine = new Loading();
        if (isYoung(identity) || loads.putIfAbsent(identity, mine) != null) {
            return;
        }
        if (isYoung(identity)) {
            // Somebody came first, by a moment.
            end(identity, mine, null);
            return;
        }
        loadNow(identity, mine, type, loader).close();
    }

    private boolean isYoung(KeyIdentity identity) {
        LeasedKey key = entries.getIfPresent(identity);
        return key != null && age(key) < key.dueAge();
    }

    /** As the one thread that loads the key now. */
    private <K extends AutoCloseable> Lease<K> load(
            KeyIdentity identity, Loading mine, Class<K> type, Supplier<K> loader) {
        // The load before this one may have ended between this thread's look and its turn.
        Lease<K> here = inTime(identity, type);
        if (here == null) {
            // What is refreshed ahead of its time nobody missed.
            Events.counted(Event.CACHE_MISS);
            return loadNow(identity, mine, type, loader);
        }
        end(identity, mine, null);
        return here;
    }

    private <K extends AutoCloseable> Lease<K> loadNow(
            KeyIdentity identity, Loading mine, Class<K> type, Supplier<K> loader) {
        LeasedKey key = null;
        try {
            key = loaded(identity, loader);
            Lease<K> lease = new HeldLease<>(key, type, false);
            // A predecessor is retired by this.
            entries.put(identity, key);
            if (mine.isForgotten() || closed) {
                // Either purge() or close() saw this entry, or this reads what they wrote before they looked.
                entries.invalidate(identity);
            }
            end(identity, mine, null);
            return lease;
        } catch (Throwable failure) {
            // Every waiter has to be woken, whatever it was; it goes on to the caller as it is.
            if (!isOutage(failure)) {
                entries.invalidate(identity);
            }
            if (key != null) {
                key.retire();
                key.release();
            }
            // Who interrupted this thread did not mean those who wait for the key: they ask for themselves.
            end(identity, mine, isOutage(failure) && Thread.currentThread().isInterrupted() ? null : failure);
            throw failure;
        }
    }

    /** The timer stands still where the machine is suspended; the first load since comes here. */
    private void forgetOld() {
        entries.asMap().forEach((identity, key) -> {
            if (age(key) >= keptNanos) {
                entries.asMap().remove(identity, key);
            }
        });
    }

    private static boolean isOutage(Throwable failure) {
        return failure instanceof KeyUnavailable;
    }

    private void end(KeyIdentity identity, Loading mine, @Nullable Throwable failure) {
        loads.remove(identity, mine);
        mine.end(failure);
    }

    private <K extends AutoCloseable> LeasedKey loaded(KeyIdentity identity, Supplier<K> loader) {
        forgetOld();
        outages.throwIfRecent(identity, ticker.read());
        long begun = ticker.read();
        long begunWall = wall.getAsLong();
        K key;
        try {
            key = loader.get();
        } catch (KeyUnavailable outage) {
            // An interrupted call says nothing of the KMS.
            if (!Thread.currentThread().isInterrupted()) {
                outages.remember(identity, outage, ticker.read());
            }
            throw outage;
        }
        try {
            return new LeasedKey(key, begun, begunWall, dueAge());
        } catch (Throwable failure) {
            LeasedKey.wipe(key);
            throw failure;
        }
    }

    /**
     * Somewhere between 60 and 80 % of the time to live: so that keys which many processes loaded together are not refreshed
     * together, and a refresh that fails can be tried again before the time is over.
     */
    private long dueAge() {
        return (long) (ttlNanos * (0.6 + ThreadLocalRandom.current().nextDouble(0.2)));
    }

    /** The key that is there, in an outage: within its time (a refresh may have failed), or lent for grace. */
    private <K extends AutoCloseable> Lease<K> inGrace(KeyIdentity identity, Class<K> type, KeyUnavailable outage) {
        LeasedKey old = entries.getIfPresent(identity);
        // A call that was interrupted says nothing of the KMS, which may be refusing by now.
        long most = Thread.currentThread().isInterrupted() ? ttlNanos : keptNanos;
        if (old == null || age(old) >= most || !old.acquire()) {
            throw outage;
        }
        if (age(old) >= ttlNanos) {
            Events.ofKey(Event.CACHE_GRACE, identity.context(), outage.sqlState());
        }
        return held(old, type, false);
    }

    void purge(KeyIdentity identity) {
        outages.forget(identity);
        Loading loading = loads.get(identity);
        if (loading != null) {
            loading.forget();
        }
        entries.invalidate(identity);
    }

    /** As {@link #purge(KeyIdentity)}, through whichever wrapping the key was opened. */
    void purge(KeyRecord record) {
        purge(record, loads.keySet());
        purge(record, entries.asMap().keySet());
    }

    private void purge(KeyRecord record, Iterable<KeyIdentity> identities) {
        for (KeyIdentity identity : identities) {
            if (identity.record().equals(record)) {
                purge(identity);
            }
        }
    }

    /** Retires all keys, now and from now on; what is under a lease is wiped when that is closed. */
    void close() {
        closed = true;
        entries.invalidateAll();
    }

    /** Removes what has expired; for tests that turn the clock. */
    void cleanUp() {
        entries.cleanUp();
    }
}
