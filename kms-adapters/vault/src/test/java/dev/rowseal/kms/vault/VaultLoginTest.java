package dev.rowseal.kms.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.Wrapped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who this process is to Vault, and for how long. */
class VaultLoginTest extends AgainstVault {

    @Test
    void aLoginIsSharedRenewedInTimeAndMadeAnewWhenItIsOver() {
        try (Kms kms = open()) {
            Wrapped wrapped = wrap(kms);
            unwrap(kms, wrapped);
            assertThat(seen("POST auth/approle/login")).isEqualTo(1);
            nanos.addAndGet(2_400_000_000_000L);
            unwrap(kms, wrapped);
            assertThat(seen("POST auth/token/renew-self")).isEqualTo(1);
            unwrap(kms, wrapped);
            assertThat(seen("POST auth/token/renew-self")).isEqualTo(1);

            vault.auth.revokeAll();
            unwrap(kms, wrapped);
            assertThat(seen("POST auth/approle/login")).isEqualTo(2);
            vault.auth.renewable = false;
            nanos.addAndGet(2_400_000_000_000L);
            unwrap(kms, wrapped);
            nanos.addAndGet(2_400_000_000_000L);
            unwrap(kms, wrapped);
            assertThat(seen("POST auth/approle/login")).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void whoeverHasATokenThatHoldsDoesNotWaitForItsRenewal() throws Exception {
        try (Kms kms = open()) {
            Wrapped wrapped = wrap(kms);
            nanos.addAndGet(2_600_000_000_000L);
            CountDownLatch silence = new CountDownLatch(1);
            vault.auth.silence = silence;
            CompletableFuture<Void> renews = CompletableFuture.runAsync(() -> unwrap(kms, wrapped));
            vault.auth.waiting.acquire();
            unwrap(kms, wrapped);
            assertThat(renews).isNotDone();
            silence.countDown();
            renews.get();
            assertThat(vault.auth.waiting.availablePermits()).isZero();
        }
    }

    /** Neither a renewal that does not come nor a login that fails takes a token away that holds for some time yet. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTokenThatHoldsServesOnWhileAnotherIsNotToBeHad(boolean renewable) {
        vault.auth.renewable = renewable;
        try (Kms kms = new VaultKmsProvider(variables::get, nanos::get)
                .open(vault.uri("transit/rowseal"), new Kms.Limits(Duration.ofSeconds(2), 1))) {
            Wrapped wrapped = wrap(kms);
            nanos.addAndGet(2_600_000_000_000L);
            CountDownLatch silence = new CountDownLatch(1);
            vault.auth.silence = silence;
            unwrap(kms, wrapped);
            assertThat(vault.auth.waiting.availablePermits()).isEqualTo(1);
            unwrap(kms, wrapped);
            assertThat(vault.auth.waiting.availablePermits())
                    .as("asked again some seconds later")
                    .isEqualTo(1);
            vault.auth.silence = null;
            silence.countDown();
            nanos.addAndGet(11_000_000_000L);
            unwrap(kms, wrapped);
            assertThat(seen(renewable ? "POST auth/token/renew-self" : "POST auth/approle/login"))
                    .isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aPodIsKnownByItsServiceAccount() throws IOException {
        variables.clear();
        variables.put(Identity.KUBERNETES_ROLE, "clinic");
        Path file = Files.writeString(folder.resolve("jwt"), Auth.JWT + "\n");
        variables.put(Identity.KUBERNETES_TOKEN_FILE, file.toString());
        try (Kms kms = open()) {
            unwrap(kms, wrap(kms));
            Files.writeString(file, "e.hunter.2");
            vault.auth.revokeAll();
            assertThatThrownBy(kms::probe)
                    .isInstanceOf(KeyRefused.class)
                    .hasMessageContaining("kubernetes")
                    .hasMessageNotContaining("hunter");
            Files.writeString(file, Auth.JWT);
            kms.probe();
        }
    }

    @Test
    void aTokenFileIsReadAgainWhenItsTokenIsRefused() throws IOException {
        withTokenFile(vault.auth.issue() + "\n");
        try (Kms kms = open()) {
            Wrapped wrapped = wrap(kms);
            vault.auth.revokeAll();
            assertThatThrownBy(() -> unwrap(kms, wrapped)).isInstanceOf(KeyRefused.class);
            withTokenFile(vault.auth.issue());
            unwrap(kms, wrapped);
            nanos.addAndGet(2_400_000_000_000L);
            unwrap(kms, wrapped);
            assertThat(seen("POST auth/token/renew-self")).isEqualTo(1);
        }
    }

    @Test
    void aTokenThatMayNotLookAtItselfIsUsedAsItIs() throws IOException {
        withTokenFile(vault.auth.issue());
        vault.auth.mayLookUp = false;
        try (Kms kms = open()) {
            unwrap(kms, wrap(kms));
        }
    }

    @Test
    void aWrongSecretIsRefusedAndNotRepeated() {
        variables.put(Identity.SECRET_ID, "hunter2-hunter2");
        try (Kms kms = open()) {
            assertThatThrownBy(() -> wrap(kms))
                    .isInstanceOf(KeyRefused.class)
                    .hasMessageContaining("approle")
                    .hasMessageNotContaining("hunter");
            assertThat(seen("POST auth/approle/login")).isEqualTo(1);
        }
    }

    @Test
    void exactlyOneIdentityMustBeGiven() {
        variables.put(Identity.TOKEN_FILE, "/nowhere");
        assertThatThrownBy(this::open).isInstanceOf(Misconfigured.class).hasMessageContaining("exactly one");
        variables.clear();
        assertThatThrownBy(this::open).isInstanceOf(Misconfigured.class).hasMessageContaining("exactly one");
        variables.put(Identity.ROLE_ID, Auth.ROLE_ID);
        assertThatThrownBy(this::open).isInstanceOf(Misconfigured.class).hasMessageContaining(Identity.SECRET_ID_FILE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "two\nlines", "quo\"te", "back\\slash", "ünicode"})
    void aFileThatHoldsNoTokenIsRefusedByName(String content) throws IOException {
        withTokenFile(content);
        try (Kms kms = open()) {
            assertThatThrownBy(() -> wrap(kms))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining(folder.resolve("token").toString());
        }
    }
}
