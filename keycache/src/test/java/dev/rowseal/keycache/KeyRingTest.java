package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.Lease;
import dev.rowseal.key.Purpose;
import dev.rowseal.key.Wrapping;
import dev.rowseal.kms.contract.MemoryKms;
import dev.rowseal.memory.Secret;
import dev.rowseal.seal.DataKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ring in good faith: first keys, rotations, states, outages. */
class KeyRingTest extends KeyRings {

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
    void retiredKeysOpenOnly() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        table.setState(first, KeyState.RETIRED);
        later(TTL);

        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
        assertThatThrownBy(() -> sealingKey(ring))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("rotate it");
        assertThat(table.all()).hasSize(1);
    }

    @Test
    void oneKmsThatCannotBeClosedKeepsNoOtherOpenAndNoKey() {
        for (MemoryKms failing : List.of(kms, oldKms)) {
            KeyRing ring = ring("clinic", kek, List.of(oldKek));
            long old = rotate(new KeyOwner("clinic", "t" + rings.size(), Purpose.DATA), 1, oldKek);
            openingKey(ring, "t" + rings.size(), old);
            sealingKey(ring);
            assertThat(kms.open()).isPositive();
            assertThat(oldKms.open()).isPositive();
            IllegalStateException failure = new IllegalStateException("the token is gone");
            failing.onClose(() -> {
                throw failure;
            });
            assertThatThrownBy(ring::close).isSameAs(failure);
            failing.onClose(() -> {});
            assertThat(kms.open()).isZero();
            assertThat(oldKms.open()).isZero();
            assertThat(Secret.open()).isEqualTo(openAtFirst);
        }
    }

    @Test
    void aDestroyedKeyIsRefusedAndWiped() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        table.setState(first, KeyState.DESTROYED);
        table.setWrappings(first);
        later(TTL);

        assertThatThrownBy(() -> openingKey(ring, "public.patient", first))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("destroyed");
        assertThat(Secret.open()).as("purged at once").isEqualTo(openAtFirst);
    }

    @Test
    void whoSealsWithTheNextKeyWipesTheDestroyedOne() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        sealingKey(ring("elsewhere", kek, List.of()));
        rotate(PATIENT, 3, kek);
        table.setState(first, KeyState.DESTROYED);
        table.setWrappings(first);
        later(TTL);

        sealingKey(ring);
        assertThat(Secret.open()).as("the third generation, and elsewhere's").isEqualTo(openAtFirst + 2);
    }

    @Test
    void whatWasReadBeforeALongWaitForTheKmsIsReadAgain() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        table.setWrappings(first, rewrapped(first));
        later(TTL);
        List<Long> second = new ArrayList<>();
        kms.beforeUnwrap(() -> {
            if (second.isEmpty()) {
                second.add(0L);
                second.set(0, rotate(PATIENT, 2, kek));
                table.setState(first, KeyState.RETIRED);
                later(TTL.plusSeconds(1));
            }
        });

        assertThat(sealingKey(ring)).isEqualTo(second.get(0));
    }

    @Test
    void aKeyThatWasDestroyedDuringALongWaitForTheKmsIsNotLent() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        later(TTL);
        KeyRing other = ring();
        table.setWrappings(first, rewrapped(first));
        kms.beforeUnwrap(() -> {
            table.setState(first, KeyState.DESTROYED);
            table.setWrappings(first);
            later(TTL.plusSeconds(1));
        });

        assertThatThrownBy(() -> openingKey(other, "public.patient", first))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("destroyed");
        assertThat(Secret.open()).isEqualTo(openAtFirst);
    }

    @Test
    void aKmsThatIsAlwaysTooSlowIsAnOutage() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        table.beforeById = () -> later(TTL.plusSeconds(1));

        assertThatThrownBy(() -> openingKey(ring(), "public.patient", first))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("cache.ttl");
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
    void whenAllKeksAreOutTheLastOutageIsThrown() throws InterruptedException {
        rotate(PATIENT, 1, kek, oldKek);
        KeyRing ring = ring("clinic", kek, List.of(oldKek));
        KeyUnavailable shared = new KeyUnavailable("both are out");
        kms.failWith(() -> shared);
        oldKms.failWith(() -> shared);

        assertThatThrownBy(() -> sealingKey(ring)).isSameAs(shared);
        kms.failWith(null);
        assertThatThrownBy(() -> sealingKey(ring)).as("for a moment").isSameAs(shared);
        Thread.sleep(Outages.REMEMBERED.toMillis() + 50);
        assertThat(sealingKey(ring)).as("and no longer").isEqualTo(1);
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
    void aClockSetBackOnlyMeansReadingAgain() {
        KeyRing ring = ring();
        sealingKey(ring);
        long second = rotate(PATIENT, 2, kek);
        later(Duration.ofDays(-1));

        assertThat(sealingKey(ring)).isEqualTo(second);
    }

    @Test
    void aClockSetBackByLessThanAReadingsAgeDoesNotProlongIt() {
        KeyRing ring = ring();
        sealingKey(ring);
        long second = rotate(PATIENT, 2, kek);
        later(TTL.minusSeconds(1));
        clock.set(TTL.minusSeconds(2).negated());
        later(Duration.ofSeconds(1));

        assertThat(sealingKey(ring)).isEqualTo(second);
    }

    @Test
    void aClockThatStoodStillDoesNotProlongAReading() {
        KeyRing ring = ring();
        sealingKey(ring);
        long second = rotate(PATIENT, 2, kek);
        // Suspended for so long.
        clock.set(TTL);

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
