package dev.rowseal.keycache;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyIdentity;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.Lease;
import dev.rowseal.kms.Kms;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One user's part in the cache of unwrapped keys, which all users share that use this copy of the driver: a hundred connections,
 * or two data sources on one database, unwrap a key once and have it in memory once, whatever times they keep keys for. Each
 * judges a key's age by his own: none is lent a key that is older than his time to live or, in an outage, than that and his grace.
 *
 * <p>A key leaves the cache when the longest time of those who used it is over (seen to by a timer, within about a second, also
 * when nobody asks), when it is purged, when the last of those who used it closes (and all others with the same times have), and
 * when the JVM shuts down in an orderly way. It is wiped then, or when the last lease on it closes. Safe for use by many threads.
 */
public final class LeasedKeys implements KeyCache {

    private static final Shares SHARES = new Shares();

    private final Shares.Share share;
    private final Times times;
    private final SharedKeys keys;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LeasedKeys(Shares.Share share) {
        this.share = share;
        this.times = share.times();
        this.keys = share.keys();
    }

    /** As {@link #shared(Duration, Duration)}, without grace. */
    public static LeasedKeys shared(Duration ttl) {
        return shared(ttl, Duration.ZERO);
    }

    /** As {@link #shared(Duration, Duration, Kms.Limits)}, with the limits that calls of a KMS have by default. */
    public static LeasedKeys shared(Duration ttl, Duration grace) {
        return shared(ttl, grace, Kms.Limits.DEFAULT);
    }

    /**
     * Joins the users of the keys.
     *
     * @param ttl how old a key may be that this user is lent; positive, minutes as a rule
     * @param grace how much longer it is lent while it cannot be unwrapped anew for an outage; not negative
     * @param limits what this user's loaders grant to a call of a KMS: an outage that another met is his too unless he grants
     *     more
     * @return this user's part, which the caller closes
     * @throws Misconfigured if {@code ttl} is zero or negative: a key that is kept for no time serves nobody, and
     *     nobody shall take zero for "for ever"
     */
    public static LeasedKeys shared(Duration ttl, Duration grace, Kms.Limits limits) {
        if (ttl.isNegative() || ttl.isZero()) {
            throw new Misconfigured("cache.ttl must be longer than zero, such as 5m; it was " + ttl);
        }
        if (grace.isNegative()) {
            throw new Misconfigured("cache.grace must not be negative; it was " + grace);
        }
        return new LeasedKeys(SHARES.join(ttl, grace, limits));
    }

    @Override
    public Duration ttl() {
        return times.ttl();
    }

    @Override
    public Duration grace() {
        return times.grace();
    }

    @Override
    public <K extends AutoCloseable> Optional<Lease<K>> cached(KeyIdentity identity, Class<K> type) {
        requireOpen();
        return keys.cached(times, identity, type);
    }

    @Override
    public <K extends AutoCloseable> Lease<K> lease(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        requireOpen();
        return keys.lease(times, this, identity, type, loader);
    }

    @Override
    public <K extends AutoCloseable> Lease<K> fresh(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        requireOpen();
        return keys.fresh(times, this, identity, type, loader);
    }

    @Override
    public <K extends AutoCloseable> Lease<K> inOutage(KeyIdentity identity, Class<K> type, KeyUnavailable outage) {
        requireOpen();
        return keys.inOutage(times, identity, type, outage);
    }

    @Override
    public <K extends AutoCloseable> boolean refresh(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        requireOpen();
        return keys.refresh(times, this, identity, type, loader);
    }

    @Override
    public Executor background() {
        return share.background();
    }

    @Override
    public void purge(KeyIdentity identity) {
        keys.purge(identity);
    }

    @Override
    public void purge(KeyRecord record) {
        keys.purge(record);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            SHARES.leave(share);
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("this user of the key cache has closed it");
        }
    }
}
