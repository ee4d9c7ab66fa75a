package dev.rowseal.keycache;

import static dev.rowseal.keycache.Identities.identity;
import static dev.rowseal.keycache.Identities.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Scheduler;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.Lease;
import dev.rowseal.memory.Secret;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Who needs a key below the call that fetches it, as where what an adapter stands on logs, and the log's handler uses Rowseal:
 * that he cannot wait for himself is no outage, and says nothing of a KMS that nobody asked.
 */
@Timeout(60)
class ReentrantUseTest extends KeyRings {

    private final Times times = new Times(TTL, TTL);
    private final SharedKeys keys = new SharedKeys(clock::nanos, () -> 0, Scheduler.disabledScheduler(), Runnable::run);
    private final ClockedKeys cache = new ClockedKeys(TTL, TTL, clock, task -> {});

    @Override
    KeyCache cache() {
        return cache;
    }

    private void use(int number, Supplier<Secret> loader) {
        keys.lease(times, times, identity(number), Secret.class, loader).close();
    }

    @Test
    void heIsLentNothingPastItsTime() {
        use(1, () -> secret(1));
        later(TTL);
        use(1, () -> {
            assertThatThrownBy(() -> use(1, () -> secret(1))).isInstanceOf(KeyUnavailable.class);
            return secret(1);
        });
        keys.close();
    }

    /** The other key's load fails for it, as where both are under the KEK that is being opened. */
    @Test
    void itIsNobodyElsesOutage() throws Exception {
        use(2, () -> secret(2));
        later(TTL);
        CountDownLatch told = new CountDownLatch(1);
        FutureTask<Boolean> other = new FutureTask<>(() -> {
            try (Lease<Secret> lease = keys.lease(times, times, identity(2), Secret.class, () -> {
                await(told);
                return secret(3);
            })) {
                return Identities.isSecret(3, lease.key(), ByteBuffer.allocate(32));
            }
        });
        Thread waits = new Thread(other);
        use(1, () -> {
            assertThatThrownBy(() -> use(2, () -> {
                        waits.start();
                        LostKeysOutageTest.awaitWaiting(waits);
                        use(1, () -> secret(1));
                        return secret(2);
                    }))
                    .isInstanceOf(KeyUnavailable.class);
            told.countDown();
            return secret(1);
        });
        assertThat(other.get()).as("has asked for himself").isTrue();
        keys.close();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** That the second KEK is out does not say that all are. */
    @Test
    void whatOneKekWasNotAskedForTheOutageOfAnotherDoesNotLend() {
        rotate(PATIENT, 1, kek, oldKek);
        KeyRing ring = ring("clinic", kek, List.of(oldKek));
        long keyId = sealingKey(ring);
        later(TTL);
        oldKms.failWith(() -> new KeyUnavailable("out"));
        kms.beforeUnwrap(() -> {
            kms.beforeUnwrap(() -> {});
            assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyUnavailable.class);
        });
        assertThat(sealingKey(ring)).isEqualTo(keyId);
    }
}
