package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.Purpose;
import dev.rowseal.key.StoredKey;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Readings of the key table that end after newer ones, or after it was learnt that they do not hold. */
@Timeout(60)
class StaleReadingsTest extends KeyRings {

    private static final Duration DUE = TTL.multipliedBy(8).dividedBy(10);

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final ClockedKeys cache = new ClockedKeys(TTL, Duration.ZERO, clock, waiting::add);
    private final Thread tester = Thread.currentThread();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    KeyCache cache() {
        return cache;
    }

    private void hesitate() {
        if (Thread.currentThread() != tester) {
            slow.countDown();
            try {
                assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** What is indexed under it nobody else finds. */
    @Test
    void aKeyThatIsIndexedWithNoLongerDoesNotComeBackFromTheBackground() throws Exception {
        KeyRing ring = ring();
        index(ring, "email");
        long lost = table.all().get(0).record().keyId();
        later(DUE);
        index(ring, "email");
        assertThat(waiting).hasSize(1);
        cache.beforeRefresh = this::hesitate;
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> background = thread.submit(waiting.remove());
            slow.await();
            table.remove(lost);
            KeyOwner email = new KeyOwner("clinic", "email", Purpose.INDEX);
            rotate(new KeyRecord(lost + 7, email, 1, clock.millis()), record -> record, kek);
            later(TTL.minus(DUE));
            assertThatThrownBy(() -> index(ring, "email")).isInstanceOf(KeyRefused.class);
            goOn.countDown();
            background.get();
            assertThatThrownBy(() -> index(ring, "email"))
                    .isInstanceOf(KeyRefused.class)
                    .hasMessageContaining("another key is in its place");
        } finally {
            goOn.countDown();
            thread.shutdownNow();
        }
    }

    @Test
    void whatTheBackgroundProvedIsTheFloorForWhoReadBefore() throws Exception {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        later(DUE);
        sealingKey(ring);
        assertThat(waiting).hasSize(1);
        later(TTL.minus(DUE));
        // So that who reads it has to write, after he has read.
        table.tamper(first, StaleReadingsTest::heldByNobody);
        table.beforeChange = this::hesitate;
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Long> reader = thread.submit(() -> sealingKey(ring));
            slow.await();
            long second = rotate(PATIENT, 2, kek);
            later(Duration.ofSeconds(1));
            waiting.remove().run();
            goOn.countDown();
            assertThat(reader.get()).isEqualTo(second);
            assertThat(sealingKey(ring)).isEqualTo(second);
        } finally {
            goOn.countDown();
            thread.shutdownNow();
        }
    }

    /** Else the key would be opened by its old row, and be in memory under what nobody refuses any more. */
    @Test
    void aRowThatIsGoneIsNotReadByAReadingOfItThatWasNotProved() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        later(TTL);
        kms.failWith(() -> new KeyUnavailable("out"));
        // Read, and not opened: what is known of the key as proved is the reading before.
        assertThatThrownBy(() -> openingKey(ring, "public.patient", first)).isInstanceOf(KeyUnavailable.class);
        kms.failWith(null);
        table.remove(first);
        rotate(new KeyRecord(first + 7, PATIENT, 1, clock.millis()), record -> record, kek);
        sealingKey(ring);
        assertThat(table.byId(first).orElseThrow().record().generation()).isEqualTo(2);
        int reads = table.reads.get();
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
        assertThat(table.reads).hasValue(reads + 1);
    }

    private static StoredKey heldByNobody(StoredKey key) {
        return new StoredKey(key.record(), key.state(), key.commitment(), key.wrappings(), 0, 0, key.revision() + 1);
    }
}
