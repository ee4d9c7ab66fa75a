package dev.rowseal.key;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.memory.Secret;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.IndexKey;
import dev.rowseal.seal.RunLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lends the keys of one namespace: finds them in the key table, has them unwrapped by the KMS, checks them against
 * their commitments, keeps them in the cache, and makes the first key of an owner that has none.
 *
 * <p>Safe for use by many threads; a thread waits only for others that fetch the same key. Make one ring for a database
 * and policy and share it among connections: what it has seen, and will not go back behind, it remembers itself. Whoever
 * makes a ring closes it.
 *
 * <p>Besides what each method says, all throw {@link KeyUnavailable} when the key table or the KMS cannot be reached,
 * {@link KeyRefused} when the KMS denies the key or the policy names none of the KEKs that can open it,
 * {@link NotAuthentic} when a wrapping or a key row is not its own, and {@link IllegalStateException} after
 * {@link #close}. Messages name owners, key ids and KEK URIs, never key bytes.
 */
public final class KeyRing implements AutoCloseable {

    private final String namespace;
    private final KeyCache cache;
    private final RunLimits limits;
    private final Keks keks;
    private final Deks deks;
    private final KeyRows rows;
    private final Generations generations;
    private final Ageing ageing;
    private final Duration recent;
    private volatile boolean closed;

    /**
     * Makes a ring. Reaches for nothing yet: KEKs are opened and the table is read when a key is first asked for.
     *
     * @param policy the namespace, the KEKs and the age at which data keys are rotated
     * @param table where wrapped keys are kept
     * @param cache this ring's part of the key cache; closed with the ring
     * @param limits how long data keys keep a run of values
     * @param clock dates new keys and tells when the key table has to be read again
     */
    public KeyRing(KeyPolicy policy, KeyTable table, KeyCache cache, RunLimits limits, Clock clock) {
        this.namespace = policy.namespace();
        this.cache = cache;
        this.limits = limits;
        this.keks = new Keks(policy);
        this.deks = new Deks(keks);
        Freshness freshness = new Freshness(clock);
        long maxLease = KeyPolicy.maxLease(cache.ttl().plus(cache.grace()));
        this.rows = new KeyRows(table, keks, limits, freshness, maxLease);
        NewKeys newKeys = new NewKeys(table, keks, deks, freshness, maxLease);
        this.generations = new Generations(rows, newKeys, freshness);
        this.ageing = new Ageing(policy.rotateAfter(), newKeys, freshness);
        this.recent = Freshness.RECENT.compareTo(cache.ttl()) < 0 ? Freshness.RECENT : cache.ttl();
    }

    /**
     * Leases the key to seal a table's values with: its newest active generation, made and committed first if the table
     * has none. Never one older than this ring has lent before, not even for opening.
     *
     * @param tableId the table's stable id
     * @return a lease that the caller closes
     * @throws KeyRefused if the table's keys are all retired or destroyed, or the key table has gone back in time
     */
    public Lease<DataKey> sealing(String tableId) {
        KeyOwner owner = new KeyOwner(namespace, tableId, Purpose.DATA);
        return newest(owner, DataKey.class, (key, dek) -> DataKey.of(key.keyId(), dek, limits));
    }

    /**
     * Leases the key with an id that stands in a sealed value, for opening only.
     *
     * @param tableId the stable id of the table that the value was read from
     * @param keyId 1 to 2³²−1
     * @return a lease that the caller closes
     * @throws NotAuthentic if the key is another table's, another namespace's or an index key: the value was moved
     * @throws KeyRefused if there is no such key (believed for a second), or it was destroyed
     */
    public Lease<DataKey> opening(String tableId, long keyId) {
        requireOpen();
        KeyOwner owner = new KeyOwner(namespace, tableId, Purpose.DATA);
        ReadKey key = opening(owner, rows.byId(keyId, cache.ttl()));
        Lease<DataKey> lease = cached(key, DataKey.class)
                .orElseGet(() -> unwrapped(
                        opening(owner, rows.byId(keyId, recent)),
                        DataKey.class,
                        dek -> DataKey.of(keyId, dek, limits)));
        generations.used(owner, key.generation());
        return lease;
    }

    /**
     * Leases the key of a lookup group's blind indexes, made and committed first if the group has none.
     *
     * @param group the lookup group's name
     * @return a lease that the caller closes
     * @throws KeyRefused if the group has more than one index key, or none that is active, or another than it had
     */
    public Lease<IndexKey> indexing(String group) {
        KeyOwner owner = new KeyOwner(namespace, group, Purpose.INDEX);
        return newest(owner, IndexKey.class, (key, dek) -> IndexKey.of(dek, group));
    }

    /** Closes the KEKs and this ring's part of the cache; keys under lease are wiped when their leases close. */
    @Override
    public void close() {
        closed = true;
        cache.close();
        keks.close();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the key ring is closed");
        }
    }

    private interface Maker<K> {
        K make(KeyRecord record, Secret dek);
    }

    private <K extends AutoCloseable> Lease<K> newest(KeyOwner owner, Class<K> type, Maker<K> maker) {
        while (true) {
            requireOpen();
            ReadKey newest = generations.newest(owner, cache.ttl());
            Optional<Lease<K>> cached = cached(newest, type);
            if (cached.isEmpty()) {
                // Read the row again before the unwrap, so that a key is in memory for no longer than the time to live
                // after the table last said that it may be.
                newest = generations.newest(owner, recent);
            }
            ReadKey key = newest;
            Lease<K> lease = cached.orElseGet(
                    () -> unwrapped(key, type, dek -> maker.make(key.stored().record(), dek)));
            if (cached.isEmpty() && ageing.rotated(key.stored().record())) {
                lease.close();
                generations.newest(owner, Duration.ZERO);
                continue;
            }
            if (generations.used(owner, key.generation())) {
                return lease;
            }
            // A newer one was used meanwhile; the next reading has it.
            lease.close();
        }
    }

    private ReadKey opening(KeyOwner owner, ReadKey key) {
        KeyRecord record = key.stored().record();
        if (!record.owner().equals(owner)) {
            throw new NotAuthentic("a value read from " + ReadKey.text(owner) + " was sealed with key " + record.keyId()
                    + ", which belongs to " + ReadKey.text(record.owner()));
        }
        if (key.destroyed()) {
            purge(key);
            throw new KeyRefused("key " + record.keyId() + " of " + ReadKey.text(owner) + " was destroyed");
        }
        return key;
    }

    private <K extends AutoCloseable> Optional<Lease<K>> cached(ReadKey key, Class<K> type) {
        for (ReadKey.Way way : key.waysOrRefuse()) {
            Optional<Lease<K>> lease = cache.cached(way.identity(), type);
            if (lease.isPresent()) {
                return lease;
            }
        }
        return Optional.empty();
    }

    /** Tries the policy's KEKs in order. Only an outage tries the next; what is denied or not authentic ends it. */
    private <K extends AutoCloseable> Lease<K> unwrapped(ReadKey key, Class<K> type, Function<Secret, K> maker) {
        @Nullable KeyUnavailable outage = null;
        for (ReadKey.Way way : key.waysOrRefuse()) {
            try {
                return cache.lease(way.identity(), type, () -> maker.apply(deks.open(key.stored(), way.wrapping())));
            } catch (KeyUnavailable unavailable) {
                if (outage != null && outage != unavailable) {
                    unavailable.addSuppressed(outage);
                }
                outage = unavailable;
            } catch (KeyRefused refused) {
                purge(key);
                throw refused;
            }
        }
        throw outage;
    }

    private void purge(ReadKey key) {
        key.ways().forEach(way -> cache.purge(way.identity()));
    }
}
