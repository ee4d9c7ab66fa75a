package dev.rowseal.kms.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Keys as text and in requests, beside the JDK's base64. */
class KeyTextTest {

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private byte[] newKey() {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return key;
    }

    @Test
    void itIsTheTextThatTheJdkWrites() {
        for (int i = 0; i < 1_000; i++) {
            byte[] key = newKey();
            byte[] expected = Base64.getEncoder().encode(key);
            byte[] text = new byte[KeyText.LENGTH];
            for (int c = 0; c < text.length; c++) {
                text[c] = KeyText.character(ByteBuffer.wrap(key), c);
            }
            byte[] back = new byte[32];

            assertThat(text).as("seed %d", seed).isEqualTo(expected);
            assertThat(KeyText.read(text, new JsonMember(0, text.length), ByteBuffer.wrap(back)))
                    .isTrue();
            assertThat(back).isEqualTo(key);
        }
    }

    @Test
    void whatIsNotTheTextOfAKeyIsRefused() {
        String text = Base64.getEncoder().encodeToString(newKey());
        for (String wrong : new String[] {
            "",
            text.substring(1),
            text + "=",
            text.substring(0, 43) + "A",
            "-" + text.substring(1),
            text.substring(0, 20) + "=" + text.substring(21),
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=", // bits beyond the last byte
            Base64.getEncoder().encodeToString(new byte[31]),
            Base64.getEncoder().encodeToString(new byte[33])
        }) {
            byte[] bytes = wrong.getBytes(US_ASCII);
            assertThat(KeyText.read(bytes, new JsonMember(0, bytes.length), ByteBuffer.allocate(32)))
                    .as(wrong)
                    .isFalse();
        }
    }

    @Test
    void aRequestIsTheSameTextAndIsTakenBack() throws IOException {
        for (int i = 0; i < 300; i++) {
            byte[] key = newKey();
            String before = "{\"KeyId\":\"x\",\"Plaintext\":\"";
            String after = "\",\"EncryptionContext\":{}}";
            byte[] zeros = (before + "A".repeat(43) + "=" + after).getBytes(US_ASCII);
            byte[] expected = (before + Base64.getEncoder().encodeToString(key) + after).getBytes(US_ASCII);
            JsonMember place = new JsonMember(before.length(), before.length() + KeyText.LENGTH);
            ByteArrayInputStream oracle = new ByteArrayInputStream(expected);
            byte[] piece = new byte[1 + random.nextInt(100)];
            byte[] last = new byte[0];
            try (KeyedBody body = new KeyedBody(zeros, place, ByteBuffer.wrap(key))) {
                for (int count = 0; count >= 0; ) {
                    if (random.nextInt(4) == 0) {
                        assertThat(body.read()).isEqualTo(oracle.read());
                        continue;
                    }
                    int from = random.nextInt(piece.length);
                    count = body.read(piece, from, piece.length - from);
                    byte[] theirs = new byte[piece.length];
                    assertThat(oracle.read(theirs, from, piece.length - from)).isEqualTo(count);
                    if (count > 0) {
                        // as it was asked for, and nothing of what was given before
                        assertThat(piece).as("seed %d", seed).isEqualTo(theirs);
                    }
                    last = piece.clone();
                }
                assertThat(last).containsOnly(0);
            }
            byte[] part = new byte[expected.length - 1];
            KeyedBody unfinished = new KeyedBody(zeros, place, ByteBuffer.wrap(key));
            assertThat(unfinished.read(part, 0, part.length)).isEqualTo(part.length);
            unfinished.close();
            assertThat(part).containsOnly(0);
            // Whoever has read all of it may have given his array to another call when the SDK closes this.
            byte[] whole = new byte[expected.length];
            KeyedBody finished = new KeyedBody(zeros, place, ByteBuffer.wrap(key));
            assertThat(finished.read(whole, 0, whole.length)).isEqualTo(whole.length);
            finished.close();
            assertThat(Arrays.equals(whole, expected)).isTrue();
        }
    }
}
