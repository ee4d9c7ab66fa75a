package dev.rowseal.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KmsProvidersTest {

    @Test
    void findsAnAdapterBySchemeInAnyCase() {
        try (Kms lower = KmsProviders.open("memory-kms:providers");
                Kms upper = KmsProviders.open("MEMORY-KMS:providers")) {
            assertThat(lower).isNotNull();
            assertThat(upper).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "600001, 1", "-5, 1", "1, 0", "1, 11"})
    void limitsAreFiniteAndGrantSomething(long millis, int attempts) {
        assertThatThrownBy(() -> new Kms.Limits(Duration.ofMillis(millis), attempts))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Kms.Limits(Duration.ofMinutes(10), 10).attempts()).isEqualTo(10);
    }

    @Test
    void findsAnAdapterWhenTheThreadHasNoClassLoader() {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(null);
        try (Kms kms = KmsProviders.open("memory-kms:providers")) {
            assertThat(kms).isNotNull();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "local-kms:./a.p12,dev.rowseal:rowseal-kms-local",
        "aws-kms://arn:aws:kms:eu-central-1:1:key/2,dev.rowseal:rowseal-kms-aws",
        "tencent-kms://ap-guangzhou/1,dev.rowseal:rowseal-kms-tencent",
        "pkcs11:token=a,dev.rowseal:rowseal-kms-pkcs11",
        "hcvault://host/transit/key,dev.rowseal:rowseal-kms-vault"
    })
    void namesTheArtifactToAdd(String uri, String artifact) {
        assertThatThrownBy(() -> KmsProviders.open(uri))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining(artifact);
    }

    @Test
    void namesTheKnownSchemes() {
        assertThatThrownBy(() -> KmsProviders.open("gcp-kms://x"))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("gcp-kms")
                .hasMessageContaining("aws-kms, hcvault, local-kms, pkcs11, tencent-kms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", "9a:x", ":x", "a b:x"})
    void doesNotRepeatWhatHasNoScheme(String text) {
        assertThatThrownBy(() -> KmsProviders.open(text))
                .isInstanceOf(Misconfigured.class)
                .hasMessage("a KEK must be named by a URI with a scheme, such as local-kms:./dev-keys.p12");
    }
}
