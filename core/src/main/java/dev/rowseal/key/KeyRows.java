package dev.rowseal.key;

import dev.rowseal.event.Event;
import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.Freshness.Moment;
import dev.rowseal.seal.RunLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What this process has read of the key table, by key id. Safe for use by many threads; one thread reads a row, those
 * that want the same one wait for it, and nobody else does.
 */
final class KeyRows {

    // An attacker who writes cells with made-up key ids fills no more than this.
    private static final int ABSENT_AT_MOST = 1_000;

    // Each lost attempt is a change of the same row by somebody else.
    static final int ATTEMPTS = 16;

    private final KeyTable table;
    private final Keks keks;
    private final RunLimits limits;
    private final Freshness freshness;
    private final long maxLease;
    private final Consumer<KeyRecord> destroyed;
    private final ConcurrentMap<Long, ReadKey> present = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, Moment> absent = new ConcurrentHashMap<>();
    private final SingleFlight<Long, ReadKey> reading = new SingleFlight<>();

    /**
     * Reads nothing yet.
     *
     * @param maxLease how long this process may go on with a key, in milliseconds
     * @param destroyed is told of each tombstone that is read
     */
    KeyRows(
            KeyTable table,
            Keks keks,
            RunLimits limits,
            Freshness freshness,
            long maxLease,
            Consumer<KeyRecord> destroyed) {
        this.table = table;
        this.keks = keks;
        this.limits = limits;
        this.freshness = freshness;
        this.maxLease = maxLease;
        this.destroyed = destroyed;
    }

    /** The key with this id as it was read within the bound; null when it was not. */
    @Nullable
    ReadKey known(long keyId, Duration bound) {
        ReadKey read = present.get(keyId);
        return read != null && freshness.within(read.readAt(), bound) ? read : null;
    }

    /** The key with this id, from a reading no older than the bound. */
    ReadKey byId(long keyId, Duration bound) {
        ReadKey known = known(keyId, bound);
        if (known != null) {
            return known;
        }
        Moment missedAt = absent.get(keyId);
        if (missedAt != null && freshness.within(missedAt, Freshness.RECENT)) {
            throw unknown(keyId);
        }
        return reading.fetch(keyId, () -> read(keyId));
    }

    private ReadKey read(long keyId) {
        ReadKey read = ahead(keyId);
        publish(read);
        return read;
    }

    /** The key with this id, read now, and kept from all others until it is {@link #publish published}. */
    ReadKey ahead(long keyId) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<ReadKey> read = hold(readNow(keyId));
            if (read.isPresent()) {
                return read.get();
            }
        }
        throw restless("key " + keyId);
    }

    /** Has everybody see what was read of a key. */
    void publish(ReadKey read) {
        long keyId = read.stored().record().keyId();
        // Never an older reading in the place of a newer: that may be a tombstone.
        present.merge(keyId, read, (there, next) -> next.isNewerThan(there) ? next : there);
        absent.remove(keyId);
    }

    /** Has a key read anew whose row is another by now; not where that one was read. */
    void forget(ReadKey read) {
        KeyRecord before = read.stored().record();
        // Of whichever reading: no two are equal.
        present.computeIfPresent(
                read.keyId(), (id, there) -> there.stored().record().equals(before) ? null : there);
    }

    static KeyUnavailable restless(String whose) {
        return new KeyUnavailable("the row of " + whose + " in the key table was changed each time that it was read");
    }

    /** Whether the table has a key as it was read, and for this policy; read now. Not where it does not tell. */
    boolean stillHas(ReadKey read) {
        try {
            ReadKey now = readNow(read.keyId());
            return !now.destroyed()
                    && !now.ways().isEmpty()
                    && now.stored().record().equals(read.stored().record());
        } catch (RowsealFailure not) {
            return false;
        }
    }

    private ReadKey readNow(long keyId) {
        Moment readAt = freshness.now();
        StoredKey stored = table.byId(keyId).orElse(null);
        if (stored == null) {
            rememberAbsent(keyId, readAt);
            throw unknown(keyId);
        }
        if (stored.record().keyId() != keyId) {
            throw new NotAuthentic("the key table answered for key " + keyId + " with another key");
        }
        return read(stored, readAt);
    }

    /**
     * Sees to it that the row says for how long this process may go on with the key, before it does: whoever destroys
     * the key waits that long.
     *
     * @return the key; empty when its row was changed meanwhile and has to be read again
     */
    Optional<ReadKey> hold(ReadKey key) {
        StoredKey stored = key.stored();
        if (stored.maxLease() >= maxLease
                || key.destroyed()
                || stored.wrappings().isEmpty()) {
            return Optional.of(key);
        }
        StoredKey held = stored.heldFor(maxLease);
        return table.change(stored, held) ? Optional.of(read(held, key.readAt())) : Optional.empty();
    }

    /** Puts a row back that is gone. False when its id or its generation is another key's by now. */
    boolean restore(ReadKey lost, Untold untold) {
        boolean there = table.insert(toRestore(lost));
        if (there) {
            found(lost.keyId());
            untold.ofKey(Event.KEY_RESTORED, Deks.context(lost.stored().record()), "generation " + lost.generation());
        }
        return there;
    }

    /** A row that is gone, of a revision that it never had: who read it before it was lost changes nothing. */
    StoredKey toRestore(ReadKey lost) {
        return lost.stored().restored(table.now(), maxLease);
    }

    /** Forgets that a key was not there. */
    void found(long keyId) {
        absent.remove(keyId);
    }

    private void rememberAbsent(long keyId, Moment readAt) {
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
        Moment readAt = freshness.now();
        return table.ofOwner(owner).stream()
                .map(stored -> ofOwner(stored, owner, readAt))
                .toList();
    }

    private ReadKey ofOwner(StoredKey stored, KeyOwner owner, Moment readAt) {
        if (!stored.record().owner().equals(owner)) {
            throw new NotAuthentic("the key table answered for " + ReadKey.text(owner) + " with a key of "
                    + ReadKey.text(stored.record().owner()));
        }
        return read(stored, readAt);
    }

    ReadKey read(StoredKey stored, Moment readAt) {
        List<ReadKey.Way> ways = keks.usable(stored).stream()
                .map(wrapping -> new ReadKey.Way(wrapping, KeyIdentity.of(stored, wrapping, limits)))
                .toList();
        ReadKey key = new ReadKey(stored, ways, readAt);
        if (key.destroyed()) {
            destroyed.accept(stored.record());
        }
        return key;
    }
}
