package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.key.Commitment;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.Lease;
import dev.rowseal.key.Purpose;
import dev.rowseal.key.StoredKey;
import dev.rowseal.key.Wrapping;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProviders;
import dev.rowseal.kms.contract.MemoryKms;
import dev.rowseal.memory.Secret;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.IndexKey;
import dev.rowseal.seal.RunLimits;
import dev.rowseal.value.Equality;
import dev.rowseal.value.Value;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Rings over a key table and two KMS in memory, and what they must have left behind when they are closed. */
abstract class KeyRings {

    static final Duration TTL = Duration.ofMinutes(5);
    static final KeyOwner PATIENT = new KeyOwner("clinic", "public.patient", Purpose.DATA);

    final String kek = "memory-kms:" + UUID.randomUUID();
    final String oldKek = "memory-kms:" + UUID.randomUUID();
    final MemoryKms kms = MemoryKms.named(kek);
    final MemoryKms oldKms = MemoryKms.named(oldKek);
    final MemoryKeyTable table = new MemoryKeyTable();
    final SettableClock clock = new SettableClock();
    final List<KeyRing> rings = new ArrayList<>();
    int openAtFirst;

    @BeforeEach
    void count() {
        openAtFirst = Secret.open();
    }

    @AfterEach
    void nothingLingers() {
        kms.failWith(null);
        kms.failWrapsWith(null);
        oldKms.failWith(null);
        rings.forEach(KeyRing::close);
        assertThat(Secret.open()).isEqualTo(openAtFirst);
        assertThat(kms.open()).isZero();
        assertThat(oldKms.open()).isZero();
    }

    KeyRing ring() {
        return ring("clinic", kek, List.of());
    }

    KeyRing ring(String namespace, String primary, List<String> unwrap) {
        return ring(new KeyPolicy(namespace, primary, unwrap));
    }

    KeyRing ring(KeyPolicy policy) {
        KeyRing ring = new KeyRing(policy, table, cache(), RunLimits.DEFAULT, clock, clock::nanos);
        rings.add(ring);
        return ring;
    }

    /** A ring's part of the cache. */
    KeyCache cache() {
        return LeasedKeys.shared(TTL);
    }

    static long sealingKey(KeyRing ring) {
        try (Lease<DataKey> lease = ring.sealing("public.patient")) {
            return lease.key().keyId();
        }
    }

    static long openingKey(KeyRing ring, String table, long keyId) {
        try (Lease<DataKey> lease = ring.opening(table, keyId)) {
            return lease.key().keyId();
        }
    }

    static byte[] index(KeyRing ring, String group) {
        try (Lease<IndexKey> lease = ring.indexing(group)) {
            return lease.key().blindIndex(new Value.Text("x"), Equality.EXACT);
        }
    }

    /** Adds a generation as a rotation would. */
    long rotate(KeyOwner owner, int generation, String... kekUris) {
        return rotate(new KeyRecord(table.freeKeyId(), owner, generation, clock.millis()), record -> record, kekUris);
    }

    long rotate(KeyRecord record, Function<KeyRecord, KeyRecord> committedTo, String... kekUris) {
        try (Secret dek = Secret.random()) {
            KeyOwner owner = record.owner();
            List<Wrapping> wrappings = new ArrayList<>();
            for (String uri : kekUris) {
                ByteBuffer copy = ByteBuffer.allocate(Kms.KEY_BYTES);
                dek.copyTo(copy);
                try (Kms open = KmsProviders.open(uri)) {
                    Kms.Wrapped wrapped = open.wrap(
                            copy.flip(),
                            new Kms.KeyContext(
                                    owner.namespace(),
                                    owner.owner(),
                                    record.keyId(),
                                    owner.purpose() == Purpose.DATA ? "data" : "index"));
                    wrappings.add(new Wrapping(uri, wrapped.kekVersion(), wrapped.bytes()));
                }
            }
            byte[] commitment = Commitment.of(dek, committedTo.apply(record));
            assertThat(table.insert(new StoredKey(record, KeyState.ACTIVE, commitment, wrappings, 0, 0, 1)))
                    .isTrue();
            return record.keyId();
        }
    }

    /** A wrapping of a key under the same KEK, as a rewrap makes it: what is cached does not serve it. */
    Wrapping rewrapped(long keyId) {
        StoredKey stored = table.byId(keyId).orElseThrow();
        KeyRecord record = stored.record();
        Kms.KeyContext context =
                new Kms.KeyContext(record.owner().namespace(), record.owner().owner(), keyId, "data");
        ByteBuffer dek = ByteBuffer.allocate(Kms.KEY_BYTES);
        try (Kms open = KmsProviders.open(kek)) {
            Wrapping old = stored.wrappings().get(0);
            open.unwrap(new Kms.Wrapped(old.wrappedKey(), old.kekVersion()), context, dek);
            Kms.Wrapped wrapped = open.wrap(dek.flip(), context);
            return new Wrapping(kek, wrapped.kekVersion(), wrapped.bytes());
        }
    }

    void later(Duration by) {
        clock.advance(by);
    }
}
