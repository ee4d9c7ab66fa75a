package dev.rowseal.contract;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyIdentity;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/** A cache that a test can empty, and that may say that it keeps keys for longer than it does. */
final class NotedCache implements KeyCache {

    private final KeyCache cache;
    private final Duration ttl;
    private final Set<KeyIdentity> leased = ConcurrentHashMap.newKeySet();

    NotedCache(KeyCache cache, Duration ttl) {
        this.cache = cache;
        this.ttl = ttl;
    }

    void expire() {
        leased.forEach(cache::purge);
    }

    @Override
    public Duration ttl() {
        return ttl;
    }

    @Override
    public Duration grace() {
        return cache.grace();
    }

    @Override
    public <K extends AutoCloseable> Optional<Lease<K>> cached(KeyIdentity identity, Class<K> type) {
        return cache.cached(identity, type);
    }

    @Override
    public <K extends AutoCloseable> Lease<K> lease(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        leased.add(identity);
        return cache.lease(identity, type, loader);
    }

    @Override
    public <K extends AutoCloseable> Lease<K> fresh(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        leased.add(identity);
        return cache.fresh(identity, type, loader);
    }

    @Override
    public <K extends AutoCloseable> Lease<K> inOutage(KeyIdentity identity, Class<K> type, KeyUnavailable outage) {
        leased.add(identity);
        return cache.inOutage(identity, type, outage);
    }

    @Override
    public <K extends AutoCloseable> boolean refresh(KeyIdentity identity, Class<K> type, Supplier<K> loader) {
        leased.add(identity);
        return cache.refresh(identity, type, loader);
    }

    @Override
    public Executor background() {
        return cache.background();
    }

    @Override
    public void purge(KeyIdentity identity) {
        cache.purge(identity);
    }

    @Override
    public void purge(KeyRecord record) {
        cache.purge(record);
    }

    @Override
    public void close() {
        cache.close();
    }
}
