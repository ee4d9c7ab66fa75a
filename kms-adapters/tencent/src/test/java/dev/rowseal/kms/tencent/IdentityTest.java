package dev.rowseal.kms.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.tencent.client.Identity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose credentials are used, and for how long. */
class IdentityTest {

    @SuppressWarnings("NullAway.Init") // by JUnit
    private CloudService service;

    @BeforeEach
    void start() throws IOException {
        service = new CloudService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Kms open(Given given) {
        return given.open(service, CloudService.KEY_ID, Given.ONCE);
    }

    @Test
    void longTermKeysAreRefusedUnlessAllowed() {
        Given longTerm = new Given().with(Identity.ID, "AKIDLONGTERM").with(Identity.KEY, "long-term-secret");
        try (Kms kms = open(longTerm)) {
            assertThatThrownBy(kms::probe)
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining(Identity.ALLOW_VARIABLE)
                    .hasMessageNotContaining("AKIDLONGTERM")
                    .hasMessageNotContaining("long-term-secret");
        }
        assertThat(service.calls()).isZero();
        try (Kms kms = open(longTerm.with(Identity.ALLOW_VARIABLE, "true"))) {
            kms.probe();
        }
        try (Kms kms = open(new Given().with(Identity.ID, "AKIDLONGTERM"))) {
            assertThatThrownBy(kms::probe).isInstanceOf(Misconfigured.class);
        }
    }

    @Test
    void aWrongSecretOrTokenIsRefused() {
        for (Given wrong : List.of(
                Given.temporary().with(Identity.KEY, "another"),
                Given.temporary().with(Identity.TOKEN, "another"),
                Given.temporary().with(Identity.ID, "AKIDNOBODY"))) {
            try (Kms kms = open(wrong)) {
                assertThatThrownBy(kms::probe).isInstanceOf(KeyRefused.class);
            }
        }
    }

    @Test
    void theRoleOfTheInstanceIsFetchedOnceAndGivenUpWhenItIsNotTaken() {
        try (Kms kms = open(Given.nothing())) {
            kms.probe();
            kms.probe();
            assertThat(service.roleFetches).hasValue(1);
            service.error = "AuthFailure.TokenFailure";
            assertThatThrownBy(kms::probe).isInstanceOf(KeyRefused.class);
            service.error = null;
            kms.probe();
            assertThat(service.roleFetches).hasValue(2);
        }
    }

    @Test
    void itIsFetchedAnewBeforeItExpiresAndServesOnWhileThatFails() {
        service.roleSeconds = 600;
        try (Kms kms = open(Given.nothing())) {
            kms.probe();
            kms.probe();
            assertThat(service.roleFetches).hasValue(2);
            service.metadataStatus = 500;
            kms.probe();
        }
    }

    @Test
    void withoutAnyCredentialsItIsAnOutageThatSaysWhatToDo() {
        service.metadataStatus = 404;
        try (Kms kms = open(Given.nothing())) {
            assertThatThrownBy(kms::probe)
                    .isInstanceOf(KeyUnavailable.class)
                    .hasNoCause()
                    .hasMessageContaining("role");
        }
    }

    @Test
    void whoeverHasOnesThatHoldDoesNotWaitForTheNext() throws Exception {
        service.roleSeconds = 600;
        try (Kms kms = open(Given.nothing())) {
            kms.probe();
            CountDownLatch silence = new CountDownLatch(1);
            service.metadataSilence = silence;
            CompletableFuture<Void> fetches = CompletableFuture.runAsync(kms::probe);
            service.waiting.acquire();
            kms.probe();
            assertThat(fetches).isNotDone();
            silence.countDown();
            fetches.get();
        }
    }

    /** Also where nobody else fetches: what is spent on asking is not all that the call has. */
    @Test
    void onesThatHoldServeOnWhileTheNextAreNotToBeHad() {
        service.roleSeconds = 600;
        try (Kms kms = Given.nothing().open(service, CloudService.KEY_ID, new Kms.Limits(Duration.ofSeconds(2), 1))) {
            kms.probe();
            CountDownLatch silence = new CountDownLatch(1);
            service.metadataSilence = silence;
            kms.probe();
            kms.probe();
            assertThat(service.waiting.availablePermits())
                    .as("asked again some seconds later")
                    .isEqualTo(1);
            silence.countDown();
        }
    }

    @Test
    void metadataThatDoNotComeHoldUpEachCallerForItsOwnTimeOnly() throws Exception {
        CountDownLatch silence = new CountDownLatch(1);
        service.metadataSilence = silence;
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try (Kms kms = Given.nothing().open(service, CloudService.KEY_ID, new Kms.Limits(Duration.ofSeconds(1), 1))) {
            List<Future<?>> callers = new ArrayList<>();
            for (int caller = 0; caller < 16; caller++) {
                callers.add(threads.submit(kms::probe));
            }
            // One after another they would take sixteen seconds.
            long end = System.nanoTime() + Duration.ofSeconds(8).toNanos();
            for (Future<?> caller : callers) {
                assertThatThrownBy(() -> caller.get(end - System.nanoTime(), TimeUnit.NANOSECONDS))
                        .hasCauseInstanceOf(KeyUnavailable.class);
            }
        } finally {
            silence.countDown();
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void aGatewaysNoIsNoOutage(int status) {
        service.gatewayStatus = status;
        try (Kms kms = Given.temporary().open(service, CloudService.KEY_ID, Given.THRICE)) {
            assertThatThrownBy(kms::probe)
                    .isInstanceOf(KeyRefused.class)
                    .hasMessageContaining(Integer.toString(status));
        }
        assertThat(service.calls()).isEqualTo(1);
    }
}
