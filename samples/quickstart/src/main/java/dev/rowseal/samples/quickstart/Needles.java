package dev.rowseal.samples.quickstart;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Texts to be found among bytes, all in one pass: looked up by their first four bytes. */
final class Needles {

    private static final int PREFIX = 4;

    private final Map<Integer, List<byte[]>> byPrefix = new HashMap<>();
    private final boolean[] begins = new boolean[1 << 16];
    private final int size;

    /** @param texts of at least four bytes each */
    Needles(List<String> texts) {
        this.size = texts.size();
        for (String text : texts) {
            byte[] bytes = bytes(text);
            if (bytes.length < PREFIX) {
                throw new IllegalArgumentException("too short to be looked for");
            }
            begins[two(bytes, 0)] = true;
            byPrefix.computeIfAbsent(four(bytes, 0), prefix -> new ArrayList<>())
                    .add(bytes);
        }
    }

    int size() {
        return size;
    }

    /** How often any of them occurs. */
    int in(byte[] haystack) {
        int found = 0;
        for (int at = 0; at <= haystack.length - PREFIX; at++) {
            if (begins[two(haystack, at)]) {
                found += at(haystack, at);
            }
        }
        return found;
    }

    private int at(byte[] haystack, int at) {
        int found = 0;
        for (byte[] needle : byPrefix.getOrDefault(four(haystack, at), List.of())) {
            int end = at + needle.length;
            if (end <= haystack.length && Arrays.equals(haystack, at, end, needle, 0, needle.length)) {
                found++;
            }
        }
        return found;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static int two(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
    }

    private static int four(byte[] bytes, int at) {
        return two(bytes, at) << 16 | two(bytes, at + 2);
    }
}
