package dev.rowseal.key;

import dev.rowseal.failure.KeyUnavailable;
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

    /** How old a key may be that this user is lent; positive. No lease starts later, though one may end later. */
    Duration ttl();

    /** How much older in an outage, in which it cannot be unwrapped anew; zero for not at all. */
    Duration grace();

    /** Leases a key that is here now and within its time to live, without any wait. The caller closes the lease. */
    <K extends AutoCloseable> Optional<Lease<K>> cached(KeyIdentity identity, Class<K> type);

    /**
     * Leases a key, loading it where it is absent. Of the threads that ask for the same absent key one runs its loader
     * and the others wait for it, or until they are interrupted; one that seems stuck another runs instead. Users of other keys
     * never wait. What the loader throws is thrown to all that waited, but for {@linkplain dev.rowseal.failure.Misconfigured
     * a wrong set-up}, which may be the loader's own, and forgotten; an outage is remembered for a moment, so
     * that a thousand callers make one call that fails: for all whose loaders grant a KMS no more than the one did that met
     * it. The caller closes the lease.
     *
     * <p>A key past its time to live is loaded anew. While that fails for an outage, it is lent for {@link #grace}. What is
     * {@linkplain dev.rowseal.failure.KeyRefused refused} or {@linkplain dev.rowseal.failure.NotAuthentic not authentic} is
     * forgotten at once; any other failure lends nothing, and has the key lent to nobody past his time until it is loaded
     * again: an adapter may tell so that its KEK was taken away.
     *
     * @param loader makes the key, which belongs to the cache from then on
     * @throws IllegalStateException if the cache is closed
     */
    <K extends AutoCloseable> Lease<K> lease(KeyIdentity identity, Class<K> type, Supplier<K> loader);

    /** As {@link #lease}, without grace: an outage is thrown also where there is a key past its time. */
    <K extends AutoCloseable> Lease<K> fresh(KeyIdentity identity, Class<K> type, Supplier<K> loader);

    /**
     * Leases a key that nobody could load just now, for an outage: one that is in its time, or for {@link #grace}. Asks nobody
     * and remembers nothing. The caller closes the lease.
     *
     * @param outage why it could not be loaded; thrown where no key is there that serves. No grace where {@linkplain
     *     KeyUnavailable#isUnasked nobody was asked}
     * @throws IllegalStateException if the cache is closed
     */
    <K extends AutoCloseable> Lease<K> inOutage(KeyIdentity identity, Class<K> type, KeyUnavailable outage);

    /**
     * Loads a key anew before its time is over, or for the first time, and puts it in the place of the one that is there,
     * which serves meanwhile. Does nothing while the key is {@linkplain Lease#isDue not due}, or is being loaded: a load that
     * anybody began serves all.
     *
     * <p>Throws what the loader throws. What is {@linkplain dev.rowseal.failure.KeyRefused refused} or {@linkplain
     * dev.rowseal.failure.NotAuthentic not authentic} is forgotten at once; after any other failure the old key stays to the
     * end of its time, and of its grace only after an outage.
     *
     * @return whether a key that is not due is there now; false where somebody else's load has not ended, which may yet fail
     * @throws IllegalStateException if the cache is closed
     */
    <K extends AutoCloseable> boolean refresh(KeyIdentity identity, Class<K> type, Supplier<K> loader);

    /**
     * Runs what no caller waits for, in few threads that the whole process shares; throws {@link
     * java.util.concurrent.RejectedExecutionException} when too much is waiting.
     */
    Executor background();

    /** Forgets a key at once; it is wiped when its last lease is closed. */
    void purge(KeyIdentity identity);

    /** Forgets a key at once, through whichever wrapping it was opened. */
    void purge(KeyRecord record);

    /** Gives this user's part back; the last user of an entry that is shared wipes it. May be called twice. */
    @Override
    void close();
}
