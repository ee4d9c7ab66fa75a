package dev.rowseal.key;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import dev.rowseal.memory.Incoming;
import dev.rowseal.memory.Secret;
import java.util.List;
import java.util.Locale;

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
     * @return the key, which the caller closes
     * @throws NotAuthentic if the commitment is another key's or another row's
     */
    Secret open(StoredKey key, Wrapping wrapping) {
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

    /**
     * Makes a key and wraps it under the primary KEK. The wrapping is opened once before it is handed out: a KEK that
     * wraps and cannot unwrap (rights are granted one by one) must fail now and not when the first value is read.
     */
    StoredKey create(KeyRecord record) {
        try (Incoming incoming = new Incoming()) {
            Kms.Wrapped wrapped = keks.kms(keks.primary()).generate(context(record), incoming.buffer());
            byte[] commitment;
            try (Secret dek = incoming.secret()) {
                commitment = Commitment.of(dek, record);
            }
            Wrapping wrapping = new Wrapping(keks.primary(), wrapped.kekVersion(), wrapped.bytes());
            StoredKey key = new StoredKey(record, KeyState.ACTIVE, commitment, List.of(wrapping), 1);
            open(key, wrapping).close();
            return key;
        }
    }

    private static Kms.KeyContext context(KeyRecord record) {
        KeyOwner owner = record.owner();
        String purpose = owner.purpose().name().toLowerCase(Locale.ROOT);
        return new Kms.KeyContext(owner.namespace(), owner.owner(), record.keyId(), purpose);
    }
}
