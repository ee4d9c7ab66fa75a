package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.Wrapping;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Under which KEKs the first key of an owner is made, and what an interruption does to it. */
@Timeout(60)
class FirstKeyTest extends KeyRings {

    /** Each call may take as long as a KMS may; and only a further KEK can be done without. */
    @Test
    void itIsMadeWithoutFurtherKeksThatAreOutAndNotWithoutThePrimary() {
        rotate(PATIENT, 1, kek, oldKek);
        KeyRing ring = ring("clinic", kek, List.of(oldKek));
        int wraps = kms.wraps();
        kms.failWith(() -> new KeyUnavailable("out"));
        assertThatThrownBy(() -> ring.sealing("public.visit")).isInstanceOf(KeyUnavailable.class);
        assertThat(kms.wraps()).isEqualTo(wraps + 1);

        kms.failWith(null);
        oldKms.failWith(() -> new KeyUnavailable("out, too"));
        ring.sealing("public.visit").close();
        assertThat(kms.wraps()).as("one key is made").isEqualTo(wraps + 2);
        assertThat(table.all().get(1).wrappings()).extracting(Wrapping::kekUri).containsExactly(kek);
    }

    /** An interrupted call says nothing of the KMS, and the key would never have that way to be opened. */
    @Test
    void whoIsInterruptedMakesNoneWithoutAFurtherKek() {
        rotate(PATIENT, 1, kek, oldKek);
        KeyRing ring = ring("clinic", kek, List.of(oldKek));
        oldKms.failWith(() -> {
            Thread.currentThread().interrupt();
            return new KeyUnavailable("interrupted");
        });
        try {
            assertThatThrownBy(() -> ring.sealing("public.visit")).isInstanceOf(KeyUnavailable.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(table.all()).hasSize(1);
        oldKms.failWith(null);
        ring.sealing("public.visit").close();
        assertThat(table.all().get(1).wrappings()).extracting(Wrapping::kekUri).containsExactly(kek, oldKek);
    }

    /** Nor does one that nobody made: who logs while a KEK is opened, and writes that through Rowseal, would wait for himself. */
    @Test
    void whoWouldWaitForHimselfMakesNoneWithoutAFurtherKek() {
        rotate(PATIENT, 1, kek, oldKek);
        KeyRing ring = ring("clinic", kek, List.of(oldKek));
        oldKms.failWith(() -> KeyUnavailable.unasked("it is being opened"));
        assertThatThrownBy(() -> ring.sealing("public.visit")).isInstanceOf(KeyUnavailable.class);
        assertThat(table.all()).hasSize(1);
        oldKms.failWith(null);
        ring.sealing("public.visit").close();
        assertThat(table.all().get(1).wrappings()).extracting(Wrapping::kekUri).containsExactly(kek, oldKek);
    }

    /** A refusal, just then, is not for those who wait: they do without that KEK. */
    @Test
    void whoIsInterruptedWhileAFurtherKekRefusesFailsAlone() throws Exception {
        rotate(PATIENT, 1, kek, oldKek);
        KeyRing ring = ring("clinic", kek, List.of(oldKek));
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        oldKms.failWith(() -> {
            oldKms.failWith(() -> new KeyRefused("denied"));
            making.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            Thread.currentThread().interrupt();
            return new KeyRefused("denied");
        });
        FutureTask<Boolean> cancelled = new FutureTask<>(() -> seals(ring));
        FutureTask<Boolean> neighbour = new FutureTask<>(() -> seals(ring));
        new Thread(cancelled).start();
        making.await();
        Thread waiter = new Thread(neighbour);
        waiter.start();
        while (waiter.getState() != Thread.State.WAITING && waiter.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        goOn.countDown();
        assertThatThrownBy(cancelled::get).hasCauseInstanceOf(KeyUnavailable.class);
        assertThat(neighbour.get()).isTrue();
        assertThat(table.all().get(1).wrappings()).extracting(Wrapping::kekUri).containsExactly(kek);
    }

    private static boolean seals(KeyRing ring) {
        ring.sealing("public.visit").close();
        return true;
    }

    /** As of a file that is written by a thread which is interrupted. */
    @Test
    void whateverComesOfAnInterruptionOthersMakeItForThemselves() throws Exception {
        KeyRing ring = ring();
        FutureTask<Long> other = new FutureTask<>(() -> sealingKey(ring));
        Thread waits = new Thread(other);
        table.beforeInsert = () -> {
            table.beforeInsert = () -> {};
            waits.start();
            LostKeysOutageTest.awaitWaiting(waits);
            Thread.currentThread().interrupt();
            throw new Misconfigured("the file was closed by an interruption");
        };
        try {
            assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(Misconfigured.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void itIsMadeUnderAllThatTheLastKeyIsUnderAndEachIsProved() {
        rotate(PATIENT, 1, kek, oldKek);
        KeyRing ring = ring("clinic", kek, List.of(oldKek));
        int unwraps = oldKms.unwraps();
        ring.sealing("public.visit").close();
        assertThat(table.all().get(1).wrappings()).extracting(Wrapping::kekUri).containsExactly(kek, oldKek);
        assertThat(oldKms.unwraps()).isEqualTo(unwraps + 1);
    }
}
