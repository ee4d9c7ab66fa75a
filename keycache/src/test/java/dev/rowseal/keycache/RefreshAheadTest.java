package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.KeyState;
import dev.rowseal.memory.Secret;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys in use are read and unwrapped anew before their time is over, by a clock that the test turns. */
@Timeout(60)
class RefreshAheadTest extends KeyRings {

    private static final Duration STEP = TTL.dividedBy(100);

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private Duration grace = Duration.ZERO;
    private boolean full;
    private boolean exhausted;
    private boolean inBackground;
    private @Nullable ClockedKeys cache;

    @Override
    KeyCache cache() {
        if (cache == null) {
            cache = new ClockedKeys(TTL, grace, clock, this::takeOn);
        }
        return cache;
    }

    private void takeOn(Runnable task) {
        if (exhausted) {
            throw new OutOfMemoryError("unable to create native thread");
        }
        if (full) {
            throw new RejectedExecutionException();
        }
        waiting.add(task);
    }

    private void runBackground() {
        inBackground = true;
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
        inBackground = false;
    }

    @Test
    void whoUsesAKeyAllTheTimeNeverWaitsForItAgain() {
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        openingKey(ring, "public.patient", keyId);
        index(ring, "email");
        int unwraps = kms.unwraps();
        int reads = table.reads.get();
        List<String> waits = new ArrayList<>();
        kms.beforeUnwrap(() -> {
            if (!inBackground) {
                waits.add("for the KMS");
            }
        });
        table.beforeById = () -> {
            if (!inBackground) {
                waits.add("for the table");
            }
        };
        long missed = Events.count(Event.CACHE_MISS);
        for (int step = 0; step < 10 * 100; step++) {
            later(STEP);
            assertThat(sealingKey(ring)).isEqualTo(keyId);
            assertThat(openingKey(ring, "public.patient", keyId)).isEqualTo(keyId);
            index(ring, "email");
            runBackground();
        }
        assertThat(waits).isEmpty();
        assertThat(Events.count(Event.CACHE_MISS)).isEqualTo(missed);
        assertThat(kms.unwraps() - unwraps)
                .as("of two keys, each 60 to 80 %% of its time")
                .isBetween(2 * 12, 2 * 17);
        assertThat(table.reads.get() - reads)
                .as("no more than three rows for each")
                .isLessThan(3 * 3 * 17);
        assertThat(Secret.open()).isEqualTo(openAtFirst + 2);
    }

    @Test
    void theMomentsOfManyKeysAreSpreadBetween60And80Percent() {
        KeyRing ring = ring();
        int tables = 200;
        useEach(ring, tables);
        later(TTL.multipliedBy(6).dividedBy(10).minusNanos(1));
        useEach(ring, tables);
        assertThat(waiting).isEmpty();
        later(TTL.dividedBy(10));
        useEach(ring, tables);
        // A key's moment or its row's, whichever is first: three of four.
        assertThat(waiting).hasSizeBetween(100, 195);
        later(TTL.dividedBy(10).plusNanos(1));
        useEach(ring, tables);
        assertThat(waiting).hasSize(tables);
        useEach(ring, tables);
        assertThat(waiting).as("once each").hasSize(tables);
        int unwraps = kms.unwraps();
        runBackground();
        assertThat(kms.unwraps()).isBetween(unwraps + 1, unwraps + tables);
    }

    private static void useEach(KeyRing ring, int tables) {
        for (int i = 0; i < tables; i++) {
            ring.sealing("t" + i).close();
        }
    }

    @Test
    void aKeyThatIsNotUsedIsNotRefreshed() {
        KeyRing ring = ring();
        sealingKey(ring);
        later(TTL.dividedBy(2));
        sealingKey(ring);
        int unwraps = kms.unwraps();
        later(TTL.dividedBy(2));
        ((ClockedKeys) cache()).cleanUp();
        assertThat(waiting).isEmpty();
        assertThat(kms.unwraps()).isEqualTo(unwraps);
        assertThat(Secret.open()).as("wiped").isEqualTo(openAtFirst);
    }

    @Test
    void whatIsRefusedIsWipedAtOnceThoughItsTimeIsNotOver() {
        List<RowsealFailure> refusals = List.of(new KeyRefused("disabled"), new NotAuthentic("altered"));
        for (RowsealFailure refusal : refusals) {
            kms.failWith(null);
            KeyRing ring = ring();
            long keyId = sealingKey(ring);
            later(TTL.multipliedBy(8).dividedBy(10));
            kms.failWith(() -> refusal);
            assertThat(sealingKey(ring)).as("this one does not wait").isEqualTo(keyId);
            runBackground();
            assertThat(Secret.open()).isEqualTo(openAtFirst);
            assertThatThrownBy(() -> sealingKey(ring)).isSameAs(refusal);
        }
    }

    @Test
    void anOutageLeavesTheOldKeyToTheEndOfItsTimeAndNoLonger() {
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        KeyUnavailable outage = new KeyUnavailable("out");
        kms.failWith(() -> outage);
        int unwraps = kms.unwraps();
        long failed = Events.count(Event.KEY_REFRESH_FAILED);
        for (int step = 1; step < 100; step++) {
            later(STEP);
            assertThat(sealingKey(ring)).isEqualTo(keyId);
            runBackground();
        }
        assertThat(kms.unwraps() - unwraps)
                .as("again and again, and not each time")
                .isBetween(2, 16);
        assertThat(Events.count(Event.KEY_REFRESH_FAILED) - failed).isEqualTo(kms.unwraps() - unwraps);
        later(STEP);
        assertThatThrownBy(() -> sealingKey(ring)).isSameAs(outage);
        ((ClockedKeys) cache()).cleanUp();
        assertThat(Secret.open()).isEqualTo(openAtFirst);
    }

    @Test
    void onlyGraceGoesOnAfterThat() {
        grace = TTL;
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        KeyUnavailable outage = new KeyUnavailable("out");
        kms.failWith(() -> outage);
        for (int step = 1; step < 200; step++) {
            later(STEP);
            assertThat(sealingKey(ring)).isEqualTo(keyId);
            runBackground();
        }
        later(STEP);
        assertThatThrownBy(() -> sealingKey(ring)).isSameAs(outage);
    }

    @Test
    void graceIsForWhenNoWrappingOpens() {
        grace = TTL;
        rotate(PATIENT, 1, kek, oldKek);
        KeyRing ring = ring("clinic", kek, List.of(oldKek));
        long keyId = sealingKey(ring);
        kms.failWith(() -> new KeyUnavailable("out"));
        later(TTL);
        int unwraps = oldKms.unwraps();
        long graces = Events.count(Event.CACHE_GRACE);
        assertThat(sealingKey(ring)).isEqualTo(keyId);
        assertThat(oldKms.unwraps()).isEqualTo(unwraps + 1);
        assertThat(Events.count(Event.CACHE_GRACE)).isEqualTo(graces);
        oldKms.failWith(() -> new KeyUnavailable("out, too"));
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(keyId);
        assertThat(Events.count(Event.CACHE_GRACE)).isGreaterThan(graces);
        assertThat(oldKms.unwraps()).as("one call, and not two").isEqualTo(unwraps + 2);
        later(TTL);
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyUnavailable.class);
        assertThat(Secret.open()).isEqualTo(openAtFirst);
    }

    @Test
    void whatIsRefusedIsWipedThroughWhicheverWrappingItWasOpened() {
        grace = TTL;
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        table.setWrappings(keyId, rewrapped(keyId));
        later(TTL);
        kms.failWith(() -> new KeyRefused("disabled"));
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyRefused.class);
        assertThat(Secret.open()).isEqualTo(openAtFirst);
    }

    @Test
    void anOutageThatIsRememberedTellsOfTheOtherOnce() {
        rotate(PATIENT, 1, kek, oldKek);
        KeyRing ring = ring("clinic", kek, List.of(oldKek));
        kms.failWith(() -> new KeyUnavailable("out"));
        KeyUnavailable other = new KeyUnavailable("out, too");
        oldKms.failWith(() -> other);
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> sealingKey(ring)).isSameAs(other);
        }
        assertThat(other.getSuppressed()).hasSize(1);
    }

    @Test
    void whatWasRefreshedWasReadFromTheTableFirst() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        openingKey(ring, "public.patient", first);
        table.setState(first, KeyState.DESTROYED);
        table.setWrappings(first);
        later(TTL.multipliedBy(8).dividedBy(10));
        openingKey(ring, "public.patient", first);
        int unwraps = kms.unwraps();
        runBackground();
        assertThat(kms.unwraps()).isEqualTo(unwraps);
        assertThat(Secret.open()).as("its row says that it is gone").isEqualTo(openAtFirst);
        assertThatThrownBy(() -> openingKey(ring, "public.patient", first))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("destroyed");
    }

    @Test
    void aRotationElsewhereIsFollowedWithoutAWait() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        long second = rotate(PATIENT, 2, kek);
        later(TTL.multipliedBy(8).dividedBy(10));
        assertThat(sealingKey(ring)).isEqualTo(first);
        runBackground();
        kms.failWith(() -> new KeyUnavailable("nobody should ask now"));
        assertThat(sealingKey(ring)).isEqualTo(second);
    }

    @Test
    void whoSealsAllTheTimeRotatesByAge() {
        KeyRing ring = ring(new KeyPolicy("clinic", kek, List.of(), Optional.of(Duration.ofDays(1))));
        long first = sealingKey(ring);
        for (int step = 0; step < 2 * 300 * 10; step++) {
            later(TTL.dividedBy(10));
            sealingKey(ring);
            runBackground();
        }
        assertThat(table.all()).hasSize(3);
        assertThat(sealingKey(ring)).isGreaterThan(first + 1);
    }

    @Test
    void twoRingsAndBothWaysToAKeyCostOneCall() {
        KeyRing one = ring();
        KeyRing other = ring();
        long keyId = sealingKey(one);
        List<KeyRing> both = List.of(one, other);
        both.forEach(ring -> {
            sealingKey(ring);
            openingKey(ring, "public.patient", keyId);
        });
        later(TTL.multipliedBy(8).dividedBy(10));
        both.forEach(ring -> {
            sealingKey(ring);
            openingKey(ring, "public.patient", keyId);
        });
        assertThat(waiting).hasSize(4);
        int unwraps = kms.unwraps();
        runBackground();
        assertThat(kms.unwraps()).isEqualTo(unwraps + 1);
    }

    @Test
    void whoComesAfterTheEndWaitsForTheRefreshThatIsUnderWay() throws Exception {
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        later(TTL.multipliedBy(8).dividedBy(10));
        sealingKey(ring);
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
        int unwraps = kms.unwraps();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            Future<?> refresh = threads.submit(this::runBackground);
            calling.await();
            later(TTL.dividedBy(5));
            List<Future<Long>> late = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                late.add(threads.submit(() -> sealingKey(ring)));
            }
            goOn.countDown();
            for (Future<Long> one : late) {
                assertThat(one.get()).isEqualTo(keyId);
            }
            refresh.get();
        } finally {
            threads.shutdownNow();
        }
        assertThat(kms.unwraps()).isEqualTo(unwraps + 1);
    }

    @Test
    void aRingThatIsClosedRefreshesNothing() {
        KeyRing ring = ring();
        sealingKey(ring);
        later(TTL.multipliedBy(8).dividedBy(10));
        sealingKey(ring);
        ring.close();
        int unwraps = kms.unwraps();
        int reads = table.reads.get();
        long failed = Events.count(Event.KEY_REFRESH_FAILED);
        runBackground();
        assertThat(kms.unwraps()).isEqualTo(unwraps);
        assertThat(table.reads.get()).isEqualTo(reads);
        assertThat(Events.count(Event.KEY_REFRESH_FAILED)).isEqualTo(failed);
    }

    /** As where no thread can be started; a lease that nobody closes would keep its key for ever. */
    @Test
    void whereTheBackgroundRunsOutOfMemoryStatementsLoadForThemselves() {
        exhausted = true;
        whereTheBackgroundTakesNothingStatementsLoadForThemselves();
    }

    @Test
    void whereTheBackgroundTakesNothingStatementsLoadForThemselves() {
        full = true;
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        for (int step = 0; step < 300; step++) {
            later(STEP);
            assertThat(sealingKey(ring)).isEqualTo(keyId);
        }
    }
}
