package dev.rowseal.key;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import dev.rowseal.memory.Secret;
import java.nio.ByteBuffer;
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
        ByteBuffer buffer = ByteBuffer.allocateDirect(Kms.KEY_BYTES);
        try {
            keks.kms(wrapping.kekUri())
                    .unwrap(new Kms.Wrapped(wrapping.wrappedKey(), wrapping.kekVersion()), context(record), buffer);
            Secret dek = Secret.take(buffer.flip());
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
        } finally {
            wipe(buffer);
        }
    }

    /**
     * Makes a key and wraps it under the primary KEK. The wrapping is opened once before it is handed out: a KEK that
     * wraps and cannot unwrap (rights are granted one by one) must fail now and not when the first value is read.
     */
    StoredKey create(KeyRecord record) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(Kms.KEY_BYTES);
        try {
            Kms.Wrapped wrapped = keks.kms(keks.primary()).generate(context(record), buffer);
            byte[] commitment;
            try (Secret dek = Secret.take(buffer.flip())) {
                commitment = Commitment.of(dek, record);
            }
            Wrapping wrapping = new Wrapping(keks.primary(), wrapped.kekVersion(), wrapped.bytes());
            StoredKey key = new StoredKey(record, KeyState.ACTIVE, commitment, List.of(wrapping), 1);
            open(key, wrapping).close();
            return key;
        } finally {
            wipe(buffer);
        }
    }

    private static Kms.KeyContext context(KeyRecord record) {
        KeyOwner owner = record.owner();
        String purpose = owner.purpose().name().toLowerCase(Locale.ROOT);
        return new Kms.KeyContext(owner.namespace(), owner.owner(), record.keyId(), purpose);
    }

    private static void wipe(ByteBuffer buffer) {
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, (byte) 0);
        }
    }
}
