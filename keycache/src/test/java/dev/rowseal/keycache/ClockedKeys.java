package dev.rowseal.keycache;

import com.github.benmanes.caffeine.cache.Scheduler;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyIdentity;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A cache by a clock that a test turns, whose background is the test's. */
final class ClockedKeys implements KeyCache {

    volatile Runnable beforeRefresh = () -> {};
    volatile Runnable afterRefresh = () -> {};
    volatile Runnable afterRefusal = () -> {};

    private final SharedKeys keys;
    private final Times times;
    private final Executor background;

    ClockedKeys(Duration ttl, Duration grace, SettableClock clock, Executor background) {
        this.keys = new SharedKeys(
                clock::nanos,
                () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()),
                Scheduler.disabledScheduler(),
                Runnable::run);
        this.times = new Times(ttl, grace);
        this.background = background;
    }

    void cleanUp() {
        keys.cleanUp();
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
        return keys.cached(times, identity, type);
    }

    @Override
    public <K extends AutoCloseable> Lease<K> lease(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        try {
            return keys.lease(times, this, identity, type, loader);
        } catch (KeyRefused refused) {
            afterRefusal.run();
            throw refused;
        }
    }

    @Override
    public <K extends AutoCloseable> Lease<K> fresh(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        return keys.fresh(times, this, identity, type, loader);
    }

    @Override
    public <K extends AutoCloseable> Lease<K> inOutage(KeyIdentity identity, Class<K> type, KeyUnavailable outage) {
        return keys.inOutage(times, identity, type, outage);
    }

    @Override
    public <K extends AutoCloseable> boolean refresh(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        beforeRefresh.run();
        try {
            return keys.refresh(times, this, identity, type, loader);
        } finally {
            afterRefresh.run();
        }
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
        keys.close();
    }
}
