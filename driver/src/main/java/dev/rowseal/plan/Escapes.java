package dev.rowseal.plan;

import org.jspecify.annotations.Nullable;

/** The backslash escapes of PostgreSQL's {@code E'…'}. */
final class Escapes {

    private Escapes() {}

    /**
     * The text that an escaped one stands for.
     *
     * @param body what stands between the quotes
     * @return null when an escape is none, or gives a byte that need not be a character by itself
     */
    static @Nullable String undone(String body) {
        StringBuilder text = new StringBuilder(body.length());
        int at = 0;
        while (at < body.length()) {
            char c = body.charAt(at);
            if (c == '\'') {
                // A quote inside is doubled, or it would have ended the string.
                text.append(c);
                at += 2;
            } else if (c != '\\') {
                text.append(c);
                at++;
            } else {
                int next = one(body, at + 1, text);
                if (next < 0) {
                    return null;
                }
                at = next;
            }
        }
        return text.toString();
    }

    /** Appends what the escape whose letter is at a place stands for; says where it ends, or -1. */
    private static int one(String body, int at, StringBuilder text) {
        if (at >= body.length()) {
            return -1;
        }
        char letter = body.charAt(at);
        switch (letter) {
            case 'b':
                text.append('\b');
                return at + 1;
            case 'f':
                text.append('\f');
                return at + 1;
            case 'n':
                text.append('\n');
                return at + 1;
            case 'r':
                text.append('\r');
                return at + 1;
            case 't':
                text.append('\t');
                return at + 1;
            case 'x':
                return number(body, at + 1, 1, 2, 16, text);
            case 'u':
                return number(body, at + 1, 4, 4, 16, text);
            case 'U':
                return number(body, at + 1, 8, 8, 16, text);
            default:
                if (letter >= '0' && letter <= '7') {
                    return number(body, at, 1, 3, 8, text);
                }
                text.append(letter);
                return at + 1;
        }
    }

    private static int number(String body, int begin, int least, int most, int radix, StringBuilder text) {
        int end = begin;
        while (end < body.length() && end - begin < most && Character.digit(body.charAt(end), radix) >= 0) {
            end++;
        }
        if (end - begin < least) {
            return -1;
        }
        long number = Long.parseLong(body.substring(begin, end), radix);
        boolean character = least >= 4 ? Character.isValidCodePoint((int) number) && number <= 0x10FFFF : number < 0x80;
        if (number == 0 || !character || number >= Character.MIN_SURROGATE && number <= Character.MAX_SURROGATE) {
            return -1;
        }
        text.appendCodePoint((int) number);
        return end;
    }
}
