package dev.rowseal.kms.aws;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProvider;
import dev.rowseal.kms.aws.client.Surroundings;
import dev.rowseal.kms.aws.client.TemporaryCredentials;
import dev.rowseal.kms.aws.client.Wire;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/**
 * Serves {@code aws-kms://<ARN of a key or alias>}: a symmetric key of the AWS Key Management Service, in the region that
 * its ARN names, with the credentials of the SDK's default chain. The SDK's own settings hold (proxies, FIPS endpoints,
 * {@code AWS_ENDPOINT_URL_KMS}, profiles). Opening calls nobody. Safe for use by many threads.
 */
public final class AwsKmsProvider implements KmsProvider {

    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(2);

    /**
     * The SDK's own attempts: one more where the service says that this machine's clock is wrong, which the SDK then allows for. All others
     * are {@link Operation}'s.
     */
    private static final RetryStrategy ONLY_THE_CLOCK = DefaultRetryStrategy.standardStrategyBuilder()
            .useClientDefaults(false)
            .maxAttempts(2)
            .retryOnException(failed -> failed instanceof SdkServiceException answer && answer.isClockSkewException())
            .build();

    private final Surroundings surroundings;
    private final @Nullable URI endpoint;
    private final @Nullable AwsCredentialsProvider credentials;

    /** For the {@link java.util.ServiceLoader}. */
    public AwsKmsProvider() {
        this(Surroundings.PROCESS, null, null);
    }

    /** For tests: another endpoint, and credentials instead of the default chain's. */
    AwsKmsProvider(Surroundings surroundings, @Nullable URI endpoint, @Nullable AwsCredentialsProvider credentials) {
        this.surroundings = surroundings;
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    @Override
    public String scheme() {
        return KeyArn.SCHEME;
    }

    @Override
    public Kms open(String kekUri) {
        return open(kekUri, Kms.Limits.DEFAULT);
    }

    @Override
    public Kms open(String kekUri, Kms.Limits limits) {
        KeyArn key = KeyArn.ofUri(kekUri)
                .orElseThrow(() -> new Misconfigured("aws-kms: needs the form aws-kms://<ARN of a key or alias>"));
        TemporaryCredentials identity = credentials == null
                ? TemporaryCredentials.ofDefaultChain(surroundings)
                : new TemporaryCredentials(credentials, surroundings);
        Duration attempt = limits.timeout().dividedBy(limits.attempts());
        Wire wire = new Wire(new Wire.Settings(
                attempt.compareTo(LONGEST_CONNECT) < 0 ? attempt : LONGEST_CONNECT, attempt, Wire.tls()));
        return new AwsKms(key, client(key, limits, identity, wire), identity, wire, limits);
    }

    /** One of its own for each KEK: its connections and its patience are then nobody else's. */
    private KmsClient client(KeyArn key, Kms.Limits limits, TemporaryCredentials identity, Wire wire) {
        KmsClientBuilder builder = KmsClient.builder()
                .region(Region.of(key.region()))
                .credentialsProvider(identity)
                .httpClient(wire)
                .overrideConfiguration(call -> call.apiCallTimeout(limits.timeout())
                        .retryStrategy(ONLY_THE_CLOCK)
                        .addExecutionInterceptor(new KeyCarrier()));
        return (endpoint == null ? builder : builder.endpointOverride(endpoint)).build();
    }
}
