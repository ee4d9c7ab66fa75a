package dev.rowseal.key;

import dev.rowseal.event.Event;
import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.Kms;
import dev.rowseal.memory.Incoming;
import dev.rowseal.memory.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Takes data keys through the KMS, in both directions, and checks each against its row. Key bytes pass through one
 * off-heap buffer per call, wiped before the call returns. Safe for use by many threads.
 */
final class Deks {

    private final Keks keks;

    Deks(Keks keks) {
        this.keks = keks;
    }

    /**
     * Unwraps a key and proves that it is this row's: neither the KMS nor the key table is believed.
     *
     * @param untold what is to be told of it
     * @return the key, which the caller closes
     * @throws NotAuthentic if the commitment is another key's or another row's
     */
    Secret open(StoredKey key, Wrapping wrapping, Untold untold) {
        long begun = System.nanoTime();
        Secret dek;
        try {
            dek = opened(key, wrapping);
        } catch (RowsealFailure failure) {
            untold.ofCall(
                    Event.KEY_UNWRAP_FAILED,
                    context(key.record()),
                    failure.sqlState() + " " + wrapping.kekUri(),
                    begun);
            throw failure;
        }
        boolean told = false;
        try {
            untold.ofCall(Event.KEY_UNWRAPPED, context(key.record()), wrapping.kekUri(), begun);
            told = true;
            return dek;
        } finally {
            // Memory may run out just here.
            if (!told) {
                dek.close();
            }
        }
    }

    /** Wraps, and tells of it, however it ends. */
    private static Kms.Wrapped wrapped(KeyRecord record, String kekUri, Supplier<Kms.Wrapped> call, Untold untold) {
        long begun = System.nanoTime();
        try {
            Kms.Wrapped wrapped = call.get();
            untold.ofCall(Event.KEY_WRAPPED, context(record), kekUri, begun);
            return wrapped;
        } catch (RowsealFailure failure) {
            untold.ofCall(Event.KEY_WRAP_FAILED, context(record), failure.sqlState() + " " + kekUri, begun);
            throw failure;
        }
    }

    private Secret opened(StoredKey key, Wrapping wrapping) {
        KeyRecord record = key.record();
        try (Incoming incoming = new Incoming()) {
            Kms.Wrapped wrapped = new Kms.Wrapped(wrapping.wrappedKey(), wrapping.kekVersion());
            keks.kms(wrapping.kekUri()).unwrap(wrapped, context(record), incoming.buffer());
            Secret dek = incoming.secret();
            boolean own = false;
            try {
                own = Commitment.matches(dek, record, key.commitment());
            } finally {
                if (!own) {
                    dek.close();
                }
            }
            if (!own) {
                throw new NotAuthentic("key " + record.keyId() + " of " + ReadKey.text(record.owner())
                        + " does not match its commitment: its row in the key table was altered");
            }
            return dek;
        }
    }

    /** Throws what {@link #open} throws, and keeps nothing. */
    void prove(StoredKey key, Wrapping wrapping, Untold untold) {
        open(key, wrapping, untold).close();
    }

    /**
     * Makes a key and wraps it under the primary KEK and others. Each wrapping is opened once before it is handed out: a
     * KEK that wraps and cannot unwrap (rights are granted one by one) must fail now and not when the first value is
     * read.
     *
     * @param others further KEKs that the policy names, without the primary
     * @param all whether each of them has to do it; those that fail are else left out, unless this thread was interrupted in
     *     an outage
     * @param maxLease how long a process may hold the key, in milliseconds
     */
    StoredKey create(KeyRecord record, Collection<String> others, boolean all, long maxLease, Untold untold) {
        try (Incoming incoming = new Incoming()) {
            Kms.Wrapped wrapped = wrapped(
                    record,
                    keks.primary(),
                    () -> keks.kms(keks.primary()).generate(context(record), incoming.buffer()),
                    untold);
            Wrapping primary = wrapping(keks.primary(), wrapped);
            List<Wrapping> wrappings = new ArrayList<>(List.of(primary));
            StoredKey alone;
            try (Secret dek = incoming.secret()) {
                alone = StoredKey.first(record, Commitment.of(dek, record), wrappings, maxLease);
                prove(alone, primary, untold);
                for (String other : others) {
                    proved(alone, dek, other, all, untold).ifPresent(wrappings::add);
                }
            }
            return StoredKey.first(record, alone.commitment(), wrappings, maxLease);
        }
    }

    private Optional<Wrapping> proved(StoredKey key, Secret dek, String kekUri, boolean must, Untold untold) {
        try {
            Wrapping wrapping = wrap(key.record(), dek, kekUri, untold);
            prove(key, wrapping, untold);
            return Optional.of(wrapping);
        } catch (RowsealFailure cannot) {
            if (must || cannot instanceof KeyUnavailable unavailable && unavailable.isUnasked()) {
                throw cannot;
            }
            if (Thread.currentThread().isInterrupted()) {
                // An interrupted call says nothing of the KEK, whatever it says; nor to those who wait for the key.
                throw cannot instanceof KeyUnavailable
                        ? cannot
                        : new KeyUnavailable("interrupted before " + kekUri + " had wrapped a new key", cannot);
            }
            return Optional.empty();
        }
    }

    /** Wraps an open key under a KEK. */
    Wrapping wrap(KeyRecord record, Secret dek, String kekUri, Untold untold) {
        try (Incoming room = new Incoming()) {
            dek.copyTo(room.buffer());
            Kms.Wrapped wrapped = wrapped(
                    record, kekUri, () -> keks.kms(kekUri).wrap(room.buffer().flip(), context(record)), untold);
            return wrapping(kekUri, wrapped);
        }
    }

    static Wrapping wrapping(String kekUri, Kms.Wrapped wrapped) {
        return new Wrapping(kekUri, wrapped.kekVersion(), wrapped.bytes());
    }

    static Kms.KeyContext context(KeyRecord record) {
        KeyOwner owner = record.owner();
        String purpose = owner.purpose().name().toLowerCase(Locale.ROOT);
        return new Kms.KeyContext(owner.namespace(), owner.owner(), record.keyId(), purpose);
    }
}
