package dev.rowseal.credentials.aws;

import dev.rowseal.credentials.CredentialProvider;
import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.kms.aws.client.Surroundings;
import dev.rowseal.kms.aws.client.TemporaryCredentials;
import dev.rowseal.kms.aws.client.Wire;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;

/**
 * Serves {@code aws-secretsmanager://<ARN>} and {@code aws-secretsmanager://<region>/<name>}: a secret of AWS Secrets Manager with the
 * members {@code username} and {@code password}. As whom is said as for {@code aws-kms:}: the SDK's default chain, and no long-term
 * keys. The SDK's own settings hold ({@code AWS_ENDPOINT_URL_SECRETS_MANAGER}, FIPS endpoints, profiles). Opening calls nobody. Safe for
 * use by many threads.
 */
public final class AwsSecretsManagerProvider implements CredentialProvider {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);

    private final Surroundings surroundings;
    private final @Nullable URI endpoint;
    private final @Nullable AwsCredentialsProvider credentials;

    /** For the {@link java.util.ServiceLoader}. */
    public AwsSecretsManagerProvider() {
        this(Surroundings.PROCESS, null, null);
    }

    /** For tests: another endpoint, and an identity instead of the default chain's. */
    AwsSecretsManagerProvider(
            Surroundings surroundings, @Nullable URI endpoint, @Nullable AwsCredentialsProvider credentials) {
        this.surroundings = surroundings;
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    @Override
    public String scheme() {
        return SecretName.SCHEME;
    }

    @Override
    public CredentialSource open(String uri, CredentialSource.Limits limits) {
        SecretName name = SecretName.ofUri(uri);
        TemporaryCredentials identity = credentials == null
                ? TemporaryCredentials.ofDefaultChain(surroundings)
                : new TemporaryCredentials(credentials, surroundings);
        Duration attempt = limits.timeout().dividedBy(limits.attempts());
        Wire wire = new Wire(new Wire.Settings(
                attempt.compareTo(LONGEST_CONNECT) < 0 ? attempt : LONGEST_CONNECT, attempt, Wire.tls()));
        SecretsManagerClientBuilder builder = SecretsManagerClient.builder()
                .region(Region.of(name.region()))
                .credentialsProvider(identity)
                .httpClient(wire)
                .overrideConfiguration(call -> call.apiCallTimeout(limits.timeout())
                        .apiCallAttemptTimeout(attempt)
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(limits.attempts())
                                .build()));
        return new AwsSecret(
                name, (endpoint == null ? builder : builder.endpointOverride(endpoint)).build(), identity, wire);
    }
}
