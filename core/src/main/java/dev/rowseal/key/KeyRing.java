package dev.rowseal.key;

import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import dev.rowseal.memory.Secret;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.IndexKey;
import dev.rowseal.seal.RunLimits;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
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
    private final Unwraps unwraps;
    private final KeyRows rows;
    private final ProvedKeys proved = new ProvedKeys();
    private final LostKeys lost;
    private final Generations generations;
    private final Ageing ageing;
    private final Freshness freshness;
    private final Ahead ahead;
    private final Arrivals arrivals;
    private final Duration recent;
    private volatile boolean closed;

    /**
     * Makes a ring. Reaches for nothing yet: KEKs are opened and the table is read when a key is first asked for. Their
     * adapters are looked for by this thread's context class loader, whichever thread asks, and only for one that it does
     * not see by the asking thread's; the first is held weakly, and no longer than until the ring is closed.
     *
     * @param policy the namespace, the KEKs and the age at which data keys are rotated
     * @param table where wrapped keys are kept
     * @param cache this ring's part of the key cache; closed with the ring
     * @param limits how long data keys keep a run of values
     * @param clock dates new keys and tells, with the JVM's own, when the key table has to be read again
     */
    public KeyRing(KeyPolicy policy, KeyTable table, KeyCache cache, RunLimits limits, Clock clock) {
        this(policy, table, cache, limits, clock, System::nanoTime);
    }

    /**
     * As {@link #KeyRing(KeyPolicy, KeyTable, KeyCache, RunLimits, Clock)}, for those who turn both clocks.
     *
     * @param nanos a clock that nobody sets, in nanoseconds since any moment
     */
    public KeyRing(
            KeyPolicy policy, KeyTable table, KeyCache cache, RunLimits limits, Clock clock, LongSupplier nanos) {
        this.namespace = policy.namespace();
        this.cache = cache;
        this.limits = limits;
        this.keks = new Keks(policy);
        Deks deks = new Deks(keks);
        this.unwraps = new Unwraps(cache, deks);
        this.freshness = new Freshness(clock, nanos);
        long maxLease = KeyPolicy.maxLease(cache.ttl().plus(cache.grace()));
        this.rows = new KeyRows(table, keks, limits, freshness, maxLease, this::destroyed);
        NewKeys newKeys = new NewKeys(table, keks, deks, freshness, maxLease);
        this.lost = new LostKeys(table, rows, proved, newKeys, deks, freshness, cache::purge);
        this.generations = new Generations(rows, proved, lost, newKeys, freshness);
        this.ageing = new Ageing(policy.rotateAfter(), newKeys, freshness);
        this.ahead = new Ahead(cache.background(), freshness, cache.ttl(), () -> closed);
        this.arrivals = new Arrivals(table, freshness, cache.ttl());
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
     * As {@link #sealing(String)}, and tells the departure of what is sealed which key that is.
     *
     * @param departed taken before, and asked {@linkplain #requireArrived when it has arrived}
     */
    public Lease<DataKey> sealing(String tableId, Departure departed) {
        Lease<DataKey> lease = sealing(tableId);
        boolean told = false;
        try {
            departed.under(lease.key().keyId());
            told = true;
            return lease;
        } finally {
            closeUnless(told, lease);
        }
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
        ReadKey known = rows.known(keyId, cache.ttl());
        if (known != null) {
            Optional<Lease<DataKey>> atHand = unwraps.cached(opening(owner, known), DataKey.class);
            if (atHand.isPresent()) {
                Lease<DataKey> lease = atHand.get();
                boolean lent = false;
                try {
                    generations.used(owner, known.generation());
                    if (lease.isDue() || known.isDue(freshness.nanos(), cache.ttl())) {
                        ahead.soon(
                                keyId, context(known), untold -> refresh(owner, keyId, untold), () -> refused(known));
                    }
                    lent = true;
                    return lease;
                } finally {
                    closeUnless(lent, lease);
                }
            }
        }
        try (Untold untold = new Untold()) {
            return fetched(owner, keyId, untold);
        }
    }

    private Lease<DataKey> fetched(KeyOwner owner, long keyId, Untold untold) {
        for (int attempt = 0; attempt < KeyRows.ATTEMPTS; attempt++) {
            ReadKey key = opening(owner, generations.byId(owner, keyId, recent, untold));
            Optional<Lease<DataKey>> cached = unwraps.cached(key, DataKey.class);
            // Nothing is allocated while a lease is held that nobody closes yet: memory may run out here.
            Lease<DataKey> lease = cached.isPresent()
                    ? cached.get()
                    : unwraps.unwrapped(key, DataKey.class, dek -> DataKey.of(keyId, dek, limits), untold);
            boolean lent = false;
            try {
                generations.used(owner, key.generation());
                // Before it counts as lent: memory may run out here.
                proved.add(key);
                lent = inTime(key);
            } finally {
                closeUnless(lent, lease);
            }
            if (lent) {
                return lease;
            }
        }
        throw tooSlow(owner);
    }

    /** Also where anything was thrown: a lease that nobody closes keeps its key for the life of the process. */
    private static void closeUnless(boolean lent, Lease<?> lease) {
        if (!lent) {
            lease.close();
        }
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

    /**
     * This moment, to be taken before values are sealed that are then sent to the database: all of them by {@link
     * #sealing(String, Departure)}, or none.
     */
    public Departure departure() {
        return new Departure(freshness.now());
    }

    /**
     * Makes sure that values which are being sent, or are in the database, in a transaction or for good, came in time: that
     * nobody can have destroyed their key before he could count them. Reads the key table only when they were fifty minutes on
     * their way, as those of a process that was suspended are. Asks of the keys that the departure was told of; of all that the
     * table has where it was told of none, since they are not known then.
     *
     * @param tableId whose values they are
     * @param departed taken before the first was sealed
     * @throws KeyRefused if one of those keys may have been destroyed on the way, or the key table does not tell: nobody may
     *     rely on the values
     */
    public void requireArrived(String tableId, Departure departed) {
        arrivals.require(new KeyOwner(namespace, tableId, Purpose.DATA), departed);
    }

    /** Closes the KEKs and this ring's part of the cache; keys under lease are wiped when their leases close. */
    @Override
    public void close() {
        closed = true;
        try {
            cache.close();
        } finally {
            keks.close();
        }
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
        requireOpen();
        ReadKey known = generations.known(owner, cache.ttl());
        if (known != null) {
            Optional<Lease<K>> atHand = unwraps.cached(known, type);
            if (atHand.isPresent()) {
                Lease<K> lease = atHand.get();
                boolean lent = false;
                try {
                    if (generations.used(owner, known.generation())) {
                        if (lease.isDue() || known.isDue(freshness.nanos(), cache.ttl())) {
                            ahead.soon(
                                    owner,
                                    context(known),
                                    untold -> refresh(owner, type, maker, untold),
                                    () -> refused(known));
                        }
                        lent = true;
                        return lease;
                    }
                } finally {
                    closeUnless(lent, lease);
                }
            }
        }
        try (Untold untold = new Untold()) {
            for (int attempt = 0; attempt < KeyRows.ATTEMPTS; attempt++) {
                requireOpen();
                Lease<K> fetched = fetchedNewest(owner, type, maker, untold);
                if (fetched != null) {
                    return fetched;
                }
            }
        }
        throw tooSlow(owner);
    }

    /** Null when another key is the newest by now, or may be. */
    private <K extends AutoCloseable> @Nullable Lease<K> fetchedNewest(
            KeyOwner owner, Class<K> type, Maker<K> maker, Untold untold) {
        // A recent reading, so that a key is in memory for no longer than the time to live after the table last said
        // that it may be.
        ReadKey key = generations.newest(owner, recent, untold);
        KeyRecord record = key.stored().record();
        Optional<Lease<K>> cached = unwraps.cached(key, type);
        // Nothing is allocated while a lease is held that nobody closes yet.
        Lease<K> lease = cached.isPresent()
                ? cached.get()
                : unwraps.unwrapped(key, type, dek -> maker.make(record, dek), untold);
        boolean lent = false;
        try {
            if (cached.isEmpty() && ageing.rotated(record, untold)) {
                generations.newest(owner, Duration.ZERO, untold);
            } else if (generations.stands(owner, key) && generations.used(owner, key.generation()) && inTime(key)) {
                proved.add(key);
                lent = true;
            }
        } finally {
            closeUnless(lent, lease);
        }
        return lent ? lease : null;
    }

    /** Has the key of an owner read and unwrapped anew before it is missed; in the background. */
    private <K extends AutoCloseable> void refresh(KeyOwner owner, Class<K> type, Maker<K> maker, Untold untold) {
        for (int attempt = 0; attempt < KeyRows.ATTEMPTS; attempt++) {
            ReadKey key = generations.ahead(owner, untold);
            KeyRecord record = key.stored().record();
            boolean there = unwraps.refresh(key, type, dek -> maker.make(record, dek), untold);
            if (!ageing.rotated(record, untold)) {
                if (there && inTime(key) && generations.stands(owner, key)) {
                    // Who read before this shall not go on with an older one.
                    generations.used(owner, key.generation());
                    proved.add(key);
                    generations.publish(owner, key);
                }
                return;
            }
        }
    }

    private void refresh(KeyOwner owner, long keyId, Untold untold) {
        ReadKey key = opening(owner, generations.aheadById(owner, keyId, untold));
        if (unwraps.refresh(key, DataKey.class, dek -> DataKey.of(keyId, dek, limits), untold) && inTime(key)) {
            proved.add(key);
            rows.publish(key);
        }
    }

    /**
     * Whether what was read of a key still holds, after any wait for the table or the KMS. Whoever retired the key since
     * then counts on it that nobody goes on for longer.
     */
    private boolean inTime(ReadKey key) {
        return freshness.within(key.readAt(), cache.ttl().plus(Freshness.RECENT));
    }

    private static KeyUnavailable tooSlow(KeyOwner owner) {
        return new KeyUnavailable("the key of " + ReadKey.text(owner)
                + " took longer than cache.ttl to read and unwrap, each" + " time; find out why, or raise cache.ttl");
    }

    private ReadKey opening(KeyOwner owner, ReadKey key) {
        KeyRecord record = key.stored().record();
        if (!record.owner().equals(owner)) {
            throw new NotAuthentic("a value read from " + ReadKey.text(owner) + " was sealed with key " + record.keyId()
                    + ", which belongs to " + ReadKey.text(record.owner()));
        }
        if (key.destroyed()) {
            throw new KeyRefused("key " + record.keyId() + " of " + ReadKey.text(owner) + " was destroyed");
        }
        return key;
    }

    private static Kms.KeyContext context(ReadKey key) {
        return Deks.context(key.stored().record());
    }

    private void destroyed(KeyRecord tombstone) {
        cache.purge(tombstone);
        proved.destroyed(tombstone);
    }

    /**
     * Forgets a key that a refresh was refused, where the key table no longer has it as it was opened: destroyed, another's, gone,
     * or under none of the policy's KEKs. What the KMS refused is forgotten already, and may have been opened again since; and
     * another key of the owner's may be refused this ring's policy alone. What the table has lost is nowhere else, perhaps, and ends
     * with its time.
     */
    private void refused(ReadKey key) {
        if (!rows.stillHas(key) && !lost.isLost(key)) {
            unwraps.purge(key);
        }
    }
}
