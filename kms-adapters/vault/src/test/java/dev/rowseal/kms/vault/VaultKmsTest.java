package dev.rowseal.kms.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.Material;
import dev.rowseal.kms.Kms.Wrapped;
import dev.rowseal.kms.KmsProviders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultKmsTest extends AgainstVault {

    @Test
    void isFoundByItsScheme() {
        System.setProperty("rowseal.vault.token-file", folder.resolve("none").toString());
        try (Kms kms = KmsProviders.open("hcvault://vault.example.com/transit/rowseal")) {
            assertThat(kms).isInstanceOf(VaultKms.class);
        } finally {
            System.clearProperty("rowseal.vault.token-file");
        }
    }

    @Test
    void theWrappingIsVaultsOwnTextAndTellsItsVersion() {
        try (Kms kms = open()) {
            Wrapped first = wrap(kms);
            vault.transit.rotate("rowseal");
            Wrapped second = wrap(kms);

            assertThat(new String(first.bytes(), StandardCharsets.US_ASCII)).matches("vault:v1:[A-Za-z0-9+/]+=*");
            assertThat(new String(second.bytes(), StandardCharsets.US_ASCII)).startsWith("vault:v2:");
            assertThat(second.kekVersion()).isEqualTo("2");
            assertThat(kms.material(first)).isEqualTo(Material.OLDER);
            assertThat(kms.material(second)).isEqualTo(Material.NEWEST);
            byte[] third = new String(second.bytes(), StandardCharsets.US_ASCII)
                    .replace(":v2:", ":v3:")
                    .getBytes(StandardCharsets.US_ASCII);
            assertThat(kms.material(new Wrapped(third, "2"))).isEqualTo(Material.UNTOLD);
        }
    }

    @Test
    void aDerivedKeyGeneratesAndRewrapsInVaultAndAnotherDoesNot() {
        try (Kms derived = open(vault.uri("transit/derived"));
                Kms plain = open()) {
            ByteBuffer made = ByteBuffer.allocate(Kms.KEY_BYTES);
            Wrapped wrapped = derived.generate(CONTEXT, made);
            vault.transit.rotate("derived");
            Wrapped anew = derived.reEncrypt(wrapped, vault.uri("transit/derived"), CONTEXT)
                    .orElseThrow();
            ByteBuffer back = ByteBuffer.allocate(Kms.KEY_BYTES);
            derived.unwrap(anew, CONTEXT, back);

            assertThat(back.flip()).isEqualTo(made.flip());
            assertThat(anew.kekVersion()).isEqualTo("2");
            assertThat(seen("POST transit/datakey/plaintext/derived")).isEqualTo(1);
            assertThat(seen("POST transit/rewrap/derived")).isEqualTo(1);
            assertThat(derived.reEncrypt(wrapped, vault.uri("transit/rowseal"), CONTEXT))
                    .isEmpty();
            assertThat(plain.reEncrypt(wrap(plain), vault.uri("transit/rowseal"), CONTEXT))
                    .isEmpty();
        }
    }

    @Test
    void aVersionBelowTheLeastIsRefusedWithTheWayOut() {
        try (Kms kms = open()) {
            Wrapped wrapped = wrap(kms);
            vault.transit.rotate("rowseal");
            vault.transit.least("rowseal", 2);

            assertThatThrownBy(() -> unwrap(kms, wrapped))
                    .isInstanceOf(KeyRefused.class)
                    .hasMessageContaining("min_decryption_version");
        }
    }

    @Test
    void aVaultThatPassesOverAssociatedDataIsRefusedBeforeAnythingIsWrapped() {
        vault.transit.knowsAssociatedData = false;
        try (Kms kms = open();
                Kms derived = open(vault.uri("transit/derived"))) {
            assertThatThrownBy(() -> wrap(kms))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("associated data");
            unwrap(derived, wrap(derived));
        }
    }

    @ParameterizedTest
    @CsvSource({"aes128-gcm96, type", "rsa-4096, type", "aes256-gcm96, convergent"})
    void aKeyThatCannotBindOrIsShortOrShowsEqualityIsRefused(String type, String why) {
        vault.transit.create("bad", type, why.equals("convergent")).convergent = why.equals("convergent");
        try (Kms kms = open(vault.uri("transit/bad"))) {
            assertThatThrownBy(() -> wrap(kms))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining(why);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyThatMayLeaveVaultIsNoKek(boolean exported) {
        Transit.Key key = vault.transit.create("bad", "aes256-gcm96", true);
        try (Kms kms = open(vault.uri("transit/bad"));
                Kms before = open(vault.uri("transit/bad"))) {
            Wrapped wrapped = wrap(kms);
            key.exportable = exported;
            key.backup = !exported;
            for (ThrowingCallable refused : List.<ThrowingCallable>of(
                    () -> wrap(kms),
                    () -> kms.generate(CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES)),
                    () -> before.reEncrypt(wrapped, vault.uri("transit/bad"), CONTEXT))) {
                assertThatThrownBy(refused).isInstanceOf(Misconfigured.class).hasMessageContaining("exportable");
            }
            // or no value could be read any more, nor a key be wrapped anew by another KEK
            unwrap(before, wrapped);
            assertThat(before.material(wrapped)).isEqualTo(Material.NEWEST);
        }
    }

    @Test
    void aMissingRightIsRefusedByTheCallThatNeedsIt() {
        vault.auth.allowed = call -> !call.equals("POST transit/decrypt/derived");
        try (Kms kms = open(vault.uri("transit/derived"))) {
            Wrapped wrapped = wrap(kms);
            assertThatThrownBy(() -> unwrap(kms, wrapped))
                    .isInstanceOf(KeyRefused.class)
                    .hasMessageContaining("POST transit/decrypt/derived")
                    .hasMessageContaining("policy");
            assertThat(kms.reEncrypt(wrapped, vault.uri("transit/derived"), CONTEXT))
                    .isPresent();
        }
    }

    @Test
    void answersInChunksAreRead() {
        vault.chunked = true;
        try (Kms kms = open()) {
            unwrap(kms, wrap(kms));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"data\":{\"plaintext\":\"\"}}",
                "{\"data\":{\"plaintext\":7}}",
                "{\"data\":{\"plaintext\":null}}",
                "{\"data\":{}}",
                "{\"data\":{\"plaintext\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\",\"plaintext\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}}",
                "{\"data\":{\"plaintext\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}",
                "{\"data\":{\"plaintext\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}} x",
                "{\"data\":{\"plaintext\":\"\\u0041AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"}}",
                "[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
                "",
                "nothing"
            })
    void anAnswerThatHoldsNoKeyGivesNone(String answer) {
        try (Kms kms = open()) {
            Wrapped wrapped = wrap(kms);
            vault.rewritten = whole -> whole.contains("plaintext") ? answer : whole;
            ByteBuffer into = ByteBuffer.allocate(Kms.KEY_BYTES);
            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT, into)).isInstanceOf(KeyUnavailable.class);
            assertThat(into.array()).containsOnly(0);
        }
    }

    @Test
    void anAnswerThatIsLongerThanAnyOfVaultIsGivenUp() {
        try (Kms kms = open()) {
            Wrapped wrapped = wrap(kms);
            vault.rewritten = whole -> whole.replaceFirst("\\{", "{\"padding\":\"" + "x".repeat(50_000) + "\",");
            unwrap(kms, wrapped);
            vault.rewritten = whole -> whole.replaceFirst("\\{", "{\"padding\":\"" + "x".repeat(70_000) + "\",");
            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES)))
                    .isInstanceOf(KeyUnavailable.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hcvault:",
                "hcvault://",
                "hcvault://host",
                "hcvault://host/transit",
                "hcvault://host/transit/",
                "hcvault://host//key",
                "hcvault://host/../key",
                "hcvault://host:0/transit/key",
                "hcvault://host:65536/transit/key",
                "hcvault://hunter@host/transit/key",
                "hcvault://host/transit/key?token=hunter",
                "hcvault://host/transit/key#hunter",
                "hcvault://host/transit/k%65y",
                "hcvault://vault.example.com/transit/key?tls=off",
                "hcvault://127.0.0.1.example.com/transit/key?tls=off",
                "hcvault://10.0.0.1:8200/transit/key?tls=off"
            })
    void aUriOfAnotherFormOrWithoutTlsOverANetworkIsRefused(String uri) {
        assertThatThrownBy(() -> open(uri)).isInstanceOf(Misconfigured.class).hasMessageNotContaining("hunter");
    }

    @Test
    void aUriNamesHostPortMountAndKey() {
        assertThat(List.of(
                        VaultUri.parse("hcvault://vault.example.com/teams/clinic/transit/rowseal-1"),
                        VaultUri.parse("hcvault://[::1]:8300/transit/k?tls=off")))
                .containsExactly(
                        new VaultUri("vault.example.com", 8200, "teams/clinic/transit", "rowseal-1", true),
                        new VaultUri("::1", 8300, "transit", "k", false));
    }

    @Test
    void aServerThatSpeaksNoTlsIsNotSpokenToWithoutIt() {
        try (Kms kms = open("hcvault://127.0.0.1:" + vault.port() + "/transit/rowseal")) {
            assertThatThrownBy(() -> wrap(kms)).isInstanceOfAny(KeyUnavailable.class, Misconfigured.class);
        }
        assertThat(vault.calls()).isZero();
    }
}
