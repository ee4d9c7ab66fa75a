package dev.rowseal.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SightingTest {

    private static byte[] envelope(long keyId) {
        byte[] envelope = Envelope.blank(Envelope.SUITE_AES_GCM, keyId, 9);
        byte[] rest = new byte[envelope.length - Envelope.HEAD];
        new Random(keyId).nextBytes(rest);
        System.arraycopy(rest, 0, envelope, Envelope.HEAD, rest.length);
        return envelope;
    }

    private static String octal(byte[] bytes, String backslash) {
        StringBuilder text = new StringBuilder();
        for (byte b : bytes) {
            if (b == '\\') {
                text.append(backslash).append(backslash);
            } else if (b >= ' ' && b < 0x7F) {
                text.append((char) b);
            } else {
                text.append(backslash).append("%03o".formatted(b & 0xFF));
            }
        }
        return text.toString();
    }

    private static List<String> forms(byte[] envelope) {
        String hex = HexFormat.of().formatHex(envelope);
        return List.of(
                Envelope.toText(envelope),
                "\\x" + hex,
                hex,
                hex.toUpperCase(Locale.ROOT),
                "X'" + hex + "'",
                octal(envelope, "\\"),
                octal(envelope, "\\\\"),
                new String(envelope, StandardCharsets.UTF_8),
                new String(envelope, StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 0x5C5C_5C5CL, 0x7F7F_7F7FL, 0x8081_8283L, 0xC3B7_C3B7L, 0xF71E_01F7L, 0xFFFF_FFFFL})
    void findsEveryForm(long keyId) {
        byte[] envelope = envelope(keyId);

        assertThat(Sighting.isWorthALook(envelope)).isTrue();
        assertThat(Sighting.in(envelope, known -> known == keyId)).isTrue();
        for (String form : forms(envelope)) {
            assertThat(found(form, keyId)).as(form).isTrue();
            assertThat(found("{1,\"" + form + "\"}", keyId)).as(form).isTrue();
            assertThat(found("(" + form + ",2)", keyId)).as(form).isTrue();
            String beginning = form.substring(0, Math.min(form.length(), Sighting.LOOK));
            assertThat(found(beginning, keyId)).as(beginning).isTrue();
        }
    }

    private static boolean found(String text, long keyId) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean asText = Sighting.isWorthALook(text) && Sighting.in(text, known -> known == keyId);
        boolean asBytes = Sighting.isWorthALook(bytes) && Sighting.in(bytes, known -> known == keyId);
        assertThat(asBytes).as(text).isEqualTo(asText);
        return asText;
    }

    @Test
    void asksForTheKeyThatIsNamed() {
        byte[] envelope = envelope(0x0102_0304L);

        assertThat(Sighting.in(envelope, known -> false)).isFalse();
        for (String form : forms(envelope)) {
            assertThat(Sighting.in(form, known -> false)).as(form).isFalse();
            assertThat(Sighting.in("[" + form + "]", known -> false)).as(form).isFalse();
        }
    }

    @Test
    void passesWhatIsCutOrNone() {
        for (String form : forms(envelope(0x0102_0304L))) {
            for (int length = 0; length < 7; length++) {
                String cut = form.substring(0, length);
                assertThat(Sighting.in(cut, known -> true)).as(cut).isFalse();
                assertThat(Sighting.in("{" + "                " + cut, known -> true))
                        .as(cut)
                        .isFalse();
            }
        }
        assertThat(Sighting.in(new byte[0], known -> true)).isFalse();
        assertThat(Sighting.in(Arrays.copyOf(envelope(1), 40), known -> true)).isFalse();
        assertThat(Sighting.isWorthALook("an ordinary text, and a long one")).isFalse();
        assertThat(Sighting.isWorthALook("rare, but an ordinary text, too")).isFalse();
    }

    @Test
    void bearsAnyTextThatBeginsSo() {
        Random random = new Random(42);
        String letters = "rs1.9xf71eF\\367'X{[(\"\u001E\u0001\uFFFD\u00F7B0";
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            Sighting.in(text.toString(), known -> known == 1);
            Sighting.in(text.toString().getBytes(StandardCharsets.UTF_8), known -> known == 1);
        }
    }
}
