package dev.rowseal.keycache;

import com.github.benmanes.caffeine.cache.Scheduler;
import dev.rowseal.key.KeyIdentity;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.Lease;
import dev.rowseal.key.Purpose;
import dev.rowseal.seal.RunLimits;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A whole cache, fresh for each race, with one key, and every key that was loaded into it. */
class OneCache {

    private static final long TTL = 1_000;
    private static final int MOST_LOADS = 8;
    private static final KeyIdentity IDENTITY = new KeyIdentity(
            new KeyRecord(1, new KeyOwner("clinic", "patient", Purpose.DATA), 1, 0),
            "c0",
            "memory-kms:a",
            "w0",
            RunLimits.DEFAULT);

    private final AtomicReferenceArray<@Nullable Watched> loaded = new AtomicReferenceArray<>(MOST_LOADS);
    private volatile long now;
    private volatile int revision;
    private final Times times = new Times(Duration.ofNanos(TTL), Duration.ZERO);
    private final Times longer = new Times(Duration.ofNanos(4 * TTL), Duration.ZERO);
    private final SharedKeys keys = new SharedKeys(() -> now, () -> 0, Scheduler.disabledScheduler(), work -> {});

    /** What a user sees who gets the key or loads it: the whole key, and 1 more if it was loaded after its row changed. */
    final int use() {
        return use(times);
    }

    /** The same for a user who keeps keys four times as long. */
    final int useForLonger() {
        return use(longer);
    }

    /** How many keys are there when the time of the one who loaded them is over, and not the other's. */
    final int keysThereForLonger() {
        now = 3 * TTL;
        return keys.cached(longer, IDENTITY, Watched.class)
                .map(lease -> {
                    lease.close();
                    return 1;
                })
                .orElse(0);
    }

    private int use(Times user) {
        try (Lease<Watched> lease = keys.lease(user, user, IDENTITY, Watched.class, this::load)) {
            return lease.key().use() + lease.key().born();
        }
    }

    /** Has the key be old enough to be loaded ahead of the end of its time. */
    final void makeDue() {
        now = TTL - 1;
    }

    final void refresh() {
        keys.refresh(times, times, IDENTITY, Watched.class, this::load);
    }

    /** What an operator does, and who notices: the row changes, then the key is purged. */
    final void changeAndPurge() {
        revision = 1;
        keys.purge(IDENTITY);
    }

    final void close() {
        keys.close();
    }

    /** 1 if a key is cached that was loaded before the row changed. */
    final int staleKeys() {
        return keys.cached(times, IDENTITY, Watched.class)
                .map(lease -> {
                    try (lease) {
                        return lease.key().born() == revision ? 0 : 1;
                    }
                })
                .orElse(0);
    }

    /** How many of the keys that were loaded are not wiped, or more than once. */
    final int notWipedOnce() {
        int wrong = 0;
        for (int at = 0; at < MOST_LOADS; at++) {
            Watched key = loaded.get(at);
            wrong += key != null && key.wipes() != 1 ? 1 : 0;
        }
        return wrong;
    }

    private Watched load() {
        Watched key = new Watched(revision);
        for (int at = 0; at < MOST_LOADS; at++) {
            if (loaded.compareAndSet(at, null, key)) {
                return key;
            }
        }
        throw new IllegalStateException("more loads than these races can cause");
    }
}
