package dev.rowseal.keycache;

import static dev.rowseal.keycache.Identities.identity;
import static dev.rowseal.keycache.Identities.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.key.Lease;
import dev.rowseal.memory.Secret;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LeasedKeysTest {

    private static final Duration TTL = Duration.ofMinutes(5);
    private int openAtFirst;

    @BeforeEach
    void count() {
        openAtFirst = Secret.open();
    }

    @AfterEach
    void nothingLingers() {
        assertThat(Secret.open()).isEqualTo(openAtFirst);
    }

    private static Lease<Secret> lease(LeasedKeys keys) {
        return keys.lease(identity(1), Secret.class, () -> secret(1));
    }

    @Test
    void zeroAndNegativeTimesToLiveAreRefused() {
        for (Duration ttl : new Duration[] {Duration.ZERO, Duration.ofNanos(-1), Duration.ofMinutes(-5)}) {
            assertThatThrownBy(() -> LeasedKeys.shared(ttl))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("cache.ttl");
        }
    }

    @Test
    void usersWithTheSameTimeToLiveShare() {
        try (LeasedKeys one = LeasedKeys.shared(TTL);
                LeasedKeys other = LeasedKeys.shared(TTL)) {
            lease(one).close();
            try (Lease<Secret> lease = other.cached(identity(1), Secret.class).orElseThrow()) {
                assertThat(lease.key()).isNotNull();
            }
        }
    }

    @Test
    void usersWithDifferentTimesShareToo() {
        try (LeasedKeys one = LeasedKeys.shared(TTL);
                LeasedKeys other = LeasedKeys.shared(TTL.multipliedBy(12), TTL)) {
            try (Lease<Secret> lease = lease(one);
                    Lease<Secret> same = other.cached(identity(1), Secret.class).orElseThrow()) {
                assertThat(same.key()).isSameAs(lease.key());
            }
            assertThat(Secret.open()).isEqualTo(openAtFirst + 1);
        }
    }

    /** Not a moment later, though others have the cache open. */
    @Test
    void whatTheLastWithHisTimesAloneUsedIsWipedWhenHeCloses() {
        try (LeasedKeys other = LeasedKeys.shared(TTL.multipliedBy(12))) {
            LeasedKeys one = LeasedKeys.shared(TTL);
            LeasedKeys alike = LeasedKeys.shared(TTL);
            lease(one).close();
            one.lease(identity(2), Secret.class, () -> secret(2)).close();
            lease(other).close();
            one.close();
            assertThat(Secret.open()).isEqualTo(openAtFirst + 2);
            alike.close();
            assertThat(Secret.open()).isEqualTo(openAtFirst + 1);
            other.cached(identity(1), Secret.class).orElseThrow().close();
            try (LeasedKeys again = LeasedKeys.shared(TTL)) {
                again.cached(identity(1), Secret.class).orElseThrow().close();
            }
        }
    }

    @Test
    void theLastUserToCloseWipes() {
        LeasedKeys one = LeasedKeys.shared(TTL);
        LeasedKeys other = LeasedKeys.shared(TTL);
        lease(one).close();
        one.close();
        one.close();
        assertThat(Secret.open()).isEqualTo(openAtFirst + 1);
        assertThatThrownBy(() -> lease(one)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> one.cached(identity(1), Secret.class)).isInstanceOf(IllegalStateException.class);
        lease(other).close();
        other.close();
        assertThat(Secret.open()).isEqualTo(openAtFirst);
    }

    @Test
    void aLeaseOutlivesTheLastUser() {
        LeasedKeys keys = LeasedKeys.shared(TTL);
        Lease<Secret> lease = lease(keys);
        keys.close();
        assertThat(Secret.open()).isEqualTo(openAtFirst + 1);
        lease.close();
    }

    @Test
    void anIdleKeyIsWipedSoonAfterItsTime() {
        try (LeasedKeys keys = LeasedKeys.shared(Duration.ofMillis(50))) {
            lease(keys).close();
            await().atMost(Duration.ofSeconds(20)).until(() -> Secret.open() == openAtFirst);
        }
    }
}
