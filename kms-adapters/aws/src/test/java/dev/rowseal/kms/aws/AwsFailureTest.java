package dev.rowseal.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Wrapped;
import dev.rowseal.kms.aws.client.TemporaryCredentials;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
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

/** What goes wrong at the service, on the way to it, and with the credentials. */
class AwsFailureTest {

    private static final KeyContext CONTEXT = new KeyContext("clinic-prod", "public.patient", 7, "data");

    @SuppressWarnings("NullAway.Init") // by JUnit
    private KmsService service;

    @SuppressWarnings("NullAway.Init")
    private String arn;

    @SuppressWarnings("NullAway.Init")
    private Wrapped wrapped;

    @BeforeEach
    void start() throws IOException {
        service = new KmsService();
        arn = service.newKey("0001");
        try (Kms kms = Given.open(service, arn)) {
            wrapped = kms.generate(CONTEXT, ByteBuffer.allocate(32));
        }
        service.asked.clear();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Throwable unwrapFails(Kms kms) {
        ByteBuffer into = ByteBuffer.allocate(40).position(4);
        Throwable failure = catchThrowable(() -> kms.unwrap(wrapped, CONTEXT, into));
        assertThat(into.position()).isEqualTo(4);
        assertThat(into.array()).containsOnly(0);
        assertThat(failure).hasNoCause();
        return failure;
    }

    @ParameterizedTest
    @CsvSource({
        "AccessDeniedException, 400, KeyRefused",
        "DisabledException, 400, KeyRefused",
        "NotFoundException, 400, KeyRefused",
        "KMSInvalidStateException, 400, KeyRefused",
        "UnrecognizedClientException, 400, KeyRefused",
        "ExpiredTokenException, 400, KeyRefused",
        "InvalidCiphertextException, 400, NotAuthentic",
        "IncorrectKeyException, 400, NotAuthentic",
        "InvalidKeyUsageException, 400, Misconfigured",
        "ThrottlingException, 400, KeyUnavailable",
        "LimitExceededException, 400, KeyUnavailable",
        "RequestLimitExceeded, 429, KeyUnavailable",
        "KMSInternalException, 500, KeyUnavailable",
        "KeyUnavailableException, 500, KeyUnavailable",
        "DependencyTimeoutException, 503, KeyUnavailable",
        "NobodyKnowsThisOne, 500, KeyUnavailable",
        "NobodyKnowsThisOneEither, 400, KeyRefused"
    })
    void codesAreSorted(String code, int status, String type) {
        try (Kms kms = Given.open(service, arn, Given.ONCE)) {
            service.faults.add(Instead.error(code, status));
            Throwable failure = unwrapFails(kms);
            assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
            assertThat(failure)
                    .hasMessageContaining(code)
                    .hasMessageContaining(arn)
                    .hasMessageContaining("Decrypt");
        }
    }

    @Test
    void whatIsNoCodeIsNotRepeated() {
        try (Kms kms = Given.open(service, arn, Given.ONCE)) {
            for (String code : new String[] {"a b", "line\nbreak", "<b>", "x".repeat(81)}) {
                service.faults.add(Instead.error(code, 400));
                assertThat(unwrapFails(kms))
                        .isInstanceOf(KeyRefused.class)
                        .hasMessageContaining("unreadable")
                        .hasMessageNotContaining(code);
            }
        }
    }

    @Test
    void statesAndPermissionsAreTheServices() {
        ServiceKey key = Objects.requireNonNull(service.keys.get(arn));
        try (Kms kms = Given.open(service, arn, Given.ONCE)) {
            key.state = "Disabled";
            assertThat(unwrapFails(kms)).isInstanceOf(KeyRefused.class).hasMessageContaining("DisabledException");
            key.state = "PendingDeletion";
            assertThat(unwrapFails(kms)).isInstanceOf(KeyRefused.class);
            key.state = "Enabled";
            key.usage = "SIGN_VERIFY";
            assertThat(unwrapFails(kms)).isInstanceOf(Misconfigured.class);
            key.usage = "ENCRYPT_DECRYPT";
            service.denied.add("Decrypt");
            assertThat(unwrapFails(kms)).isInstanceOf(KeyRefused.class).hasMessageContaining("AccessDenied");
            service.keys.remove(arn);
            service.denied.clear();
            assertThat(unwrapFails(kms)).isInstanceOf(KeyRefused.class).hasMessageContaining("NotFound");
        }
    }

    @Test
    void whoThrottlesIsWaitedForAndMaySayHowLong() {
        try (Kms kms = Given.open(service, arn)) {
            service.faults.add(Instead.error("ThrottlingException", 400));
            service.faults.add(Instead.error("KMSInternalException", 500));
            kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(32));
            assertThat(service.count("Decrypt")).isOne();
        }
        try (Kms kms = Given.open(service, arn, Given.ONCE)) {
            service.faults.add(new Instead("error", "ThrottlingException", 400, Map.of("Retry-After", "17")));
            assertThat(((KeyUnavailable) unwrapFails(kms)).retryAfter()).contains(Duration.ofSeconds(17));
            service.faults.add(new Instead("error", "ThrottlingException", 400, Map.of("Retry-After", "soon")));
            assertThat(((KeyUnavailable) unwrapFails(kms)).retryAfter()).isEmpty();
        }
    }

    /** Retry-After is the least that the next attempt waits, and one that is too long is handed on at once. */
    @Test
    void noAttemptComesBeforeTheServiceWantsIt() {
        Instead throttled = new Instead("error", "ThrottlingException", 400, Map.of("Retry-After", "1"));
        try (Kms kms = Given.open(service, arn)) {
            service.faults.add(throttled);
            service.faults.add(throttled);
            long begun = System.nanoTime();
            kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(32));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
        }
        int before = service.calls();
        try (Kms kms = Given.open(service, arn, new Kms.Limits(Duration.ofSeconds(10), 3))) {
            service.faults.add(new Instead("error", "ThrottlingException", 400, Map.of("Retry-After", "17")));
            assertThat(((KeyUnavailable) unwrapFails(kms)).retryAfter()).contains(Duration.ofSeconds(17));
        }
        assertThat(service.calls() - before).isOne();
    }

    /** A wrap asks twice, DescribeKey and Encrypt; each answer takes more than half of what is granted for both. */
    @Test
    void allCallsOfAnOperationShareOneDeadline() {
        Duration granted = Duration.ofMillis(1000);
        try (Kms kms = Given.open(service, arn, new Kms.Limits(granted, 1))) {
            kms.probe(); // classes are loaded, and the connection stands
            service.faults.add(Instead.of("slow"));
            service.faults.add(Instead.of("slow"));
            assertThat(granted).isBetween(KmsService.SLOW, KmsService.SLOW.multipliedBy(2));
            ByteBuffer dek = ByteBuffer.allocate(32);
            assertThatThrownBy(() -> kms.wrap(dek, CONTEXT))
                    .isInstanceOf(KeyUnavailable.class)
                    .hasMessageContaining("Encrypt");
            assertThat(dek.position()).isZero();
        }
    }

    @Test
    void whoDeniesIsAskedOnce() {
        try (Kms kms = Given.open(service, arn)) {
            service.denied.add("Decrypt");
            unwrapFails(kms);
            assertThat(service.count("Decrypt")).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "empty", "half", "half-json"})
    void anAnswerThatIsNoneIsAnOutage(String kind) {
        try (Kms kms = Given.open(service, arn, Given.ONCE)) {
            service.faults.add(Instead.of(kind));
            assertThat(unwrapFails(kms)).isInstanceOf(KeyUnavailable.class);
            service.faults.add(Instead.of(kind));
            assertThatThrownBy(() -> kms.generate(CONTEXT, ByteBuffer.allocate(32)))
                    .isInstanceOf(KeyUnavailable.class)
                    .hasNoCause();
            service.faults.add(Instead.of(kind));
            ByteBuffer dek = ByteBuffer.allocate(32);
            assertThatThrownBy(() -> kms.wrap(dek, CONTEXT)).isInstanceOf(KeyUnavailable.class);
            assertThat(dek.position()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "empty", "half", "half-json"})
    void anAnswerThatIsNoneIsAskedForAgain(String kind) {
        try (Kms kms = Given.open(service, arn)) {
            service.faults.add(Instead.of(kind));
            kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(32));
        }
    }

    @Test
    void whoDoesNotAnswerIsNotWaitedForForEver() {
        try (Kms kms = Given.open(service, arn, new Kms.Limits(Duration.ofMillis(600), 2))) {
            for (int i = 0; i < 3; i++) {
                service.faults.add(Instead.of("hang"));
            }
            assertThat(unwrapFails(kms)).isInstanceOf(KeyUnavailable.class);
        }
    }

    @Test
    void nobodyThereIsAnOutage() {
        URI nobody = service.endpoint();
        service.close();
        try (Kms kms = new AwsKmsProvider(new Given(), nobody, Given.TEMPORARY).open("aws-kms://" + arn, Given.ONCE)) {
            assertThat(unwrapFails(kms)).isInstanceOf(KeyUnavailable.class);
        }
    }

    private Kms with(AwsCredentialsProvider credentials, Given given) {
        return new AwsKmsProvider(given, service.endpoint(), credentials).open("aws-kms://" + arn, Given.ONCE);
    }

    @Test
    void longTermKeysAreRefusedUnlessAllowed() {
        Given given = new Given();
        try (Kms kms = with(Given.LONG_TERM, given)) {
            assertThat(unwrapFails(kms))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining(TemporaryCredentials.ALLOW_VARIABLE)
                    .hasMessageNotContaining("AKIALONGTERM")
                    .hasMessageNotContaining("long-term-secret");
        }
        assertThat(service.asked).isEmpty();
        given.variables.put(TemporaryCredentials.ALLOW_VARIABLE, "yes");
        try (Kms kms = with(Given.LONG_TERM, given)) {
            assertThat(unwrapFails(kms)).isInstanceOf(Misconfigured.class);
        }
        given.variables.put(TemporaryCredentials.ALLOW_VARIABLE, "true");
        try (Kms kms = with(Given.LONG_TERM, given)) {
            kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(32));
        }
        Given byProperty = new Given();
        byProperty.properties.put(TemporaryCredentials.ALLOW_PROPERTY, "true");
        try (Kms kms = with(Given.LONG_TERM, byProperty)) {
            kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(32));
        }
    }

    @Test
    void noCredentialsAreAnOutageThatSaysWhatToDo() {
        try (Kms kms = with(
                () -> {
                    throw SdkClientException.create("http://169.254.169.254 did not answer");
                },
                new Given())) {
            assertThat(unwrapFails(kms)).isInstanceOf(KeyUnavailable.class).hasMessageContaining("role");
        }
    }

    @Test
    void aWrongSecretOrTokenIsRefused() {
        for (AwsSessionCredentials wrong : new AwsSessionCredentials[] {
            AwsSessionCredentials.create("ASIATEMPORARY", "another-secret", "session-token"),
            AwsSessionCredentials.create("ASIATEMPORARY", "temporary-secret", "another-token"),
            AwsSessionCredentials.create("ASIANOBODY", "temporary-secret", "session-token")
        }) {
            try (Kms kms = with(StaticCredentialsProvider.create(wrong), new Given())) {
                assertThat(unwrapFails(kms)).isInstanceOf(KeyRefused.class);
            }
        }
    }

    @Test
    void aWrappingOfAnImpossibleLengthIsNotSent() {
        try (Kms kms = Given.open(service, arn)) {
            for (int size : new int[] {0, 6145}) {
                assertThatThrownBy(() -> kms.unwrap(new Wrapped(new byte[size], "1"), CONTEXT, ByteBuffer.allocate(32)))
                        .isInstanceOf(NotAuthentic.class);
            }
            assertThat(service.asked).isEmpty();
        }
    }
}
