package dev.rowseal.seal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds an envelope in whichever form a driver gives a cell: its bytes, its text form, PostgreSQL's and H2's hexadecimal,
 * PostgreSQL's octal escapes, or the text that comes of taking its bytes for characters; and each of these within a list, a
 * record or JSON. Goes by what the form begins with. An ordinary value costs a look at its first characters.
 */
public final class Sighting {

    /** So many bytes or characters of a value tell whether it begins as an envelope, in every form. */
    public static final int LOOK = Envelope.OVERHEAD + 1;

    /** No form of one is shorter, not even where some of its bytes made one character. */
    private static final int LEAST = 16;

    private static final char LOST = '\uFFFD';
    private static final String HEX_MAGIC = HexFormat.of().formatHex(Envelope.headMagic(), 0, 2);
    private static final String LATIN_MAGIC = "\u00F7\u001E";
    private static final String LOST_MAGIC = LOST + "\u001E";
    private static final String[] WITHIN = {
        Envelope.TEXT_PREFIX, HEX_MAGIC, HEX_MAGIC.toUpperCase(Locale.ROOT), "\\367", LATIN_MAGIC, LOST_MAGIC,
    };

    private static final long NONE = 0;
    private static final long NAMELESS = -1;
    /** Stands for a byte that is lost: a key id may hold it, and no suite is it. */
    private static final byte NO_SUITE = 2;

    private Sighting() {}

    /** Whether it is worth to look closer. Makes no object, and reads two characters. */
    public static boolean isWorthALook(String text) {
        return text.length() >= LEAST && isWorthALook(text.charAt(0), text.charAt(1));
    }

    /** As {@link #isWorthALook(String)}, for bytes, which may be a text's in UTF-8. */
    public static boolean isWorthALook(byte[] bytes) {
        return bytes.length >= LEAST && isWorthALook((char) (bytes[0] & 0xFF), (char) (bytes[1] & 0xFF));
    }

    private static boolean isWorthALook(char first, char second) {
        return switch (first) {
            case '{', '[', '(', '"' -> true;
            case 'r' -> second == 's';
            case 'f', 'F' -> second == '7';
            case 'x', 'X' -> second == '\'';
            case '\\' -> second == 'x' || second == '3' || second == '\\';
            // An envelope's own first byte, as a character or not, and the bytes of such characters in UTF-8.
            case Envelope.FIRST, LOST -> second == 0x1E;
            case 0xEF -> second == 0xBF;
            case 0xC3 -> second == 0xB7;
            default -> false;
        };
    }

    /** Whether an envelope stands in it that names a known key, or whose key's name was lost with its bytes. */
    public static boolean in(byte[] bytes, LongPredicate known) {
        if (Envelope.looksSealed(bytes)) {
            return known.test(Envelope.keyId(bytes));
        }
        return !Envelope.beginsSealed(bytes) && in(new String(bytes, StandardCharsets.UTF_8), known);
    }

    /** As {@link #in(byte[], LongPredicate)}. */
    public static boolean in(String text, LongPredicate known) {
        if (text.length() < LEAST) {
            return false;
        }
        return switch (text.charAt(0)) {
            case '{', '[', '(', '"' -> isWithin(text, known);
            case 'x', 'X' -> isKnown(text, 2, known);
            case '\\' -> isKnown(text, text.charAt(1) == 'x' ? 2 : 0, known);
            default -> isKnown(text, 0, known);
        };
    }

    private static boolean isWithin(String text, LongPredicate known) {
        for (String beginning : WITHIN) {
            for (int at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1)) {
                if (isKnown(text, at, known)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isKnown(String text, int at, LongPredicate known) {
        long named = keyId(text, at);
        return named == NAMELESS || named != NONE && known.test(named);
    }

    private static long keyId(String text, int at) {
        if (text.startsWith(LATIN_MAGIC, at) || text.startsWith(LOST_MAGIC, at)) {
            return ofCharacters(text, at);
        }
        if (text.startsWith("\\", at)) {
            return ofOctal(text, at);
        }
        byte[] head = text.startsWith(Envelope.TEXT_PREFIX, at)
                ? ofText(text, at + Envelope.TEXT_PREFIX.length())
                : ofHex(text, at);
        return head == null ? NONE : Envelope.keyIdOfHead(head);
    }

    private static byte @Nullable [] ofText(String text, int at) {
        // As many whole groups of four characters as the head needs.
        int end = at + (Envelope.HEAD + 2) / 3 * 4;
        try {
            return end > text.length() ? null : Base64.getUrlDecoder().decode(text.substring(at, end));
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private static byte @Nullable [] ofHex(String text, int at) {
        byte[] head = new byte[Envelope.HEAD];
        for (int i = 0; i < head.length; i++) {
            int number = number(text, at + 2 * i, 2, 16);
            if (number < 0) {
                return null;
            }
            head[i] = (byte) number;
        }
        return head;
    }

    // Each byte is itself or \ooo, with as many backslashes as the first has. Where a byte is a backslash, nobody can
    // tell
    // where it ends.
    private static long ofOctal(String text, int last) {
        int at = last;
        while (at > 0 && text.charAt(at - 1) == '\\') {
            at--;
        }
        byte[] head = new byte[Envelope.HEAD];
        int backslashes = backslashes(text, at);
        for (int i = 0; i < head.length; i++) {
            if (at >= text.length()) {
                return NONE;
            }
            int these = backslashes(text, at);
            if (these == 0) {
                head[i] = (byte) text.charAt(at++);
                continue;
            }
            int number = these == backslashes ? number(text, at + these, 3, 8) : -1;
            if (number < 0) {
                Arrays.fill(head, i, head.length, NO_SUITE);
                return Envelope.keyIdOfHead(head) == NONE ? NONE : NAMELESS;
            }
            head[i] = (byte) number;
            at += these + 3;
        }
        return Envelope.keyIdOfHead(head);
    }

    private static int backslashes(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == '\\') {
            at++;
        }
        return at - from;
    }

    private static int number(String text, int at, int digits, int radix) {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }

    // Each byte became a character, but those that are none in UTF-8: those are lost, or several of them made one.
    private static long ofCharacters(String text, int at) {
        byte[] head = Envelope.headMagic();
        if (text.length() - at < head.length) {
            return NONE;
        }
        boolean isLost = false;
        for (int i = LOST_MAGIC.length(); i < head.length; i++) {
            char c = text.charAt(at + i);
            isLost |= c > 0x7F;
            head[i] = c > 0x7F ? NO_SUITE : (byte) c;
        }
        long named = Envelope.keyIdOfHead(head);
        return isLost && named != NONE ? NAMELESS : named;
    }
}
