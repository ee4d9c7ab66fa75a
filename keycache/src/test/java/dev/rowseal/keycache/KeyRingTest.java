package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.Commitment;
import dev.rowseal.key.KeyOwner;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class KeyRingTest {

    private static final Duration TTL = Duration.ofMinutes(5);
    private static final KeyOwner PATIENT = new KeyOwner("clinic", "public.patient", Purpose.DATA);

    private final String kek = "memory-kms:" + UUID.randomUUID();
    private final String oldKek = "memory-kms:" + UUID.randomUUID();
    private final MemoryKms kms = MemoryKms.named(kek);
    private final MemoryKms oldKms = MemoryKms.named(oldKek);
    private final MemoryKeyTable table = new MemoryKeyTable();
    private final SettableClock clock = new SettableClock();
    private final List<KeyRing> rings = new ArrayList<>();
    private int openAtFirst;

    @BeforeEach
    void count() {
        openAtFirst = Secret.open();
    }

    @AfterEach
    void nothingLingers() {
        kms.failWith(null);
        oldKms.failWith(null);
        rings.forEach(KeyRing::close);
        assertThat(Secret.open()).isEqualTo(openAtFirst);
        assertThat(kms.open()).isZero();
        assertThat(oldKms.open()).isZero();
    }

    private KeyRing ring() {
        return ring("clinic", kek, List.of());
    }

    private KeyRing ring(String namespace, String primary, List<String> unwrap) {
        LeasedKeys cache = LeasedKeys.shared(TTL);
        KeyRing ring = new KeyRing(namespace, primary, unwrap, table, cache, RunLimits.DEFAULT, clock);
        rings.add(ring);
        return ring;
    }

    private static long sealingKey(KeyRing ring) {
        try (Lease<DataKey> lease = ring.sealing("public.patient")) {
            return lease.key().keyId();
        }
    }

    private static long openingKey(KeyRing ring, String table, long keyId) {
        try (Lease<DataKey> lease = ring.opening(table, keyId)) {
            return lease.key().keyId();
        }
    }

    private static byte[] index(KeyRing ring, String group) {
        try (Lease<IndexKey> lease = ring.indexing(group)) {
            return lease.key().blindIndex(new Value.Text("x"), Equality.EXACT);
        }
    }

    /** Adds a generation as a rotation would. */
    private long rotate(KeyOwner owner, int generation, String... kekUris) {
        return rotate(new KeyRecord(table.freeKeyId(), owner, generation, clock.millis()), record -> record, kekUris);
    }

    private long rotate(KeyRecord record, Function<KeyRecord, KeyRecord> committedTo, String... kekUris) {
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
            assertThat(table.insert(new StoredKey(record, KeyState.ACTIVE, commitment, wrappings, 1)))
                    .isTrue();
            return record.keyId();
        }
    }

    private void later(Duration by) {
        clock.advance(by);
    }

    @Test
    void theFirstKeyIsCommittedAndServesSealingAndOpening() {
        KeyRing ring = ring();
        long keyId = sealingKey(ring);

        assertThat(table.all()).singleElement().satisfies(key -> {
            assertThat(key.record()).isEqualTo(new KeyRecord(keyId, PATIENT, 1, clock.millis()));
            assertThat(key.state()).isEqualTo(KeyState.ACTIVE);
            assertThat(key.wrappings()).extracting(Wrapping::kekUri).containsExactly(kek);
        });
        assertThat(openingKey(ring, "public.patient", keyId)).isEqualTo(keyId);
        assertThat(sealingKey(ring())).isEqualTo(keyId);
    }

    @Test
    void aHundredUsesCostOneUnwrap() {
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        int unwraps = kms.unwraps();
        int reads = table.reads.get();
        for (int i = 0; i < 100; i++) {
            sealingKey(ring);
            openingKey(ring, "public.patient", keyId);
        }

        assertThat(kms.unwraps()).isEqualTo(unwraps);
        assertThat(table.reads.get()).as("one by the key's id").isEqualTo(reads + 1);
    }

    @Test
    void twoRingsShareAnUnwrappedKey() {
        long keyId = sealingKey(ring());
        int unwraps = kms.unwraps();

        assertThat(sealingKey(ring())).isEqualTo(keyId);
        assertThat(kms.unwraps()).isEqualTo(unwraps);
    }

    @Test
    void noKeyIsLentWhoseInsertFailed() {
        KeyRing ring = ring();
        table.beforeInsert = () -> {
            throw new KeyUnavailable("connection lost at commit");
        };

        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyUnavailable.class);
        assertThat(Secret.open()).isEqualTo(openAtFirst);

        table.beforeInsert = () -> {};
        long keyId = sealingKey(ring);
        assertThat(table.all()).extracting(key -> key.record().keyId()).containsExactly(keyId);
    }

    @Test
    void theLoserOfARaceUsesTheWinnersKey() {
        KeyRing ring = ring();
        table.beforeInsert = () -> {
            table.beforeInsert = () -> {};
            // Another process is faster, under another id.
            rotate(new KeyRecord(77, PATIENT, 1, 1), record -> record, kek);
        };

        assertThat(sealingKey(ring)).isEqualTo(77);
        assertThat(table.all()).hasSize(1);
    }

    @Test
    void aTakenKeyIdIsTriedAgainWithAnother() {
        KeyRing ring = ring();
        table.beforeInsert = () -> {
            table.beforeInsert = () -> {};
            rotate(new KeyOwner("clinic", "public.other", Purpose.DATA), 1, kek);
        };

        assertThat(sealingKey(ring)).isEqualTo(2);
    }

    @Test
    void aKekThatWrapsButCannotUnwrapMakesNoKey() {
        KeyRing ring = ring();
        kms.beforeUnwrap(() -> {
            throw new KeyRefused("not allowed to decrypt");
        });

        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyRefused.class);
        assertThat(table.all()).isEmpty();
    }

    @Test
    void aKeyOfAnotherTableNamespaceOrPurposeIsNotAuthentic() {
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        index(ring, "email");
        long indexKeyId = table.all().get(1).record().keyId();

        assertThatThrownBy(() -> openingKey(ring, "public.invoice", keyId))
                .isInstanceOf(NotAuthentic.class)
                .hasMessageContaining("public.invoice")
                .hasMessageContaining("public.patient");
        assertThatThrownBy(() -> openingKey(ring("other", kek, List.of()), "public.patient", keyId))
                .isInstanceOf(NotAuthentic.class);
        assertThatThrownBy(() -> openingKey(ring, "email", indexKeyId)).isInstanceOf(NotAuthentic.class);
    }

    @Test
    void anUnknownKeyIsRefusedAndAskedForAgainSoon() {
        KeyRing ring = ring();
        assertThatThrownBy(() -> openingKey(ring, "public.patient", 1)).isInstanceOf(KeyRefused.class);
        int reads = table.reads.get();
        assertThatThrownBy(() -> openingKey(ring, "public.patient", 1)).isInstanceOf(KeyRefused.class);
        assertThat(table.reads.get()).isEqualTo(reads);

        rotate(PATIENT, 1, kek);
        later(Duration.ofSeconds(1));
        assertThat(openingKey(ring, "public.patient", 1)).isEqualTo(1);
    }

    @Test
    void sealingFollowsARotationWithinTheTimeToLive() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        long second = rotate(PATIENT, 2, kek);

        assertThat(sealingKey(ring)).isEqualTo(first);
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(second);
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
    }

    @Test
    void onceANewerGenerationWasOpenedNoOlderOneSeals() {
        KeyRing ring = ring();
        sealingKey(ring);
        long second = rotate(PATIENT, 2, kek);
        openingKey(ring, "public.patient", second);

        assertThat(sealingKey(ring)).isEqualTo(second);
    }

    @Test
    void aKeyTableThatGoesBackInTimeIsRefused() {
        KeyRing ring = ring();
        sealingKey(ring);
        long second = rotate(PATIENT, 2, kek);
        openingKey(ring, "public.patient", second);
        table.remove(second);
        later(TTL);

        assertThatThrownBy(() -> sealingKey(ring))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("generation 2")
                .hasMessageContaining("public.patient");
    }

    @Test
    void aVanishedKeyIsNotMadeAnew() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        table.remove(first);
        later(TTL);

        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyRefused.class);
        assertThat(table.all()).isEmpty();
    }

    @Test
    void aForgedNewerGenerationNeitherSealsNorRaisesTheFloor() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        long forged = rotate(
                new KeyRecord(9, PATIENT, 1_000, 1), record -> new KeyRecord(9, PATIENT, 2, record.createdAt()), kek);

        assertThatThrownBy(() -> openingKey(ring, "public.patient", forged)).isInstanceOf(NotAuthentic.class);
        later(TTL);
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(NotAuthentic.class);

        table.remove(forged);
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(first);
    }

    @Test
    void retiredKeysOpenOnly() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        table.setState(first, KeyState.RETIRED);
        later(TTL);

        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
        assertThatThrownBy(() -> sealingKey(ring))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("rotate-key");
        assertThat(table.all()).hasSize(1);
    }

    @Test
    void aDestroyedKeyIsRefusedAndWiped() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        table.setState(first, KeyState.DESTROYED);
        later(TTL);

        assertThatThrownBy(() -> openingKey(ring, "public.patient", first))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("destroyed");
        assertThat(Secret.open()).as("purged at once").isEqualTo(openAtFirst);
    }

    @Test
    void aRowThatWasAlteredInAnyFieldIsNotAuthentic() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        StoredKey stored = table.all().get(0);
        KeyRecord record = stored.record();
        List<KeyRecord> altered = List.of(
                new KeyRecord(record.keyId(), record.owner(), 2, record.createdAt()),
                new KeyRecord(record.keyId(), record.owner(), 1, record.createdAt() + 1));
        for (KeyRecord forged : altered) {
            table.tamper(
                    first,
                    key -> new StoredKey(forged, key.state(), key.commitment(), key.wrappings(), key.revision()));
            later(TTL);

            assertThatThrownBy(() -> openingKey(ring, "public.patient", first))
                    .as("%s, though the key itself is cached", forged)
                    .isInstanceOf(NotAuthentic.class)
                    .hasMessageContaining("commitment");
        }
    }

    @Test
    void aRowGivenToAnotherTableIsNotAuthenticThoughItsKeyIsCached() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        KeyOwner invoice = new KeyOwner("clinic", "public.invoice", Purpose.DATA);
        table.tamper(
                first,
                key -> new StoredKey(
                        new KeyRecord(first, invoice, 1, key.record().createdAt()),
                        key.state(),
                        key.commitment(),
                        key.wrappings(),
                        key.revision()));

        assertThatThrownBy(() -> ring.sealing("public.invoice")).isInstanceOf(NotAuthentic.class);
    }

    @Test
    void aWrappingUnderAKekThatThePolicyDoesNotNameIsNotTried() {
        rotate(PATIENT, 1, oldKek);
        int unwraps = oldKms.unwraps();

        assertThatThrownBy(() -> sealingKey(ring()))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining(oldKek)
                .hasMessageContaining("unwrap");
        assertThat(oldKms.unwraps()).isEqualTo(unwraps);
        assertThat(sealingKey(ring("clinic", kek, List.of(oldKek)))).isEqualTo(1);
    }

    @Test
    void onlyAnOutageTriesTheNextWrapping() {
        rotate(PATIENT, 1, kek, oldKek);
        KeyRing ring = ring("clinic", kek, List.of(oldKek));

        List<RowsealFailure> finals =
                List.of(new KeyRefused("denied"), new NotAuthentic("altered"), new Misconfigured("wrong"));
        for (RowsealFailure failure : finals) {
            kms.failWith(() -> failure);
            assertThatThrownBy(() -> sealingKey(ring)).isSameAs(failure);
            assertThat(oldKms.unwraps()).isZero();
        }

        kms.failWith(() -> new KeyUnavailable("out"));
        assertThat(sealingKey(ring)).isEqualTo(1);
        assertThat(oldKms.unwraps()).isEqualTo(1);
        int tried = kms.unwraps();
        sealingKey(ring);
        assertThat(kms.unwraps()).as("the second wrapping's key is cached").isEqualTo(tried);
    }

    @Test
    void whenAllKeksAreOutTheLastOutageIsThrown() {
        rotate(PATIENT, 1, kek, oldKek);
        KeyRing ring = ring("clinic", kek, List.of(oldKek));
        KeyUnavailable shared = new KeyUnavailable("both are out");
        kms.failWith(() -> shared);
        oldKms.failWith(() -> shared);

        assertThatThrownBy(() -> sealingKey(ring)).isSameAs(shared);
        kms.failWith(null);
        assertThat(sealingKey(ring)).as("failures are not remembered").isEqualTo(1);
    }

    @Test
    void anIndexKeyIsMadeOnceAndStays() {
        KeyRing ring = ring();
        byte[] first = index(ring, "email");

        assertThat(index(ring(), "email")).isEqualTo(first);
        assertThat(index(ring, "phone")).isNotEqualTo(first);
        assertThat(table.all()).hasSize(2);
    }

    @Test
    void twoGenerationsOfAnIndexAreRefused() {
        KeyRing ring = ring();
        byte[] first = index(ring, "email");
        long second = rotate(new KeyOwner("clinic", "email", Purpose.INDEX), 2, kek);
        later(TTL);

        assertThatThrownBy(() -> index(ring, "email"))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("lookup group email");
        table.setState(1, KeyState.DESTROYED);
        later(TTL);
        assertThatThrownBy(() -> index(ring, "email")).as("another than it had").isInstanceOf(KeyRefused.class);

        table.setState(1, KeyState.ACTIVE);
        table.remove(second);
        later(TTL);
        assertThat(index(ring, "email")).isEqualTo(first);
    }

    @Test
    void aClockSetBackOnlyMeansReadingAgain() {
        KeyRing ring = ring();
        sealingKey(ring);
        long second = rotate(PATIENT, 2, kek);
        later(Duration.ofDays(-1));

        assertThat(sealingKey(ring)).isEqualTo(second);
    }

    @Test
    @Timeout(60)
    void nobodyWaitsForAnotherKeysKmsCallOrTableRead() throws Exception {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        long second = rotate(PATIENT, 2, kek);
        CountDownLatch waiting = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread tester = Thread.currentThread();
        Runnable block = () -> {
            if (Thread.currentThread() != tester) {
                waiting.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };
        kms.beforeUnwrap(block);
        table.beforeById = block;
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<byte[]> inKms = threads.submit(() -> index(ring, "email"));
            Future<Long> inTable = threads.submit(() -> openingKey(ring, "public.patient", second));
            waiting.await();

            assertThat(sealingKey(ring)).isEqualTo(first);
            assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
            assertThat(index(ring, "phone")).isNotEmpty();
            assertThat(inKms).isNotDone();
            assertThat(inTable).isNotDone();
            goOn.countDown();
            inKms.get();
            assertThat(inTable.get()).isEqualTo(second);
        } finally {
            goOn.countDown();
            threads.shutdown();
        }
    }

    @Test
    void afterCloseEveryCallIsRefused() {
        KeyRing ring = ring();
        Lease<DataKey> held = ring.sealing("public.patient");
        ring.close();

        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> openingKey(ring, "public.patient", 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> index(ring, "email")).isInstanceOf(IllegalStateException.class);
        assertThat(held.key().keyId()).as("a lease outlives the ring").isEqualTo(1);
        held.close();
    }
}
