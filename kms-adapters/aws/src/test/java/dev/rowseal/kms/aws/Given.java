package dev.rowseal.kms.aws;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.aws.client.Surroundings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** An environment as a test gives it, and handles to the loopback service. */
final class Given implements Surroundings {

    static final AwsCredentialsProvider TEMPORARY = StaticCredentialsProvider.create(
            AwsSessionCredentials.create("ASIATEMPORARY", "temporary-secret", "session-token"));

    static final AwsCredentialsProvider LONG_TERM =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIALONGTERM", "long-term-secret"));

    static final Kms.Limits ONCE = new Kms.Limits(Duration.ofSeconds(20), 1);

    final Map<String, String> variables = new HashMap<>();
    final Map<String, String> properties = new HashMap<>();

    static Kms open(KmsService service, String arn) {
        return open(service, arn, new Kms.Limits(Duration.ofSeconds(60), 3));
    }

    static Kms open(KmsService service, String arn, Kms.Limits limits) {
        return new AwsKmsProvider(new Given(), service.endpoint(), TEMPORARY).open("aws-kms://" + arn, limits);
    }

    @Override
    public @Nullable String variable(String name) {
        return variables.get(name);
    }

    @Override
    public @Nullable String property(String name) {
        return properties.get(name);
    }
}
