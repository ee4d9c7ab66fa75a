package dev.rowseal.credentials.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rowseal.credentials.CredentialProviders;
import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.credentials.Credentials;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.aws.client.TemporaryCredentials;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** How a secret is named, as whom it is fetched, and what the service's errors are. */
class AwsSecretTest {

    private static final String TEXT = "{\"username\":\"clinic\",\"password\":\"correct-horse\"}";

    @SuppressWarnings("NullAway.Init") // by JUnit
    private SecretsService service;

    @BeforeEach
    void start() throws IOException {
        service = new SecretsService();
        service.put(TEXT);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private String user(Given given, String name, AwsCredentialsProvider identity) {
        try (CredentialSource source = given.open(service, name, identity, Given.ONCE);
                Credentials fetched = source.fetch()) {
            return fetched.user();
        }
    }

    private String user(String name) {
        return user(new Given(), name, Given.TEMPORARY);
    }

    private Throwable failure(AwsCredentialsProvider identity) {
        return catchThrowable(() -> user(new Given(), SecretsService.ARN, identity));
    }

    @Test
    void itIsNamedByItsArnWithOrWithoutItsEndOrByRegionAndName() {
        assertThat(user(SecretsService.ARN)).isEqualTo("clinic");
        assertThat(user(SecretsService.ARN.replace("-AbCdEf", ""))).isEqualTo("clinic");
        assertThat(user(SecretsService.REGION + "/" + SecretsService.NAME)).isEqualTo("clinic");
        assertThat(service.asked)
                .allSatisfy(
                        asked -> assertThat(asked.path("VersionStage").asText()).isEqualTo("AWSCURRENT"))
                .extracting(asked -> asked.path("SecretId").asText())
                .containsExactly(SecretsService.ARN, SecretsService.ARN.replace("-AbCdEf", ""), SecretsService.NAME);
        // RDS names those that it manages itself so.
        assertThat(SecretName.ofUri("AWS-SecretsManager://eu-central-1/rds!db-1234")
                        .id())
                .isEqualTo("rds!db-1234");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "clinic-db",
                "eu-central-1",
                "eu-central-1/",
                "eu-central-1/hunter2 x",
                "eu-central-1/hunter2?version=1",
                "EU-central-1/hunter2",
                "arn:aws:kms:eu-central-1:111122223333:key/hunter2",
                "arn:aws:secretsmanager:eu-central-1:1111:secret:hunter2",
                "arn:aws:secretsmanager::111122223333:secret:hunter2",
                "u:hunter2@eu-central-1/x"
            })
    void whatNamesNoSecretIsRefusedAndNotRepeated(String name) {
        assertThatThrownBy(
                        () -> CredentialProviders.open("aws-secretsmanager://" + name, CredentialSource.Limits.DEFAULT))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("aws-secretsmanager://eu-central-1/clinic-db")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void theProviderIsFoundByItsScheme() {
        CredentialProviders.open("aws-secretsmanager://eu-central-1/a", CredentialSource.Limits.DEFAULT)
                .close();
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDeniedException, 400, KeyRefused",
        "ResourceNotFoundException, 400, KeyRefused",
        "InvalidRequestException, 400, KeyRefused",
        "DecryptionFailure, 400, KeyRefused",
        "ExpiredTokenException, 400, KeyRefused",
        "UnrecognizedClientException, 400, KeyRefused",
        "InvalidParameterException, 400, Misconfigured",
        "ThrottlingException, 400, KeyUnavailable",
        "RequestLimitExceeded, 429, KeyUnavailable",
        "InternalServiceError, 500, KeyUnavailable",
        "NobodyKnowsThisOne, 503, KeyUnavailable",
        "NobodyKnowsThisOneEither, 400, KeyRefused"
    })
    void codesAreSortedAndMessagesAreNotRepeated(String code, int status, String type) {
        service.error = code;
        service.errorStatus = status;
        Throwable failure = failure(Given.TEMPORARY);
        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
        assertThat(failure)
                .hasNoCause()
                .hasMessageContaining(code)
                .hasMessageContaining(SecretsService.ARN)
                .hasMessageNotContaining("correct-horse");
    }

    @Test
    void aBinarySecretIsNoLogin() {
        service.put(null);
        assertThat(failure(Given.TEMPORARY)).isInstanceOf(Misconfigured.class).hasMessageContaining("username");
    }

    @Test
    void longTermKeysAreRefusedUnlessAllowedAsForKeys() {
        assertThat(failure(Given.LONG_TERM))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining(TemporaryCredentials.ALLOW_VARIABLE)
                .hasMessageNotContaining("AKIALONGTERM")
                .hasMessageNotContaining("long-term-secret");
        assertThat(service.calls()).isZero();
        Given allowed = new Given();
        allowed.variables.put(TemporaryCredentials.ALLOW_VARIABLE, "true");
        assertThat(user(allowed, SecretsService.ARN, Given.LONG_TERM)).isEqualTo("clinic");
    }

    @Test
    void aWrongIdentityIsRefusedAndNoneIsAnOutage() {
        for (AwsSessionCredentials wrong : new AwsSessionCredentials[] {
            AwsSessionCredentials.create("ASIATEMPORARY", "another-secret", "session-token"),
            AwsSessionCredentials.create("ASIATEMPORARY", "temporary-secret", "another-token"),
            AwsSessionCredentials.create("ASIANOBODY", "temporary-secret", "session-token")
        }) {
            assertThat(failure(StaticCredentialsProvider.create(wrong))).isInstanceOf(KeyRefused.class);
        }
        assertThat(failure(() -> {
                    throw SdkClientException.create("http://169.254.169.254 did not answer");
                }))
                .isInstanceOf(KeyUnavailable.class)
                .hasNoCause()
                .hasMessageContaining("role");
    }

    @Test
    void nobodyThereIsAnOutage() {
        service.close();
        assertThat(failure(Given.TEMPORARY)).isInstanceOf(KeyUnavailable.class).hasNoCause();
    }
}
