package dev.rowseal.kms.tencent.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The worked examples of the API's documentation, Signature v3. */
class Tc3Test {

    private static final byte[] BODY =
            "{\"Limit\": 1, \"Filters\": [{\"Values\": [\"\\u672a\\u547d\\u540d\"], \"Name\": \"instance-name\"}]}"
                    .getBytes(UTF_8);

    private static String signed(String key, Map<String, String> headers) {
        return Tc3.authorization(
                new Credential("AKIDEXAMPLE", key, "", Instant.MAX),
                "cvm",
                headers,
                BODY,
                Instant.ofEpochSecond(1551113065));
    }

    @Test
    void theDocumentedSignaturesComeOut() {
        assertThat(signed(
                        "*".repeat(32),
                        Map.of(
                                "Content-Type", "application/json; charset=utf-8",
                                "Host", "cvm.tencentcloudapi.com",
                                "X-TC-Action", "DescribeInstances")))
                .isEqualTo("TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2019-02-25/cvm/tc3_request,"
                        + " SignedHeaders=content-type;host;x-tc-action,"
                        + " Signature=10b1a37a7301a02ca19a647ad722d5e43b4b3cff309d421d85b46093f6ab6c4f");
        assertThat(signed(
                        "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
                        Map.of(
                                "Content-Type", "application/json; charset=utf-8",
                                "Host", "cvm.tencentcloudapi.com")))
                .endsWith("Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168");
    }

    @Test
    void aCredentialTellsNothing() {
        assertThat(new Credential("AKIDEXAMPLE", "a secret", "a token", Instant.MAX).toString())
                .isEqualTo("Credential[]");
    }
}
