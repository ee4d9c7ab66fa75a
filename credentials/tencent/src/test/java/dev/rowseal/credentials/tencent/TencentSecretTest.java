package dev.rowseal.credentials.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rowseal.credentials.CredentialProviders;
import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.credentials.Credentials;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.tencent.client.Identity;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a secret is named, as whom it is fetched, and what the service's errors are. */
class TencentSecretTest {

    private static final String TEXT = "{\"UserName\":\"clinic\",\"Password\":\"correct-horse\"}";
    private static final String NAME = SsmService.REGION + "/" + SsmService.NAME;

    @SuppressWarnings("NullAway.Init") // by JUnit
    private SsmService service;

    @BeforeEach
    void start() throws IOException {
        service = new SsmService();
        service.put(TEXT);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private String user(Given given, String name) {
        try (CredentialSource source = given.open(service, name, Given.ONCE);
                Credentials fetched = source.fetch()) {
            return fetched.user() + " " + fetched.version();
        }
    }

    private Throwable failure(Given given, String name) {
        return catchThrowable(() -> user(given, name));
    }

    @Test
    void theVersionInUseIsAskedForUnlessAnotherIsNamed() {
        assertThat(user(Given.temporary(), NAME)).isEqualTo("clinic v1");
        assertThat(user(Given.temporary(), NAME + "?version=v1")).isEqualTo("clinic v1");
        service.put(TEXT);
        assertThat(user(Given.temporary(), NAME)).isEqualTo("clinic v2");
        assertThat(failure(Given.temporary(), NAME + "?version=v1")).isInstanceOf(KeyRefused.class);
        assertThat(service.asked)
                .extracting(asked -> asked.path("VersionId").asText())
                .containsExactly("SSM_Current", "v1", "SSM_Current", "v1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "ap-guangzhou",
                "ap-guangzhou/",
                "ap-guangzhou/hunter2 x",
                "ap-guangzhou/a/hunter2",
                "ap-guangzhou/hunter2?version=",
                "ap-guangzhou/hunter2?stage=1",
                "ap-guangzhou/hunter2?version=1&version=2",
                "AP-guangzhou/hunter2",
                "u:hunter2@ap-guangzhou/x"
            })
    void whatNamesNoSecretIsRefusedAndNotRepeated(String name) {
        assertThatThrownBy(() -> CredentialProviders.open("tencent-ssm://" + name, CredentialSource.Limits.DEFAULT))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("tencent-ssm://ap-guangzhou/clinic-db")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void theProviderIsFoundByItsSchemeAndTakesHostsOfTheServiceAlone() {
        CredentialProviders.open("Tencent-SSM://ap-guangzhou/a", CredentialSource.Limits.DEFAULT)
                .close();
        new TencentSsmProvider(
                        new Given().with(TencentSsmProvider.HOST_VARIABLE, "ssm.intl.tencentcloudapi.com"), null, null)
                .open("tencent-ssm://ap-guangzhou/a", Given.ONCE)
                .close();
        for (String host : List.of("kms.tencentcloudapi.com", "evil.example", "ssm.tencentcloudapi.com.evil.example")) {
            TencentSsmProvider provider =
                    new TencentSsmProvider(new Given().with(TencentSsmProvider.HOST_VARIABLE, host), null, null);
            assertThatThrownBy(() -> provider.open("tencent-ssm://ap-guangzhou/a", Given.ONCE))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageNotContaining("evil");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "UnauthorizedOperation, KeyRefused",
        "ResourceNotFound, KeyRefused",
        "ResourceUnavailable.ResourceDisabled, KeyRefused",
        "ResourceUnavailable.NotPurchased, KeyRefused",
        "AuthFailure.SignatureFailure, KeyRefused",
        "OperationDenied, KeyRefused",
        "InvalidParameterValue, Misconfigured",
        "UnsupportedRegion, Misconfigured",
        "RequestLimitExceeded, KeyUnavailable",
        "InternalError, KeyUnavailable",
        "FailedOperation, KeyUnavailable",
        "NobodyKnowsThisOne, KeyRefused"
    })
    void codesAreSortedAndMessagesAreNotRepeated(String code, String type) {
        service.error = code;
        Throwable failure = failure(Given.temporary(), NAME);
        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
        assertThat(failure)
                .hasNoCause()
                .hasMessageContaining(code)
                .hasMessageContaining(NAME)
                .hasMessageContaining("GetSecretValue")
                .hasMessageNotContaining("correct-horse");
    }

    @Test
    void aBinarySecretIsNoLogin() {
        service.put(null);
        assertThat(failure(Given.temporary(), NAME))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("UserName");
    }

    @Test
    void longTermKeysAreRefusedUnlessAllowedAsForKeys() {
        Given longTerm = new Given().with(Identity.ID, "AKIDLONGTERM").with(Identity.KEY, "long-term-secret");
        assertThat(failure(longTerm, NAME))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining(Identity.ALLOW_VARIABLE)
                .hasMessageNotContaining("AKIDLONGTERM")
                .hasMessageNotContaining("long-term-secret");
        assertThat(service.calls()).isZero();
        assertThat(user(longTerm.with(Identity.ALLOW_VARIABLE, "true"), NAME)).isEqualTo("clinic v1");
    }

    @Test
    void theRoleOfTheInstanceServesAndAWrongIdentityIsRefused() {
        assertThat(user(new Given(), NAME)).isEqualTo("clinic v1");
        assertThat(service.roleFetches).hasValue(1);
        for (Given wrong : List.of(
                Given.temporary().with(Identity.KEY, "another"),
                Given.temporary().with(Identity.TOKEN, "another"),
                Given.temporary().with(Identity.ID, "AKIDNOBODY"))) {
            assertThat(failure(wrong, NAME)).isInstanceOf(KeyRefused.class);
        }
    }
}
