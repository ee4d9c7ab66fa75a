package dev.rowseal.keycache;

import static dev.rowseal.keycache.Identities.identity;
import static dev.rowseal.keycache.Identities.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Scheduler;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.KeyIdentity;
import dev.rowseal.key.Lease;
import dev.rowseal.memory.Secret;
import dev.rowseal.seal.RunLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a key does when its time is over and it cannot be unwrapped anew. */
@Timeout(60)
class GraceTest {

    private static final Duration TTL = Duration.ofMinutes(5);
    private static final Duration GRACE = Duration.ofMinutes(30);

    private final Times times = new Times(TTL, GRACE);
    private final AtomicLong nanos = new AtomicLong();
    private final SharedKeys keys = new SharedKeys(nanos::get, () -> 0, Scheduler.disabledScheduler(), Runnable::run);
    private final AtomicInteger loads = new AtomicInteger();
    private volatile @Nullable RowsealFailure failure;
    private int openAtFirst;

    @BeforeEach
    void count() {
        openAtFirst = Secret.open();
    }

    @AfterEach
    void nothingLingers() {
        keys.close();
        assertThat(open()).isZero();
    }

    private int open() {
        return Secret.open() - openAtFirst;
    }

    private Lease<Secret> lease() {
        return keys.lease(times, times, identity(1), Secret.class, () -> {
            loads.incrementAndGet();
            RowsealFailure told = failure;
            if (told != null) {
                throw told;
            }
            return secret(1);
        });
    }

    private void later(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    @Test
    void aKeyPastItsTimeIsLoadedAnewAndTheOldOneWiped() {
        lease().close();
        later(TTL);
        assertThat(keys.cached(times, identity(1), Secret.class)).isEmpty();
        lease().close();

        assertThat(loads).hasValue(2);
        assertThat(open()).isEqualTo(1);
        keys.cached(times, identity(1), Secret.class).orElseThrow().close();
        later(TTL.minusNanos(1));
        keys.cached(times, identity(1), Secret.class).orElseThrow().close();
    }

    @Test
    void anOutageLendsTheOldKeyUntilTheGraceIsOver() {
        lease().close();
        failure = new KeyUnavailable("out");
        later(TTL);
        for (int minute = 0; minute < GRACE.toMinutes(); minute++) {
            try (Lease<Secret> lease = lease()) {
                assertThat(Identities.isSecret(1, lease.key(), ByteBuffer.allocate(32)))
                        .isTrue();
            }
            later(Duration.ofMinutes(1));
        }
        assertThat(loads).as("it was tried each time").hasValue(31);
        assertThatThrownBy(this::lease).isSameAs(failure);
        assertThat(open()).isZero();
    }

    @Test
    void whatIsNoOutageEndsItAtOnce() {
        for (RowsealFailure end : List.of(new KeyRefused("denied"), new NotAuthentic("altered"))) {
            failure = null;
            lease().close();
            failure = new KeyUnavailable("out");
            later(TTL);
            lease().close();
            failure = end;
            later(Duration.ofSeconds(2));
            assertThatThrownBy(this::lease).isSameAs(end);
            assertThat(open()).as("wiped").isZero();
            failure = new KeyUnavailable("out again");
            assertThatThrownBy(this::lease).isSameAs(failure);
            later(Duration.ofSeconds(2));
        }
    }

    @Test
    void anOutageIsRememberedForAMomentAndAsLongAsTheKmsAsks() {
        failure = new KeyUnavailable("out");
        assertThatThrownBy(this::lease).isSameAs(failure);
        assertThatThrownBy(this::lease).isInstanceOf(KeyUnavailable.class);
        assertThat(loads).hasValue(1);
        later(Outages.REMEMBERED);
        KeyUnavailable throttled = new KeyUnavailable("throttled", null, Duration.ofSeconds(3));
        failure = throttled;
        assertThatThrownBy(this::lease).isSameAs(throttled);
        failure = null;
        later(Duration.ofSeconds(2));
        assertThatThrownBy(this::lease).isSameAs(throttled);
        later(Duration.ofSeconds(1));
        lease().close();
        assertThat(loads).hasValue(3);

        keys.purge(identity(1));
        failure = new KeyUnavailable("for a day", null, Duration.ofDays(1));
        assertThatThrownBy(this::lease).isSameAs(failure);
        failure = null;
        later(Outages.LONGEST);
        lease().close();
    }

    @Test
    void ofManyInGraceOneAsks() throws Exception {
        lease().close();
        later(TTL);
        int many = 16;
        CountDownLatch asking = new CountDownLatch(many);
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            AtomicInteger asked = new AtomicInteger();
            List<Future<Lease<Secret>>> leases = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                leases.add(threads.submit(() -> {
                    asking.countDown();
                    return keys.lease(times, times, identity(1), Secret.class, () -> {
                        asked.incrementAndGet();
                        awaitAll(asking);
                        throw new KeyUnavailable("out");
                    });
                }));
            }
            for (Future<Lease<Secret>> one : leases) {
                one.get().close();
            }
            assertThat(asked).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static void awaitAll(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aKeyLoadedAnewWhileTheCacheClosesIsWiped() {
        lease().close();
        later(TTL);
        keys.lease(times, times, identity(1), Secret.class, () -> {
                    keys.close();
                    return secret(1);
                })
                .close();
        assertThat(open()).isZero();
    }

    /** An adapter tells an interrupted call as an outage; the KMS may be refusing. */
    @Test
    void whoIsInterruptedIsLentNothingPastItsTime() {
        lease().close();
        failure = new KeyUnavailable("the call was interrupted");
        later(TTL);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(this::lease).isInstanceOf(KeyUnavailable.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        lease().close();
        assertThat(loads.get()).isEqualTo(3);
    }

    /** A neighbour's data source that is closed while it loads the key, or whose stack or memory ends. */
    @Test
    void whatIsNoAnswerOfAKmsIsNobodyElses() {
        lease().close();
        later(TTL);
        for (Supplier<Throwable> ends : List.<Supplier<Throwable>>of(
                () -> new IllegalStateException("this KMS is closed"), StackOverflowError::new)) {
            assertThatThrownBy(() -> keys.lease(times, times, identity(1), Secret.class, () -> {
                        throw GraceTest.<RuntimeException>unchecked(ends.get());
                    }))
                    .isInstanceOf(ends.get().getClass());
            assertThat(open()).isEqualTo(1);
        }
        failure = new KeyUnavailable("nobody answers");
        lease().close();
    }

    /** A cancelled statement, whose adapter takes the closed connection for a wrong set-up. */
    @Test
    void whatAnInterruptedCallMeetsEndsNobodysGrace() {
        lease().close();
        failure = new Misconfigured("no session");
        later(TTL);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(this::lease).isSameAs(failure);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        failure = new KeyUnavailable("out");
        lease().close();
    }

    /** Who was refused has forgotten the key by then, through all its wrappings; this one a KMS gave after that. */
    @Test
    void aRefusalEndsNoGraceOfWhatWasGivenSince() {
        KeyIdentity other = new KeyIdentity(identity(1).record(), "c0", "memory-kms:b", "w0", RunLimits.DEFAULT);
        KeyRefused denied = new KeyRefused("denied");
        assertThatThrownBy(() -> keys.lease(times, times, identity(1), Secret.class, () -> {
                    keys.purge(identity(1).record());
                    keys.lease(times, "another source", other, Secret.class, () -> secret(1))
                            .close();
                    throw denied;
                }))
                .isSameAs(denied);
        later(TTL);
        keys.lease(times, "another source", other, Secret.class, () -> {
                    throw new KeyUnavailable("out");
                })
                .close();
    }

    @SuppressWarnings("unchecked") // both are unchecked
    private static <T extends Throwable> T unchecked(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
