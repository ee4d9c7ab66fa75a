package dev.rowseal.kms.tencent;

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
import dev.rowseal.kms.KmsProviders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is Tencent Cloud's own: what is asked and how it is answered. */
class TencentKmsTest {

    private static final KeyContext CONTEXT = new KeyContext("clinic-prod", "public.patient", 7, "data");

    @SuppressWarnings("NullAway.Init") // by JUnit
    private CloudService service;

    @BeforeEach
    void start() throws IOException {
        service = new CloudService();
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private Kms open(Given given) {
        return given.open(service, CloudService.KEY_ID, Given.ONCE);
    }

    private static ByteBuffer room() {
        return ByteBuffer.allocate(Kms.KEY_BYTES);
    }

    private CmkKey key() {
        return Objects.requireNonNull(service.kms.keys.get(CloudService.KEY_ID));
    }

    private static String uri(String keyId) {
        return "tencent-kms://" + CloudService.REGION + "/" + keyId;
    }

    @ParameterizedTest
    @CsvSource({
        "SM2_C1C3C2_ASN1, der",
        "SM2_C1C3C2_ASN1, sample",
        "SM2, raw",
        "RSAES_OAEP_SHA_256, SHA-256",
        "RSAES_OAEP_SHA_256, SHA-1",
        "RSAES_OAEP_SHA_256_3072, SHA-256"
    })
    void noAnswerEverHasTheKeyAsItIs(String algorithm, String form) {
        service.kms.form = form;
        Given given = Given.temporary();
        if (!algorithm.equals("SM2_C1C3C2_ASN1")) {
            given.with(TencentKmsProvider.ANSWERS_VARIABLE, algorithm);
        }
        try (Kms kms = open(given)) {
            ByteBuffer made = room();
            Wrapped wrapped = kms.generate(CONTEXT, made);
            ByteBuffer back = room();
            kms.unwrap(wrapped, CONTEXT, back);

            assertThat(back.flip()).isEqualTo(made.flip());
            assertThat(service.kms.plaintexts)
                    .hasSize(2)
                    .allSatisfy(key -> assertThat(key).isEqualTo(back.array()));
            String text = Base64.getEncoder().encodeToString(back.array());
            assertThat(service.answered)
                    .hasSize(2)
                    .allSatisfy(answer -> assertThat(answer).doesNotContain(text));
            assertThat(service.asked)
                    .allSatisfy(asked -> assertThat(
                                    asked.members().path("EncryptionAlgorithm").asText())
                            .isEqualTo(algorithm.replace("_3072", "")));
            int least = algorithm.endsWith("_3072") ? 500 : 100;
            assertThat(service.asked)
                    .allSatisfy(asked -> assertThat(
                                    asked.members().path("EncryptionPublicKey").asText())
                            .hasSizeGreaterThan(least));
            assertThat(service.asked)
                    .extracting(
                            asked -> asked.members().path("EncryptionPublicKey").asText())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void theContextIsOneTextWhateverIsInIt() {
        KeyContext odd = new KeyContext("c", "a\"\\\u0001\u4e2d", 1, "index");
        try (Kms kms = open(Given.temporary())) {
            kms.generate(CONTEXT, room());
            Wrapped wrapped = kms.generate(odd, room());
            kms.reEncrypt(wrapped, uri(CloudService.KEY_ID), odd);
        }
        assertThat(service.asked.get(0).members().path("EncryptionContext").asText())
                .isEqualTo("{\"rowseal-key-id\":\"7\",\"rowseal-namespace\":\"clinic-prod\","
                        + "\"rowseal-owner\":\"public.patient\",\"rowseal-purpose\":\"data\"}");
        String context = "{\"rowseal-key-id\":\"1\",\"rowseal-namespace\":\"c\","
                + "\"rowseal-owner\":\"a\\\"\\\\\\u0001\u4e2d\",\"rowseal-purpose\":\"index\"}";
        assertThat(service.asked.get(1).members().path("EncryptionContext").asText())
                .isEqualTo(context);
        for (String name : List.of("SourceEncryptionContext", "DestinationEncryptionContext")) {
            assertThat(service.asked.get(2).members().path(name).asText()).isEqualTo(context);
        }
    }

    @Test
    void aContextThatIsTooLongIsRefusedBeforeItIsSent() {
        try (Kms kms = open(Given.temporary())) {
            KeyContext tooLong = new KeyContext("n".repeat(500), "o".repeat(500), 7, "data");
            assertThatThrownBy(() -> kms.generate(tooLong, room())).isInstanceOf(Misconfigured.class);
            assertThat(service.calls()).isZero();
        }
    }

    @Test
    void anAnswerForAnotherKeyIsRefused() {
        try (Kms kms = open(Given.temporary());
                Kms other = Given.temporary().open(service, CloudService.OTHER_ID, Given.ONCE)) {
            Wrapped theirs = other.generate(CONTEXT, room());
            ByteBuffer into = room();
            // The service opens it: this identity may use both keys, and Decrypt names none.
            assertThatThrownBy(() -> kms.unwrap(theirs, CONTEXT, into))
                    .isInstanceOf(NotAuthentic.class)
                    .hasMessageContaining("another key");
            Wrapped ours = kms.generate(CONTEXT, room());
            service.kms.answersForKey = CloudService.OTHER_ID;
            assertThatThrownBy(() -> kms.generate(CONTEXT, into)).isInstanceOf(NotAuthentic.class);
            assertThatThrownBy(() -> kms.wrap(ByteBuffer.allocate(32), CONTEXT)).isInstanceOf(NotAuthentic.class);
            assertThatThrownBy(() -> kms.reEncrypt(ours, uri(CloudService.KEY_ID), CONTEXT))
                    .isInstanceOf(NotAuthentic.class);
            assertThat(into.position()).isZero();
            assertThat(into.array()).containsOnly(0);
        }
    }

    @Test
    void anotherKekOfTheRegionIsReEncryptedInsideAndOthersAreNot() {
        try (Kms kms = open(Given.temporary());
                Kms other = Given.temporary().open(service, CloudService.OTHER_ID, Given.ONCE)) {
            ByteBuffer made = room();
            Wrapped theirs = other.generate(CONTEXT, made);
            Wrapped ours =
                    kms.reEncrypt(theirs, uri(CloudService.OTHER_ID), CONTEXT).orElseThrow();
            ByteBuffer back = room();
            kms.unwrap(ours, CONTEXT, back);

            assertThat(back.flip()).isEqualTo(made.flip());
            assertThatThrownBy(() -> kms.reEncrypt(theirs, uri(CloudService.KEY_ID), CONTEXT))
                    .as("from another key than it says")
                    .isInstanceOf(NotAuthentic.class);
            for (String elsewhere :
                    List.of("local-kms:./dev-keys.p12", "tencent-kms://ap-beijing/" + CloudService.OTHER_ID)) {
                assertThat(kms.reEncrypt(theirs, elsewhere, CONTEXT)).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FailedOperation.DecryptError, NotAuthentic",
        "InvalidParameterValue.InvalidCiphertext, NotAuthentic",
        "RequestLimitExceeded, KeyUnavailable",
        "RequestLimitExceeded.UinLimitExceeded, KeyUnavailable",
        "LimitExceeded, KeyUnavailable",
        "InternalError, KeyUnavailable",
        "InternalError.SystemError, KeyUnavailable",
        "UnsupportedOperation.ServiceTemporaryUnavailable, KeyUnavailable",
        "UnauthorizedOperation, KeyRefused",
        "AuthFailure.SignatureFailure, KeyRefused",
        "AuthFailure.TokenFailure, KeyRefused",
        "ResourceUnavailable.CmkDisabled, KeyRefused",
        "ResourceUnavailable.CmkNotFound, KeyRefused",
        "ResourceUnavailable.CmkArchived, KeyRefused",
        "ResourceUnavailable.CmkStateNotSupport, KeyRefused",
        "ResourceUnavailable.NotPurchased, KeyRefused",
        "ResourceNotFound, KeyRefused",
        "InvalidParameterValue.InvalidKeyId, Misconfigured",
        "UnsupportedRegion, Misconfigured",
        "InvalidAction, Misconfigured",
        "NobodyKnowsThisOne, KeyRefused"
    })
    void codesAreSorted(String code, String type) {
        try (Kms kms = open(Given.temporary())) {
            service.error = code;
            Throwable failure = catchThrowable(() -> kms.generate(CONTEXT, room()));
            assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
            assertThat(failure)
                    .hasNoCause()
                    .hasMessageContaining(code)
                    .hasMessageContaining(CloudService.KEY_ID)
                    .hasMessageNotContaining("as told");
        }
    }

    @Test
    void aProbeTellsTheStateAndMakesNothing() {
        try (Kms kms = open(Given.temporary())) {
            kms.probe();
            key().state = "PendingDelete";
            assertThatThrownBy(kms::probe).isInstanceOf(KeyRefused.class);
            key().state = "Enabled";
            key().usage = "ASYMMETRIC_SIGN_VERIFY_SM2";
            assertThatThrownBy(kms::probe).isInstanceOf(Misconfigured.class);
            service.kms.denied.add("DescribeKey");
            assertThatThrownBy(kms::probe).isInstanceOf(KeyRefused.class);
            assertThat(service.kms.plaintexts).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tencent-kms:",
                "tencent-kms://",
                "tencent-kms://ap-guangzhou",
                "tencent-kms://ap-guangzhou/",
                "tencent-kms:ap-guangzhou/23e80852-1e38-11e9-b129-5cb9019b4b01",
                "tencent-kms://23e80852-1e38-11e9-b129-5cb9019b4b01",
                "tencent-kms://ap-guangzhou/alias/clinic",
                "tencent-kms://ap-guangzhou/23e80852-1e38-11e9-b129-5cb9019b4b01?host=evil",
                "tencent-kms://evil.example/23e80852-1e38-11e9-b129-5cb9019b4b01"
            })
    void whatNamesNoKeyIsRefused(String uri) {
        assertThatThrownBy(() -> new TencentKmsProvider().open(uri)).isInstanceOf(Misconfigured.class);
    }

    @Test
    void anAnswerThatIsLongerThanAnyOfKmsIsGivenUp() {
        try (Kms kms = Given.temporary().open(service, CloudService.KEY_ID, Given.ONCE)) {
            service.padding = 50_000;
            kms.generate(CONTEXT, room());
            service.padding = 70_000;
            assertThatThrownBy(() -> kms.generate(CONTEXT, room())).isInstanceOf(KeyUnavailable.class);
        }
    }

    @Test
    void whoSendsElsewhereIsNotFollowed() {
        try (Kms kms = Given.temporary().open(service, CloudService.KEY_ID, Given.ONCE)) {
            service.redirects = true;
            assertThatThrownBy(() -> kms.generate(CONTEXT, room()))
                    .isInstanceOf(KeyUnavailable.class)
                    .hasMessageContaining("307");
            assertThat(service.calls()).isOne();
        }
    }

    @Test
    void settingsThatMeanNothingAreRefusedAtOnce() {
        for (String host :
                List.of("evil.example", "kms.tencentcloudapi.com.evil.example", "kms.tencentcloudapi.com:80")) {
            Given given = Given.temporary().with(TencentKmsProvider.HOST_VARIABLE, host);
            assertThatThrownBy(() -> new TencentKmsProvider(given, null, null).open(uri(CloudService.KEY_ID)))
                    .isInstanceOf(Misconfigured.class);
        }
        Given intl = Given.temporary().with(TencentKmsProvider.HOST_VARIABLE, "kms.intl.tencentcloudapi.com");
        new TencentKmsProvider(intl, null, null).open(uri(CloudService.KEY_ID)).close();
        for (String answers : List.of("RSAES_PKCS1_V1_5", "NONE")) {
            Given given = Given.temporary().with(TencentKmsProvider.ANSWERS_VARIABLE, answers);
            assertThatThrownBy(() -> new TencentKmsProvider(given, null, null).open(uri(CloudService.KEY_ID)))
                    .isInstanceOf(Misconfigured.class);
        }
    }

    @Test
    void theAdapterIsFoundAndOpensWithoutAnyCall() {
        KmsProviders.open("tencent-kms://ap-shanghai-fsi/23e80852-1e38-11e9-b129-5cb9019b4b01")
                .close();
        KmsProviders.open("TENCENT-KMS://ap-guangzhou/23e80852-1e38-11e9-b129-5cb9019b4b01")
                .close();
    }
}
