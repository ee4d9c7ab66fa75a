package dev.rowseal.keycache;

import com.github.benmanes.caffeine.cache.Scheduler;
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

    private final SharedKeys keys;
    private final Duration ttl;
    private final Duration grace;
    private final Executor background;

    ClockedKeys(Duration ttl, Duration grace, SettableClock clock, Executor background) {
        this.keys = new SharedKeys(
                ttl,
                grace,
                clock::nanos,
                () -> TimeUnit.MILLISECONDS.toNanos(clock.millis()),
                Scheduler.disabledScheduler(),
                Runnable::run);
        this.ttl = ttl;
        this.grace = grace;
        this.background = background;
    }

    void cleanUp() {
        keys.cleanUp();
    }

    @Override
    public Duration ttl() {
        return ttl;
    }

    @Override
    public Duration grace() {
        return grace;
    }

    @Override
    public <K extends AutoCloseable> Optional<Lease<K>> cached(KeyIdentity identity, Class<K> type) {
        return keys.cached(identity, type);
    }

    @Override
    public <K extends AutoCloseable> Lease<K> lease(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        return keys.lease(identity, type, loader);
    }

    @Override
    public <K extends AutoCloseable> Lease<K> fresh(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        return keys.fresh(identity, type, loader);
    }

    @Override
    public <K extends AutoCloseable> void refresh(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
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
        keys.close();
    }
}
