package dev.rowseal.value;

import static dev.rowseal.value.ValueCodec.bad;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: what it cannot say exactly, it refuses. The JDK's own methods put a replacement character instead. */
final class Utf8 {

    private Utf8() {}

    /** @throws IllegalArgumentException when the text has an unpaired surrogate */
    static byte[] encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                if (Character.isLowSurrogate(unit)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException("the text has an unpaired surrogate");
                }
                i++;
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // Only a text with the replacement character can have been malformed; the strict decoder is slower.
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("is not UTF-8");
        }
    }
}
