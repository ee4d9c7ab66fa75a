package dev.rowseal.key;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Keeps unwrapped keys for a bounded time and lends them under leases. Safe for use by many threads. The cache closes
 * (and by that wipes) each key once: when it has expired or been purged, and its last lease is closed.
 *
 * <p>The keys are {@link dev.rowseal.seal.DataKey} and {@link dev.rowseal.seal.IndexKey}; which one it is follows from
 * the purpose in the identity's record.
 */
public interface KeyCache extends AutoCloseable {

    /** How long a key is kept after it was unwrapped; positive. No lease starts later, though one may end later. */
    Duration ttl();

    /** How much longer it is kept for the time of an outage, in which it cannot be unwrapped anew; zero for not at all. */
    Duration grace();

    /** Leases a key that is here now and within its time to live, without any wait. The caller closes the lease. */
    <K extends AutoCloseable> Optional<Lease<K>> cached(KeyIdentity identity, Class<K> type);

    /**
     * Leases a key, loading it where it is absent. Of the threads that ask for the same absent key one runs its loader
     * and the others wait for it; users of other keys never wait. What the loader throws is thrown to all that waited,
     * and forgotten; an outage is remembered for a moment, so that a thousand callers make one call that fails. The caller
     * closes the lease.
     *
     * <p>A key past its time to live is loaded anew. While that fails for an outage, it is lent for {@link #grace}; after
     * any other failure it is forgotten at once.
     *
     * @param loader makes the key, which belongs to the cache from then on
     * @throws IllegalStateException if the cache is closed
     */
    <K extends AutoCloseable> Lease<K> lease(KeyIdentity identity, Class<K> type, Supplier<K> loader);

    /** As {@link #lease}, without grace: an outage is thrown also where there is a key past its time. */
    <K extends AutoCloseable> Lease<K> fresh(KeyIdentity identity, Class<K> type, Supplier<K> loader);

    /**
     * Loads a key anew before its time is over, or for the first time, and puts it in the place of the one that is there,
     * which serves meanwhile. Does nothing while the key is {@linkplain Lease#isDue not due}, or is being loaded: a load that
     * anybody began serves all.
     *
     * <p>Throws what the loader throws. After an outage the old key stays to the end of its time; after any other failure it
     * is forgotten at once.
     *
     * @throws IllegalStateException if the cache is closed
     */
    <K extends AutoCloseable> void refresh(KeyIdentity identity, Class<K> type, Supplier<K> loader);

    /**
     * Runs what no caller waits for, in few threads that the whole process shares; throws {@link
     * java.util.concurrent.RejectedExecutionException} when too much is waiting.
     */
    Executor background();

    /** Forgets a key at once; it is wiped when its last lease is closed. */
    void purge(KeyIdentity identity);

    /** Forgets a key at once, through whichever wrapping it was opened. */
    void purge(KeyRecord record);

    /** Gives this user's part back; the last user of shared entries wipes them. May be called twice. */
    @Override
    void close();
}
