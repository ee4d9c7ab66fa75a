package dev.rowseal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyedRequestTest {

    private static byte[] body(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aKeyIsTheTextThatTheJdkMakesOfIt() {
        Random random = new Random(47);
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = new byte[40];
            random.nextBytes(bytes);
            ByteBuffer key = ByteBuffer.allocateDirect(40).put(bytes).position(i % 9);
            byte[] dek = new byte[32];
            key.duplicate().get(dek);
            byte[] sent = new byte[60];

            KeyedRequest request = KeyedRequest.with(body("{\"key\":\"" + ".".repeat(44) + "\"}"), 8, key);
            request.put(sent, 3);

            assertThat(new String(sent, 3, request.length(), StandardCharsets.US_ASCII))
                    .isEqualTo("{\"key\":\"" + Base64.getEncoder().encodeToString(dek) + "\"}");
            assertThat(key.position()).isEqualTo(i % 9);
        }
    }

    @Test
    void whatIsMadeForAMomentIsOverwritten() {
        KeyedRequest request = KeyedRequest.with(body(".".repeat(44)), 0, ByteBuffer.allocateDirect(32));
        byte[] kept = request.use(whole -> {
            assertThat(whole).asString().isEqualTo("A".repeat(43) + "=");
            return whole;
        });

        assertThat(kept).containsOnly(0);
        assertThat(KeyedRequest.without(body("{}")).<String>use(String::new)).isEqualTo("{}");
    }

    @Test
    void aPlaceOrAKeyThatIsTooSmallIsRefused() {
        ByteBuffer key = ByteBuffer.allocateDirect(32);
        assertThatThrownBy(() -> KeyedRequest.with(body(".".repeat(44)), 1, key))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> KeyedRequest.with(body(".".repeat(44)), 0, key.position(1)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
