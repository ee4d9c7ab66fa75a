package dev.rowseal.keycache;

import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.KeyIdentity;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys that all users share, each of them once. {@link Entries} decides what is in and when it goes; {@link LeasedKey} decides
 * when what went is wiped; how old a key may be that a user is lent his own {@link Times} say. Safe for use by many threads.
 *
 * <p>A load runs in the thread that asked for it, outside any lock of the map; there is one for a key at a time, be it the
 * first, one after its time, or one ahead of its time in the background. Others that want the key wait for it, unless they have
 * one that is in its time; one that takes so long that it seems stuck is left to itself, and another takes its place. (A loader
 * inside {@code computeIfAbsent} would hold a bin of the hash table, and with it the users of other keys, for as long as a KMS
 * takes.)
 */
final class SharedKeys {

    private static final Duration LONGEST_LOAD = Duration.ofMinutes(1);
    private static final int LOOKS = 2;

    private final Entries entries;
    private final ConcurrentMap<KeyIdentity, Loading> loads = new ConcurrentHashMap<>();
    private final Outages outages = new Outages();
    private final Ticker ticker;
    private final LongSupplier wall;
    private final Duration longestLoad;
    private volatile boolean closed;

    /**
     * None yet.
     *
     * @param wall a clock that goes on while the machine is suspended, in nanoseconds since any moment
     * @param background tells of keys that left
     */
    SharedKeys(Ticker ticker, LongSupplier wall, Scheduler scheduler, Executor background) {
        this(ticker, wall, scheduler, background, LONGEST_LOAD);
    }

    /**
     * As the other.
     *
     * @param longestLoad after which one of those who wait for a load takes it for stuck and loads himself, besides what its
     *     loader grants to a call of a KMS
     */
    SharedKeys(Ticker ticker, LongSupplier wall, Scheduler scheduler, Executor background, Duration longestLoad) {
        this.longestLoad = longestLoad;
        this.ticker = ticker;
        this.wall = wall;
        this.entries = new Entries(ticker, wall, scheduler, background);
    }

    /** A key that is here now, in its user's time, and not retired meanwhile. */
    <K extends AutoCloseable> Optional<Lease<K>> cached(Times user, KeyIdentity identity, Class<K> type) {
        Lease<K> lease = inTime(user, identity, type);
        if (lease == null) {
            return Optional.empty();
        }
        try {
            Events.counted(Event.CACHE_HIT);
            return Optional.of(lease);
        } catch (Throwable failure) {
            lease.close();
            throw failure;
        }
    }

    private <K extends AutoCloseable> @Nullable Lease<K> inTime(Times user, KeyIdentity identity, Class<K> type) {
        // Where a refresh puts the next in its place meanwhile that one is lent; not again and again.
        for (int look = 0; look < LOOKS; look++) {
            Entry entry = entries.get(identity);
            if (entry == null) {
                return null;
            }
            long age = entries.age(entry);
            // Also by the clock that the timer does not know.
            if (!user.isInTime(age) || age >= entry.keptNanos()) {
                return null;
            }
            entries.use(identity, entry, age, user);
            if (entry.key().acquire()) {
                return held(entry.key(), type, entry.isDue(user, age));
            }
        }
        return null;
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

    /** @param source whose set-up the loader has */
    <K extends AutoCloseable> Lease<K> lease(
            Times user, Object source, KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        try {
            return fresh(user, source, identity, type, loader);
        } catch (KeyUnavailable outage) {
            return inOutage(user, identity, type, outage);
        }
    }

    <K extends AutoCloseable> Lease<K> fresh(
            Times user, Object source, KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        while (true) {
            Lease<K> here = inTime(user, identity, type);
            if (here != null) {
                return here;
            }
            Loading mine = new Loading(user, source, longestLoad);
            Loading loading = loads.putIfAbsent(identity, mine);
            if (loading == null) {
                return load(user, identity, mine, type, loader);
            }
            boolean ended = loading.await(user, source);
            // Whoever loaded it put it there. If it has been retired since, the next turn loads anew; so it does where
            // it was out for a loader who grants the KMS less, or one who is set up wrong.
            if (!ended) {
                // Before it leaves the place where purge() looks for loads: what it gives in the end is as old as its
                // call.
                loading.forget();
                Loading instead = new Loading(user, source, longestLoad);
                if (loads.replace(identity, loading, instead)) {
                    return load(user, identity, instead, type, loader);
                }
            }
        }
    }

    /**
     * Loads a key ahead of the end of its time, or for the first time, unless it is young or being loaded: the one that is
     * there serves until the new one takes its place. Throws what the loader throws; what is refused or not authentic is
     * forgotten.
     *
     * @return whether a young one is there; false where another load has not ended
     */
    <K extends AutoCloseable> boolean refresh(
            Times user, Object source, KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        Loading mine = new Loading(user, source, longestLoad);
        if (isYoung(user, identity)) {
            return true;
        }
        if (loads.putIfAbsent(identity, mine) != null) {
            return false;
        }
        boolean young;
        try {
            // Somebody may have come first, by a moment.
            young = isYoung(user, identity);
        } catch (Throwable failure) {
            end(identity, mine, null);
            throw failure;
        }
        if (young) {
            end(identity, mine, null);
        } else {
            loadNow(user, identity, mine, type, loader).close();
        }
        return !mine.isForgotten();
    }

    private boolean isYoung(Times user, KeyIdentity identity) {
        Entry entry = entries.get(identity);
        if (entry == null) {
            return false;
        }
        long age = entries.age(entry);
        return !entry.isDue(user, age) && age < entry.keptNanos();
    }

    /** As the one thread that loads the key now. */
    private <K extends AutoCloseable> Lease<K> load(
            Times user, KeyIdentity identity, Loading mine, Class<K> type, Supplier<K> loader) {
        Lease<K> here;
        try {
            // The load before this one may have ended between this thread's look and its turn.
            here = inTime(user, identity, type);
            if (here == null) {
                // What is refreshed ahead of its time nobody missed.
                Events.counted(Event.CACHE_MISS);
            }
        } catch (Throwable failure) {
            // Memory or the stack may end just here. Nobody was asked for the key: those who wait ask for themselves.
            end(identity, mine, null);
            throw failure;
        }
        if (here == null) {
            return loadNow(user, identity, mine, type, loader);
        }
        end(identity, mine, null);
        return here;
    }

    private <K extends AutoCloseable> Lease<K> loadNow(
            Times user, KeyIdentity identity, Loading mine, Class<K> type, Supplier<K> loader) {
        Entry entry = null;
        try {
            entry = loaded(user, identity, mine, loader);
            Lease<K> lease = new HeldLease<>(entry.key(), type, false);
            // A predecessor is retired by this.
            if (!entries.put(identity, entry, user, mine)) {
                // It was purged meanwhile, or another has loaded it: this lease is the only one that there will be.
                entry.key().retire();
            } else if (closed) {
                // Either close() saw this entry, or this reads what it wrote before it looked.
                entries.remove(identity, entry);
            }
            end(identity, mine, null);
            return lease;
        } catch (Throwable failure) {
            // What the KMS, the key's row or the configuration said; anything else is this thread's, or its data
            // source's that was
            // closed just then, and nobody else's: they ask for themselves. So do those who wait for one that was
            // interrupted, or needed what this thread itself was fetching.
            boolean told = failure instanceof RowsealFailure;
            try {
                if (entry != null) {
                    entry.key().retire();
                    entry.key().release();
                }
                if (isRefusal(failure)) {
                    // Else what is there by now was given since.
                    if (!mine.isForgotten()) {
                        entries.remove(identity);
                    }
                } else if (isNoOutage(failure) && !saysNothing(failure)) {
                    // Perhaps it is this data source's alone, so others keep what is in their time. But so an adapter
                    // tells, too, that its keystore or token was taken away, which is a revocation: an outage after
                    // that prolongs nothing.
                    entries.endGrace(identity.record());
                }
            } finally {
                // Every waiter has to be woken, whatever it was, and if memory ends here.
                end(identity, mine, told && !saysNothing(failure) ? failure : null);
            }
            throw failure;
        }
    }

    /** Of a KMS: an interrupted call, or that this thread would have waited for itself, and nobody was asked. */
    private static boolean saysNothing(Throwable failure) {
        return Thread.currentThread().isInterrupted()
                || failure instanceof KeyUnavailable unavailable && unavailable.isUnasked();
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof KeyRefused || failure instanceof NotAuthentic;
    }

    /** A wrong set-up or a fault of an adapter; not that a ring or a KEK was closed, or that this thread's memory ended. */
    private static boolean isNoOutage(Throwable failure) {
        return failure instanceof Exception
                && !(failure instanceof KeyUnavailable)
                && !(failure instanceof IllegalStateException);
    }

    private void end(KeyIdentity identity, Loading mine, @Nullable Throwable failure) {
        try {
            loads.remove(identity, mine);
        } finally {
            mine.end(failure);
        }
    }

    private <K extends AutoCloseable> Entry loaded(Times user, KeyIdentity identity, Loading mine, Supplier<K> loader) {
        entries.removeOld();
        outages.throwIfRecent(identity, user, ticker.read());
        long begun = ticker.read();
        long begunWall = wall.getAsLong();
        K key;
        try {
            key = loader.get();
        } catch (KeyUnavailable outage) {
            // One that was given up says nothing of now.
            if (!saysNothing(outage) && !mine.isForgotten()) {
                outages.remember(identity, user, outage, ticker.read());
            }
            throw outage;
        }
        try {
            double spread = ThreadLocalRandom.current().nextDouble();
            return new Entry(new LeasedKey(key), user, begun, begunWall, spread);
        } catch (Throwable failure) {
            LeasedKey.wipe(key);
            throw failure;
        }
    }

    /** The key that is there, in an outage: within its time (a refresh may have failed), or lent for grace. */
    <K extends AutoCloseable> Lease<K> inOutage(
            Times user, KeyIdentity identity, Class<K> type, KeyUnavailable outage) {
        Entry old = entries.get(identity);
        if (old == null) {
            throw outage;
        }
        long age = entries.age(old);
        // Where nobody heard of the KMS it may be refusing by now.
        boolean grace = old.hasGrace() && !saysNothing(outage);
        boolean serves = grace ? user.isInGrace(age) : user.isInTime(age);
        if (!serves || age >= old.keptNanos()) {
            throw outage;
        }
        entries.use(identity, old, age, user);
        if (!old.key().acquire()) {
            Lease<K> younger = inTime(user, identity, type);
            if (younger == null) {
                throw outage;
            }
            return younger;
        }
        Lease<K> lease = held(old.key(), type, false);
        try {
            if (!user.isInTime(age)) {
                Events.ofKey(Event.CACHE_GRACE, identity.context(), outage.sqlState());
            }
            return lease;
        } catch (Throwable failure) {
            lease.close();
            throw failure;
        }
    }

    void purge(KeyIdentity identity) {
        outages.forget(identity);
        Loading loading = loads.get(identity);
        if (loading != null) {
            loading.forget();
        }
        entries.remove(identity);
    }

    /** As {@link #purge(KeyIdentity)}, through whichever wrapping the key was opened. */
    void purge(KeyRecord record) {
        purge(record, loads.keySet());
        purge(record, entries.identities());
    }

    private void purge(KeyRecord record, Iterable<KeyIdentity> identities) {
        for (KeyIdentity identity : identities) {
            if (identity.record().equals(record)) {
                purge(identity);
            }
        }
    }

    /** Retires what these users alone have used, now and from now on. */
    void leave(Times users) {
        users.end();
        entries.leave(users);
        // Perhaps only theirs, by their credentials: whoever comes asks for himself.
        outages.forget(users);
    }

    /** Retires all keys, now and from now on; what is under a lease is wiped when that is closed. */
    void close() {
        closed = true;
        entries.removeAll();
    }

    /** Removes what has expired; for tests that turn the clock. */
    void cleanUp() {
        entries.cleanUp();
    }
}
