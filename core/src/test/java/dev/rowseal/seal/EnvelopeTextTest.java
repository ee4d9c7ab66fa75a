package dev.rowseal.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.second.SecondEnvelope;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One text for one envelope: what is read is what would be written. */
class EnvelopeTextTest {

    private static final long SEED = 0x7E57;

    @Test
    void everyLengthComesBackByteForByte() {
        Random random = new Random(SEED);
        for (int size = 1; size < 200; size++) {
            byte[] envelope = envelope(size, random);
            String text = Envelope.toText(envelope);
            assertThat(text).as("seed %d, size %d", SEED, size).isEqualTo(SecondEnvelope.toText(envelope));
            assertThat(Envelope.fromText(text)).isEqualTo(envelope).isEqualTo(SecondEnvelope.fromText(text));
            assertThat(Envelope.toText(Envelope.fromText(text))).isEqualTo(text);
        }
    }

    @Test
    void everyOtherCharacterAnywhereIsAnotherEnvelopeOrNone() {
        String text = Envelope.toText(envelope(3, new Random(SEED)));
        for (int at = 0; at < text.length(); at++) {
            for (char other = 0; other < 0x180; other++) {
                String changed = text.substring(0, at) + other + text.substring(at + 1);
                if (other == text.charAt(at)) {
                    continue;
                }
                if (Envelope.looksSealed(changed)) {
                    assertThat(Envelope.toText(Envelope.fromText(changed))).isEqualTo(changed);
                    assertThat(Envelope.fromText(changed)).isNotEqualTo(Envelope.fromText(text));
                } else {
                    assertThatThrownBy(() -> Envelope.fromText(changed)).isInstanceOf(NotAuthentic.class);
                }
            }
        }
    }

    @Test
    void whatIsNoEnvelopeHasNoTextAndNoKey() {
        for (byte[] bytes : new byte[][] {{}, new byte[47], new byte[48], new byte[100]}) {
            assertThat(Envelope.looksSealed(bytes)).isFalse();
            assertThatThrownBy(() -> Envelope.toText(bytes)).isInstanceOf(NotAuthentic.class);
            assertThatThrownBy(() -> Envelope.keyId(bytes)).isInstanceOf(NotAuthentic.class);
        }
    }

    @Test
    void anEnvelopeBeginsAsItsKeySaysAndNoOtherDoes() {
        Random random = new Random(SEED);
        for (int i = 0; i < 2_000; i++) {
            byte[] envelope = i % 2 == 0 ? envelope(3, random) : Envelope.pending(1 + random.nextInt(1000));
            long keyId = Envelope.keyId(envelope);
            assertThat(begins(envelope, keyId)).isTrue();
            assertThat(beginsText(envelope, keyId)).isTrue();
            for (int bit = 0; bit < 32; bit++) {
                long other = keyId ^ 1L << bit;
                assertThat(other != 0 && (begins(envelope, other) || beginsText(envelope, other)))
                        .as("%d for %d", other, keyId)
                        .isFalse();
            }
        }
    }

    private static boolean begins(byte[] envelope, long keyId) {
        return Envelope.beginnings(keyId).stream()
                .anyMatch(beginning -> Arrays.equals(envelope, 0, beginning.length, beginning, 0, beginning.length));
    }

    private static boolean beginsText(byte[] envelope, long keyId) {
        return Envelope.textBeginnings(keyId).stream().anyMatch(Envelope.toText(envelope)::startsWith);
    }

    @Test
    void aMessageDoesNotShowTheText() {
        assertThatThrownBy(() -> Envelope.fromText("rs1.c2VjcmV0")).hasMessageNotContaining("c2VjcmV0");
        assertThatThrownBy(() -> Envelope.fromText("078-05-1120")).hasMessageNotContaining("078");
    }

    private static byte[] envelope(int size, Random random) {
        byte[] envelope = Envelope.blank(Envelope.SUITE_AES_GCM, 1 + random.nextInt(1000), size);
        for (int i = 7; i < envelope.length; i++) {
            envelope[i] = (byte) random.nextInt();
        }
        return envelope;
    }
}
