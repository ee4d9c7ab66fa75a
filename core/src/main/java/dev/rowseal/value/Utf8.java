package dev.rowseal.value;

import static dev.rowseal.value.ValueCodec.bad;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Strict UTF-8: what it cannot say exactly, it refuses. The JDK's own methods put a replacement character instead. */
final class Utf8 {

    private Utf8() {}

    /**
     * The bytes, in the one array that they ever are in: what the JDK's encoder copies on its way would stay in memory until
     * a collector uses that again.
     *
     * @throws IllegalArgumentException when the text has an unpaired surrogate
     */
    static byte[] encode(String text) {
        if (isLatin1(text)) {
            // One copy, as a rule the result.
            byte[] latin1 = text.getBytes(StandardCharsets.ISO_8859_1);
            if (isAscii(ByteBuffer.wrap(latin1))) {
                return latin1;
            }
            Arrays.fill(latin1, (byte) 0);
        }
        byte[] bytes = new byte[length(text)];
        int at = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                bytes[at++] = (byte) unit;
            } else if (unit < 0x800) {
                bytes[at++] = (byte) (0xC0 | unit >> 6);
                bytes[at++] = following(unit);
            } else if (!Character.isSurrogate(unit)) {
                bytes[at++] = (byte) (0xE0 | unit >> 12);
                bytes[at++] = following(unit >> 6);
                bytes[at++] = following(unit);
            } else {
                int codePoint = Character.toCodePoint(unit, text.charAt(++i));
                bytes[at++] = (byte) (0xF0 | codePoint >> 18);
                bytes[at++] = following(codePoint >> 12);
                bytes[at++] = following(codePoint >> 6);
                bytes[at++] = following(codePoint);
            }
        }
        return bytes;
    }

    private static byte following(int bits) {
        return (byte) (0x80 | bits & 0x3F);
    }

    private static int length(String text) {
        int length = text.length();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                continue;
            }
            length = Math.addExact(length, unit < 0x800 ? 1 : 2);
            if (Character.isSurrogate(unit)) {
                if (Character.isLowSurrogate(unit)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException("the text has an unpaired surrogate");
                }
                // Four bytes for two units.
                i++;
            }
        }
        return length;
    }

    /** Costs nothing where the runtime knows it of the whole String. */
    private static boolean isLatin1(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xFF) {
                return false;
            }
        }
        return true;
    }

    /** Decodes without a copy of the bytes, as the JDK's constructor of a String makes one of what is not ASCII. */
    static String decode(ByteBuffer body) {
        if (isAscii(body)) {
            return new String(
                    body.array(), body.arrayOffset() + body.position(), body.remaining(), StandardCharsets.ISO_8859_1);
        }
        try {
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(body);
            String text = decoded.toString();
            Arrays.fill(decoded.array(), '\0');
            return text;
        } catch (CharacterCodingException e) {
            throw bad("is not UTF-8");
        }
    }

    private static boolean isAscii(ByteBuffer body) {
        int at = body.position();
        for (; at + Long.BYTES <= body.limit(); at += Long.BYTES) {
            if ((body.getLong(at) & 0x8080_8080_8080_8080L) != 0) {
                return false;
            }
        }
        for (; at < body.limit(); at++) {
            if (body.get(at) < 0) {
                return false;
            }
        }
        return true;
    }
}
