package dev.rowseal.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.credentials.CredentialSource.Limits;
import dev.rowseal.failure.Misconfigured;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialProvidersTest {

    /** Gives the rest of its URI as user and password. */
    public static final class Echo implements CredentialProvider {

        @Override
        public String scheme() {
            return "echo";
        }

        @Override
        public CredentialSource open(String uri, Limits limits) {
            return new CredentialSource() {
                @Override
                public Credentials fetch() {
                    return new Credentials(uri.substring(5), uri.substring(5).toCharArray(), "");
                }

                @Override
                public void close() {}
            };
        }
    }

    private static String user(String uri) {
        try (CredentialSource source = CredentialProviders.open(uri, Limits.DEFAULT);
                Credentials fetched = source.fetch()) {
            return fetched.user();
        }
    }

    @Test
    void findsAnAdapterBySchemeInAnyCaseAndWithoutAClassLoader() {
        assertThat(user("echo:a")).isEqualTo("a");
        assertThat(user("ECHO:b")).isEqualTo("b");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(null);
        try {
            assertThat(user("echo:c")).isEqualTo("c");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "aws-secretsmanager://eu-central-1/a,dev.rowseal:rowseal-credentials-aws",
        "tencent-ssm://ap-guangzhou/a,dev.rowseal:rowseal-credentials-tencent"
    })
    void namesTheArtifactToAdd(String uri, String artifact) {
        assertThatThrownBy(() -> CredentialProviders.open(uri, Limits.DEFAULT))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining(artifact);
    }

    @Test
    void namesTheKnownSchemes() {
        assertThatThrownBy(() -> CredentialProviders.open("gcp-secrets://x", Limits.DEFAULT))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("gcp-secrets")
                .hasMessageContaining("aws-secretsmanager, tencent-ssm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", "9a:x", ":x", "a b:x"})
    void doesNotRepeatWhatHasNoScheme(String text) {
        assertThatThrownBy(() -> CredentialProviders.open(text, Limits.DEFAULT))
                .isInstanceOf(Misconfigured.class)
                .hasMessage("credentials must be named by a URI with a scheme, such as"
                        + " aws-secretsmanager://eu-central-1/clinic-db");
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "600001, 1", "-5, 1", "1, 0", "1, 11"})
    void limitsAreFiniteAndGrantSomething(long millis, int attempts) {
        assertThatThrownBy(() -> new Limits(Duration.ofMillis(millis), attempts))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Limits(Duration.ofMinutes(10), 10).attempts()).isEqualTo(10);
    }
}
