package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.KeyRing;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that cannot be sealed without, and cannot be put back for the moment: as on a server that is not promoted yet. */
@Timeout(60)
class LostKeysOutageTest extends KeyRings {

    private static void readOnly() {
        throw new KeyUnavailable("read-only");
    }

    /** By a restart the only copy of the key would be gone. */
    @Test
    void whileTheNewestCannotBePutBackItIsAnOutage() {
        for (boolean alone : new boolean[] {false, true}) {
            KeyRing ring = ring();
            long newest = sealingKey(ring);
            if (!alone) {
                newest = rotate(PATIENT, 2, kek);
                later(TTL);
                assertThat(sealingKey(ring)).isEqualTo(newest);
            }
            long lost = newest;
            table.remove(lost);
            table.beforeInsert = LostKeysOutageTest::readOnly;
            later(TTL);
            long told = Events.count(Event.KEY_LOST);
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyUnavailable.class);
                assertThatThrownBy(() -> openingKey(ring, "public.patient", lost))
                        .isInstanceOf(KeyUnavailable.class);
            }
            assertThat(Events.count(Event.KEY_LOST)).isEqualTo(told);

            table.beforeInsert = () -> {};
            assertThat(sealingKey(ring)).as("at once").isEqualTo(lost);
            assertThat(openingKey(ring, "public.patient", lost)).isEqualTo(lost);
            table.all().forEach(key -> table.remove(key.record().keyId()));
        }
    }

    /** When it is right again the key comes back, from this process alone; should it be restarted, from nowhere. */
    @Test
    void whileTheClockIsSetBackItIsAnOutageToo() {
        KeyRing ring = ring();
        long newest = lostNewest(ring);
        clock.set(Duration.ofHours(-3));
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> sealingKey(ring))
                    .isInstanceOf(KeyUnavailable.class)
                    .hasMessageContaining("do not restart");
        }
        assertThat(table.all()).hasSize(1);
        clock.set(Duration.ofHours(3));
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(newest);
        assertThat(table.byId(newest)).isPresent();
    }

    /** Nor is it taken for one whose place another has, once the clock is right. */
    @Test
    void whatTheClockKeptAwayComesBackAtOnce() {
        KeyRing ring = ring();
        long newest = lostNewest(ring);
        clock.set(Duration.ofMillis(-500));
        int reads = table.reads.get();
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> openingKey(ring, "public.patient", newest)).isInstanceOf(KeyRefused.class);
        }
        assertThat(table.reads.get() - reads).isLessThan(10);
        later(Duration.ofMillis(600));
        assertThat(sealingKey(ring)).isEqualTo(newest);
        assertThat(table.byId(newest)).isPresent();
    }

    private long lostNewest(KeyRing ring) {
        sealingKey(ring);
        long newest = rotate(PATIENT, 2, kek);
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(newest);
        table.remove(newest);
        return newest;
    }

    @Test
    void whoMayNotPutTheNewestBackIsToldSo() {
        KeyRing ring = ring();
        sealingKey(ring);
        long second = rotate(PATIENT, 2, kek);
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(second);
        table.remove(second);
        table.beforeInsert = () -> {
            throw new Misconfigured("may not insert into rowseal_keys");
        };
        later(TTL);
        long told = Events.count(Event.KEY_LOST);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(Misconfigured.class);
            assertThatThrownBy(() -> openingKey(ring, "public.patient", second)).isInstanceOf(Misconfigured.class);
        }
        assertThat(Events.count(Event.KEY_LOST)).isEqualTo(told + 1);
    }

    /** Who interrupts the one does not mean the other. */
    @Test
    void whoWaitsForOneThatIsInterruptedPutsItBackHimself() throws Exception {
        KeyRing ring = ring();
        sealingKey(ring);
        long second = rotate(PATIENT, 2, kek);
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(second);
        table.remove(second);
        later(TTL);
        FutureTask<Long> other = new FutureTask<>(() -> sealingKey(ring));
        Thread waits = new Thread(other);
        table.beforeInsert = () -> {
            table.beforeInsert = () -> {};
            waits.start();
            awaitWaiting(waits);
            Thread.currentThread().interrupt();
            throw new KeyUnavailable("interrupted");
        };
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Long> interrupted = thread.submit(() -> sealingKey(ring));
            assertThatThrownBy(interrupted::get).hasCauseInstanceOf(KeyUnavailable.class);
            assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo(second);
        } finally {
            thread.shutdownNow();
        }
    }

    /** The KMS is asked once for each reading, however many keys wait for it. */
    @Test
    void ofSeveralThatNeedTheKmsInAnOutageOneAsksIt() {
        KeyRing ring = ring();
        long[] lost = new long[3];
        lost[0] = sealingKey(ring);
        for (int i = 1; i < lost.length; i++) {
            lost[i] = rotate(PATIENT, i + 1, kek);
            later(TTL);
            assertThat(sealingKey(ring)).isEqualTo(lost[i]);
        }
        for (int i = 0; i < lost.length; i++) {
            table.remove(lost[i]);
        }
        for (int i = 0; i < lost.length; i++) {
            rotate(new KeyRecord(lost[i] + 7, PATIENT, i + 1, clock.millis()), record -> record, kek);
        }
        later(TTL);
        kms.failWith(() -> new KeyUnavailable("out"));
        int unwraps = kms.unwraps();
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyUnavailable.class);
        assertThat(kms.unwraps() - unwraps)
                .as("one for the lost, one for the other")
                .isLessThanOrEqualTo(2);
        kms.failWith(null);
        later(TTL);
        sealingKey(ring);
        for (long keyId : lost) {
            assertThat(openingKey(ring(), "public.patient", keyId)).isEqualTo(keyId);
        }
    }

    static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING && thread.getState() != Thread.State.TIMED_WAITING) {
            assertThat(thread.isAlive()).isTrue();
            Thread.onSpinWait();
        }
    }
}
