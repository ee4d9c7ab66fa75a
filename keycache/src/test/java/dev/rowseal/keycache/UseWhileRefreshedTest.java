package dev.rowseal.keycache;

import static dev.rowseal.keycache.Identities.identity;
import static dev.rowseal.keycache.Identities.secret;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Scheduler;
import dev.rowseal.key.Lease;
import dev.rowseal.memory.Secret;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A key that is used just when the next is put in its place. */
class UseWhileRefreshedTest {

    private static final Duration TTL = Duration.ofMinutes(5);

    private final Times times = new Times(TTL, Duration.ZERO);
    private final AtomicLong nanos = new AtomicLong();
    private final Queue<Runnable> beforeTheLease = new ArrayDeque<>();
    private final SharedKeys keys =
            new SharedKeys(nanos::get, this::wall, Scheduler.disabledScheduler(), Runnable::run);

    /** Asked of a key that was found, which is leased next. */
    private long wall() {
        Runnable now = beforeTheLease.poll();
        if (now != null) {
            now.run();
        }
        return 0;
    }

    /** It would else read the key table and call the KMS, where no statement is to wait. */
    @Test
    void theNextIsLent() {
        int openAtFirst = Secret.open();
        keys.lease(times, times, identity(1), Secret.class, () -> secret(1)).close();
        nanos.addAndGet(TTL.multipliedBy(8).dividedBy(10).toNanos());
        beforeTheLease.add(() -> assertThat(keys.refresh(times, times, identity(1), Secret.class, () -> secret(2)))
                .isTrue());
        Optional<Lease<Secret>> lent = keys.cached(times, identity(1), Secret.class);
        assertThat(beforeTheLease).isEmpty();
        assertThat(lent).isPresent();
        try (Lease<Secret> lease = lent.orElseThrow()) {
            assertThat(Identities.isSecret(2, lease.key(), ByteBuffer.allocate(32)))
                    .isTrue();
        }
        keys.close();
        assertThat(Secret.open()).isEqualTo(openAtFirst);
    }
}
