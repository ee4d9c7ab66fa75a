package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.Purpose;
import dev.rowseal.memory.Secret;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that the key table has forgotten, which the background is the first to miss. */
@Timeout(60)
class LostKeysAheadTest extends KeyRings {

    private static final Duration DUE = TTL.multipliedBy(8).dividedBy(10);

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private @Nullable ClockedKeys cache;

    @Override
    KeyCache cache() {
        if (cache == null) {
            cache = new ClockedKeys(TTL, Duration.ZERO, clock, waiting::add);
        }
        return cache;
    }

    private void runBackground() {
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
    }

    /** The only copy of a key may be in memory. */
    @Test
    void whoOnlyOpensPutsItBackAndKeepsIt() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        openingKey(ring, "public.patient", first);
        table.remove(first);
        later(DUE);
        openingKey(ring, "public.patient", first);
        int unwraps = kms.unwraps();
        runBackground();
        assertThat(table.all()).hasSize(1);
        assertThat(kms.unwraps()).isEqualTo(unwraps + 1);
        assertThat(Secret.open()).isEqualTo(openAtFirst + 1);
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
    }

    /** A row that is read ahead of its time is as good as one that was waited for. */
    @Test
    void whoNeverWaitsForAKeyPutsItBackAfterDays() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        openingKey(ring, "public.patient", first);
        for (int step = 0; step < 100; step++) {
            later(DUE);
            openingKey(ring, "public.patient", first);
            runBackground();
        }
        table.remove(first);
        later(DUE);
        openingKey(ring, "public.patient", first);
        runBackground();
        assertThat(table.all()).hasSize(1);
    }

    /** An index under it would be found by nobody else. */
    @Test
    void anIndexKeyWhosePlaceIsTakenIsRefusedAtOnce() {
        for (boolean id : new boolean[] {false, true}) {
            KeyRing ring = ring();
            long index = indexKey(ring);
            table.remove(index);
            KeyOwner other = new KeyOwner("clinic", id ? "public.visit" : "email", id ? Purpose.DATA : Purpose.INDEX);
            long place = id ? index : index + 7;
            rotate(new KeyRecord(place, other, 1, clock.millis()), record -> record, kek);
            later(DUE);
            index(ring, "email");
            assertThat(waiting).hasSize(1);
            runBackground();
            assertThat(Secret.open()).isEqualTo(openAtFirst);
            assertThatThrownBy(() -> index(ring, "email"))
                    .isInstanceOf(KeyRefused.class)
                    .hasMessageContaining("another key is in its place");
            later(TTL);
            assertThatThrownBy(() -> index(ring, "email")).isInstanceOf(KeyRefused.class);
            table.remove(place);
            ring.close();
            cache = null;
            waiting.clear();
        }
    }

    private long indexKey(KeyRing ring) {
        index(ring, "email");
        return table.all().get(0).record().keyId();
    }

    /** To open with: what is sealed under it would be lost with the process. */
    @Test
    void aDataKeyWhoseIdIsTakenSealsNoLongerAndIsKeptToTheEndOfItsTime() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        openingKey(ring, "public.patient", first);
        table.remove(first);
        KeyOwner other = new KeyOwner("clinic", "public.visit", Purpose.DATA);
        rotate(new KeyRecord(first, other, 1, clock.millis()), record -> record, kek);
        later(DUE);
        sealingKey(ring);
        openingKey(ring, "public.patient", first);
        assertThat(waiting).hasSize(2);
        runBackground();
        assertThat(Secret.open()).isEqualTo(openAtFirst + 1);
        for (Duration by : new Duration[] {Duration.ZERO, TTL}) {
            assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
            later(by);
            assertThatThrownBy(() -> sealingKey(ring))
                    .isInstanceOf(KeyRefused.class)
                    .hasMessageContaining("key " + first)
                    .hasMessageContaining("another key is in its place");
        }
        assertThat(table.all()).hasSize(1);
    }

    /** He cannot make others find it, and learns so ahead of time. */
    @Test
    void whoMayNotPutItBackSealsWithItNoLonger() {
        KeyRing ring = ring();
        sealingKey(ring);
        long second = rotate(PATIENT, 2, kek);
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(second);
        table.remove(second);
        table.beforeInsert = () -> {
            throw new Misconfigured("may not insert into rowseal_keys");
        };
        later(DUE);
        assertThat(sealingKey(ring)).isEqualTo(second);
        runBackground();
        for (Duration by : new Duration[] {Duration.ZERO, Duration.ofSeconds(2)}) {
            later(by);
            assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(Misconfigured.class);
        }
    }

    /** As {@link #whoMayNotPutItBackSealsWithItNoLonger}, where there is another, which the KMS does not open just then. */
    @Test
    void whoMayNotPutItBackSealsUnderTheOtherAtOnce() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        table.remove(first);
        long other = rotate(new KeyRecord(first + 7, PATIENT, 2, clock.millis()), record -> record, kek);
        table.beforeInsert = () -> {
            throw new Misconfigured("may not insert into rowseal_keys");
        };
        later(DUE);
        assertThat(sealingKey(ring)).isEqualTo(first);
        kms.failWith(() -> new KeyUnavailable("out"));
        runBackground();
        kms.failWith(null);
        later(Duration.ofSeconds(2));
        assertThat(sealingKey(ring)).isEqualTo(other);
    }

    /** As where the KMS is out: it serves to the end of its time, and is tried again. */
    @Test
    void anOutageAheadOfTimeEndsNothing() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        table.remove(first);
        table.beforeInsert = () -> {
            throw new KeyUnavailable("read-only");
        };
        later(DUE);
        sealingKey(ring);
        runBackground();
        assertThat(sealingKey(ring)).isEqualTo(first);
        later(TTL.minus(DUE));
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyUnavailable.class);
        table.beforeInsert = () -> {};
        assertThat(sealingKey(ring)).isEqualTo(first);
    }

    /** As in the middle of a failover, where nobody can tell whether it is the only copy. */
    @Test
    void aKeyIsKeptWhereTheTableDoesNotTellWhetherItIsLost() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        openingKey(ring, "public.patient", first);
        table.remove(first);
        KeyOwner other = new KeyOwner("clinic", "public.visit", Purpose.DATA);
        rotate(new KeyRecord(first, other, 1, clock.millis()), record -> record, kek);
        later(DUE);
        sealingKey(ring);
        AtomicInteger readings = new AtomicInteger();
        table.beforeOfOwner = () -> {
            // After the three by which it is found that its place is taken.
            if (readings.incrementAndGet() == 4) {
                table.failure = () -> new KeyUnavailable("failing over");
            }
        };
        runBackground();
        assertThat(readings).hasValue(4);
        assertThat(Secret.open()).isEqualTo(openAtFirst + 1);
        table.failure = null;
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
    }

    @Test
    void aKeyThatTheKmsRefusesIsNotKeptWhereTheTableDoesNotTell() {
        for (boolean authentic : new boolean[] {false, true}) {
            KeyRing ring = ring();
            long first = sealingKey(ring);
            table.setWrappings(first, rewrapped(first));
            later(DUE);
            sealingKey(ring);
            kms.beforeUnwrap(() -> table.failure = () -> new KeyUnavailable("failing over"));
            kms.failWith(() -> authentic ? new KeyRefused("disabled") : new NotAuthentic("not its own"));
            runBackground();
            assertThat(Secret.open()).isEqualTo(openAtFirst);
            kms.beforeUnwrap(() -> {});
            kms.failWith(null);
            table.failure = null;
            table.remove(first);
            ring.close();
            cache = null;
        }
    }

    /** He knows by then that nobody else will find what he seals. */
    @Test
    void whoMissesItToOpenSealsWithItNoLonger() {
        for (boolean id : new boolean[] {false, true}) {
            KeyRing ring = ring();
            long first = sealingKey(ring);
            table.remove(first);
            long other = id ? first : first + 7;
            KeyOwner owner = id ? new KeyOwner("clinic", "public.visit", Purpose.DATA) : PATIENT;
            rotate(new KeyRecord(other, owner, 1, clock.millis()), record -> record, kek);
            table.setState(other, KeyState.RETIRED);
            assertThatThrownBy(() -> openingKey(ring, "public.patient", first))
                    .isInstanceOfAny(KeyRefused.class, NotAuthentic.class);
            assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyRefused.class);
            table.remove(other);
            ring.close();
            cache = null;
            waiting.clear();
        }
    }

    /** Whoever finds a key being unwrapped by another does not know what comes of it. */
    @Test
    void whatIsBeingUnwrappedIsNotProved() throws Exception {
        KeyRing ring = ring();
        KeyRing other = ring();
        long first = sealingKey(ring);
        assertThat(sealingKey(other)).isEqualTo(first);
        long forged = rotate(new KeyRecord(9, PATIENT, 2, 1), record -> new KeyRecord(9, PATIENT, 3, 1), kek);
        later(DUE);
        sealingKey(ring);
        sealingKey(other);
        assertThat(waiting).hasSize(2);
        CountDownLatch calling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        kms.beforeUnwrap(() -> {
            calling.countDown();
            try {
                assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> loading = thread.submit(waiting.remove());
            calling.await();
            waiting.remove().run();
            assertThat(sealingKey(other)).as("nor sealed with").isEqualTo(first);
            goOn.countDown();
            loading.get();
        } finally {
            thread.shutdownNow();
        }
        table.remove(forged);
        later(TTL);
        assertThat(sealingKey(other)).isEqualTo(first);
        assertThat(table.all()).hasSize(1);
        assertThatThrownBy(() -> openingKey(other, "public.visit", first)).isInstanceOf(NotAuthentic.class);
    }
}
