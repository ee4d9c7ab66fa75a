package dev.rowseal.key;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.seal.RunLimits;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * What this process has read of the key table, by key id. Safe for use by many threads; one thread reads a row, those
 * that want the same one wait for it, and nobody else does.
 */
final class KeyRows {

    // An attacker who writes cells with made-up key ids fills no more than this.
    private static final int ABSENT_AT_MOST = 1_000;

    private final KeyTable table;
    private final Keks keks;
    private final RunLimits limits;
    private final Freshness freshness;
    private final ConcurrentMap<Long, ReadKey> present = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, Long> absent = new ConcurrentHashMap<>();
    private final SingleFlight<Long, ReadKey> reading = new SingleFlight<>();

    KeyRows(KeyTable table, Keks keks, RunLimits limits, Freshness freshness) {
        this.table = table;
        this.keks = keks;
        this.limits = limits;
        this.freshness = freshness;
    }

    /** The key with this id, from a reading no older than the bound. */
    ReadKey byId(long keyId, Duration bound) {
        ReadKey known = present.get(keyId);
        if (known != null && freshness.within(known.readAt(), bound)) {
            return known;
        }
        Long missedAt = absent.get(keyId);
        if (missedAt != null && freshness.within(missedAt, Freshness.RECENT)) {
            throw unknown(keyId);
        }
        return reading.fetch(keyId, () -> read(keyId));
    }

    private ReadKey read(long keyId) {
        long readAt = freshness.now();
        StoredKey stored = table.byId(keyId).orElse(null);
        if (stored == null) {
            rememberAbsent(keyId, readAt);
            throw unknown(keyId);
        }
        if (stored.record().keyId() != keyId) {
            throw new NotAuthentic("the key table answered for key " + keyId + " with another key");
        }
        ReadKey read = read(stored, readAt);
        present.put(keyId, read);
        absent.remove(keyId);
        return read;
    }

    private void rememberAbsent(long keyId, long readAt) {
        present.remove(keyId);
        if (absent.size() >= ABSENT_AT_MOST) {
            absent.clear();
        }
        absent.put(keyId, readAt);
    }

    private static KeyRefused unknown(long keyId) {
        return new KeyRefused("key " + keyId + " is not in the key table; is this the database, and the backup,"
                + " that the sealed value was written to?");
    }

    /** All keys of an owner, read now. */
    List<ReadKey> ofOwner(KeyOwner owner) {
        long readAt = freshness.now();
        return table.ofOwner(owner).stream()
                .map(stored -> ofOwner(stored, owner, readAt))
                .toList();
    }

    private ReadKey ofOwner(StoredKey stored, KeyOwner owner, long readAt) {
        if (!stored.record().owner().equals(owner)) {
            throw new NotAuthentic("the key table answered for " + ReadKey.text(owner) + " with a key of "
                    + ReadKey.text(stored.record().owner()));
        }
        return read(stored, readAt);
    }

    private ReadKey read(StoredKey stored, long readAt) {
        List<ReadKey.Way> ways = keks.usable(stored).stream()
                .map(wrapping -> new ReadKey.Way(wrapping, KeyIdentity.of(stored, wrapping, limits)))
                .toList();
        return new ReadKey(stored, ways, readAt);
    }
}
