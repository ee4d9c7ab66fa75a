package dev.rowseal.realinput;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Plaintexts that must be nowhere outside the application, and the search for them: as they are, in UTF-8, UTF-16, hex,
 * and base64 at every alignment. What is shorter than {@link #LEAST} characters is not looked for as a part, because
 * ciphertext would hold it by chance; whole values that equal one are found at any length, numbers by their size. One
 * thread's.
 */
final class Markers {

    /** 8 base64 characters are 48 bits: in 10 MB of ciphertext, a thousand needles meet one by chance once in 30,000 runs. */
    static final int LEAST = 8;

    private static final int KEY = 5;
    private static final int BITS = 20;

    private final Map<String, List<String>> needles = new HashMap<>();
    private final BitSet beginnings = new BitSet(1 << BITS);
    private final Set<String> parts = new HashSet<>();
    private final Set<Object> wholes = new HashSet<>();

    /** Adds a plaintext of a sealed column. */
    void add(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            return;
        }
        if (value instanceof byte[] bytes) {
            addBytes(bytes);
        } else if (value instanceof Number number) {
            BigDecimal decimal = new BigDecimal(number.toString());
            // Small numbers are everywhere: counts, positions, row ids.
            if (decimal.abs().compareTo(BigDecimal.valueOf(20_000)) >= 0) {
                wholes.add(decimal.stripTrailingZeros());
            }
            addText(decimal.toPlainString());
        } else {
            wholes.add(value);
            addText(value.toString());
            if (value instanceof UUID uuid) {
                addText(uuid.toString().replace("-", ""));
            }
        }
    }

    int size() {
        return parts.size();
    }

    private void addText(String text) {
        String trimmed = text.strip();
        if (trimmed.length() < LEAST) {
            return;
        }
        needle(trimmed);
        needle(trimmed.toUpperCase(Locale.ROOT));
        needle(trimmed.toLowerCase(Locale.ROOT));
        addBytes(trimmed.getBytes(StandardCharsets.UTF_8));
        needle(latin1(trimmed.getBytes(StandardCharsets.UTF_16BE)));
    }

    private void addBytes(byte[] bytes) {
        if (bytes.length < LEAST) {
            return;
        }
        needle(latin1(bytes));
        String hex = HexFormat.of().formatHex(bytes);
        needle(hex);
        needle(hex.toUpperCase(Locale.ROOT));
        for (int shift = 0; shift < 3; shift++) {
            byte[] shifted = new byte[shift + bytes.length];
            System.arraycopy(bytes, 0, shifted, shift, bytes.length);
            // The first characters hold bits of what stands before, the last ones of what stands behind.
            int from = shift == 0 ? 0 : shift + 1;
            int to = shifted.length / 3 * 4;
            String encoded = Base64.getEncoder().encodeToString(shifted);
            if (to - from >= LEAST) {
                needle(encoded.substring(from, to));
                needle(encoded.substring(from, to).replace('+', '-').replace('/', '_'));
            }
        }
    }

    private void needle(String needle) {
        if (needle.length() >= LEAST && parts.add(needle)) {
            beginnings.set(beginning(needle, 0));
            needles.computeIfAbsent(needle.substring(0, KEY), key -> new ArrayList<>(1))
                    .add(needle);
        }
    }

    /** The marker in something that left the application or that is stored; null when there is none. */
    @Nullable
    String in(@Nullable Object seen) {
        if (seen == null || seen instanceof Boolean) {
            return null;
        }
        if (seen instanceof byte[] bytes) {
            return inText(latin1(bytes));
        }
        if (seen instanceof Number number
                && !(number instanceof Double d && !Double.isFinite(d))
                && !(number instanceof Float f && !Float.isFinite(f))) {
            BigDecimal decimal = new BigDecimal(number.toString());
            return wholes.contains(decimal.stripTrailingZeros()) ? "a number" : inText(decimal.toPlainString());
        }
        return wholes.contains(seen) ? "a whole value" : inText(seen.toString());
    }

    private @Nullable String inText(String text) {
        for (int at = 0; at + LEAST <= text.length(); at++) {
            if (!beginnings.get(beginning(text, at))) {
                continue;
            }
            for (String needle : needles.getOrDefault(text.substring(at, at + KEY), List.of())) {
                if (text.startsWith(needle, at)) {
                    return needle;
                }
            }
        }
        return null;
    }

    private static int beginning(String text, int at) {
        int hash = 0;
        for (int i = at; i < at + KEY; i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return (hash ^ hash >>> BITS) & (1 << BITS) - 1;
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
