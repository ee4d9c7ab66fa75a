package dev.rowseal.keycache;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyIdentity;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One user's part in the process-wide cache of unwrapped keys. All users with the same time to live and grace share their keys,
 * so that a hundred connections, or two data sources on one database, unwrap a key once. Users with different times to
 * live share nothing: neither may keep a key longer than it said.
 *
 * <p>A key leaves the cache when its time is over (seen to by a timer, within about a second, also when nobody asks), when
 * it is purged, when the last user closes, and when the JVM shuts down in an orderly way. It is wiped then, or when the
 * last lease on it closes. Safe for use by many threads.
 */
public final class LeasedKeys implements KeyCache {

    private static final Shares SHARES = new Shares();

    private final Shares.Times times;
    private final SharedKeys keys;
    private final Executor background;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LeasedKeys(Shares.Times times, SharedKeys keys, Executor background) {
        this.times = times;
        this.keys = keys;
        this.background = background;
    }

    /** As {@link #shared(Duration, Duration)}, without grace. */
    public static LeasedKeys shared(Duration ttl) {
        return shared(ttl, Duration.ZERO);
    }

    /**
     * Joins the users of the keys with a time to live and a grace.
     *
     * @param ttl how long a key is kept after it was unwrapped; positive, minutes as a rule
     * @param grace how much longer it is lent while it cannot be unwrapped anew for an outage; not negative
     * @return this user's part, which the caller closes
     * @throws Misconfigured if {@code ttl} is zero or negative: a key that is kept for no time serves nobody, and
     *     nobody shall take zero for "for ever"
     */
    public static LeasedKeys shared(Duration ttl, Duration grace) {
        if (ttl.isNegative() || ttl.isZero()) {
            throw new Misconfigured("cache.ttl must be longer than zero, such as 5m; it was " + ttl);
        }
        if (grace.isNegative()) {
            throw new Misconfigured("cache.grace must not be negative; it was " + grace);
        }
        Shares.Times times = new Shares.Times(ttl, grace);
        return SHARES.join(times, (keys, background) -> new LeasedKeys(times, keys, background));
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
        return keys.cached(identity, type);
    }

    @Override
    public <K extends AutoCloseable> Lease<K> lease(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        requireOpen();
        return keys.lease(identity, type, loader);
    }

    @Override
    public <K extends AutoCloseable> Lease<K> fresh(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        requireOpen();
        return keys.fresh(identity, type, loader);
    }

    @Override
    public <K extends AutoCloseable> void refresh(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        requireOpen();
        keys.refresh(identity, type, loader);
    }

    @Override
    public Executor background() {
        return background;
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
            SHARES.leave(times);
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("this user of the key cache has closed it");
        }
    }
}
