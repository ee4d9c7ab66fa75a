package dev.rowseal.credentials.aws;

import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.kms.aws.client.Surroundings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** An environment as a test gives it, and sources on the loopback service. */
final class Given implements Surroundings {

    static final AwsCredentialsProvider TEMPORARY = StaticCredentialsProvider.create(
            AwsSessionCredentials.create("ASIATEMPORARY", "temporary-secret", "session-token"));

    static final AwsCredentialsProvider LONG_TERM =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIALONGTERM", "long-term-secret"));

    static final CredentialSource.Limits ONCE = new CredentialSource.Limits(Duration.ofSeconds(20), 1);

    final Map<String, String> variables = new HashMap<>();

    CredentialSource open(
            SecretsService service, String name, AwsCredentialsProvider identity, CredentialSource.Limits limits) {
        return new AwsSecretsManagerProvider(this, service.endpoint(), identity)
                .open("aws-secretsmanager://" + name, limits);
    }

    @Override
    public @Nullable String variable(String name) {
        return variables.get(name);
    }

    @Override
    public @Nullable String property(String name) {
        return null;
    }
}
