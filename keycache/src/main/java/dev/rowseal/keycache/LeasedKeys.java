package dev.rowseal.keycache;

import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyIdentity;
import dev.rowseal.key.Lease;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * One user's part in the process-wide cache of unwrapped keys. All users with the same time to live share their keys,
 * so that a hundred connections, or two data sources on one database, unwrap a key once. Users with different times to
 * live share nothing: neither may keep a key longer than it said.
 *
 * <p>A key leaves the cache when its time is over (seen to by a timer, within about a second, also when nobody asks), when
 * it is purged, when the last user closes, and when the JVM shuts down in an orderly way. It is wiped then, or when the
 * last lease on it closes. Safe for use by many threads.
 */
public final class LeasedKeys implements KeyCache {

    private static final Map<Duration, Share> SHARES = new HashMap<>();

    private final Duration ttl;
    private final SharedKeys keys;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LeasedKeys(Duration ttl, SharedKeys keys) {
        this.ttl = ttl;
        this.keys = keys;
    }

    /** What users with one time to live share, and how many they are; guarded by {@link #SHARES}. */
    private static final class Share {
        final SharedKeys keys;
        final Thread atShutdown;
        int users;

        Share(Duration ttl) {
            keys = new SharedKeys(ttl, Ticker.systemTicker(), Scheduler.systemScheduler());
            atShutdown = new Thread(keys::close, "rowseal-wipe-keys");
        }
    }

    /**
     * Joins the users of the keys with a time to live.
     *
     * @param ttl how long a key is kept after it was unwrapped; positive, minutes as a rule
     * @return this user's part, which the caller closes
     * @throws Misconfigured if {@code ttl} is zero or negative: a key that is kept for no time serves nobody, and
     *     nobody shall take zero for "for ever"
     */
    public static LeasedKeys shared(Duration ttl) {
        if (ttl.isNegative() || ttl.isZero()) {
            throw new Misconfigured("cache.ttl must be longer than zero, such as 5m; it was " + ttl);
        }
        synchronized (SHARES) {
            Share share = SHARES.get(ttl);
            if (share == null) {
                share = new Share(ttl);
                Runtime.getRuntime().addShutdownHook(share.atShutdown);
                SHARES.put(ttl, share);
            }
            share.users++;
            return new LeasedKeys(ttl, share.keys);
        }
    }

    @Override
    public Duration ttl() {
        return ttl;
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
    public void purge(KeyIdentity identity) {
        keys.purge(identity);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true) && wasLast()) {
            keys.close();
        }
    }

    private boolean wasLast() {
        synchronized (SHARES) {
            Share share = SHARES.get(ttl);
            if (share == null || --share.users > 0) {
                return false;
            }
            SHARES.remove(ttl);
            forgetHook(share.atShutdown);
            return true;
        }
    }

    private static void forgetHook(Thread hook) {
        try {
            // Left in place it would keep this class, and its class loader, for the life of the JVM.
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook is running or has run, and wipes as this close does.
            return;
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException("this user of the key cache has closed it");
        }
    }
}
