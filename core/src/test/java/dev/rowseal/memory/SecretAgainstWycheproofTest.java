package dev.rowseal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.shared.Wycheproof;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The off-heap HMAC and HKDF against the Wycheproof sets. */
class SecretAgainstWycheproofTest {

    @Test
    void hmac() throws Exception {
        int run = 0;
        for (Wycheproof.Case test : Wycheproof.cases("hmac_sha256")) {
            if (test.group().get("keySize").asInt() != 256) {
                continue;
            }
            byte[] tag = test.bytes("tag");
            byte[] out = new byte[32];
            try (Secret secret = Secret.take(ByteBuffer.wrap(test.bytes("key")))) {
                secret.hmac(test.bytes("msg"), out);
            }
            assertThat(Arrays.equals(Arrays.copyOf(out, tag.length), tag))
                    .as(test.name())
                    .isEqualTo(test.valid());
            run++;
        }
        assertThat(run).isGreaterThan(50);
    }

    @Test
    void hkdf() throws Exception {
        int run = 0;
        for (Wycheproof.Case test : Wycheproof.cases("hkdf_sha256")) {
            byte[] info = test.bytes("info");
            int size = test.test().get("size").asInt();
            try (Secret key = Secret.take(ByteBuffer.wrap(extract(test.bytes("salt"), test.bytes("ikm"))))) {
                if (test.valid()) {
                    assertThat(key.expand(info, size)).as(test.name()).isEqualTo(test.bytes("okm"));
                } else {
                    assertThatThrownBy(() -> key.expand(info, size))
                            .as(test.name())
                            .isInstanceOf(IllegalArgumentException.class);
                }
            }
            run++;
        }
        assertThat(run).isGreaterThan(50);
    }

    // HKDF-Extract, which the product has no use for: its keys are random already.
    private static byte[] extract(byte[] salt, byte[] material) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(salt.length == 0 ? new byte[32] : salt, "HmacSHA256"));
        return mac.doFinal(material);
    }
}
