package dev.rowseal.kms.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * As much of JSON (RFC 8259) as Vault's answers need, read in place: a value is known by where it stands in the bytes, so
 * that key bytes are never in a {@code String}. The whole text must be well-formed, or none of it is believed. Members are
 * found by their path: {@code data.plaintext}, {@code errors.0}. Not thread-safe.
 */
final class Json {

    private static final int MOST_DEPTH = 16;

    private final byte[] bytes;
    private final int end;
    private final Map<String, int[]> values = new HashMap<>();
    private int at;

    private Json(byte[] bytes, int end) {
        this.bytes = bytes;
        this.end = end;
    }

    /** @throws IOException if the bytes up to {@code end} are no JSON text; the message holds none of it */
    static Json read(byte[] bytes, int end) throws IOException {
        Json json = new Json(bytes, end);
        json.value("", 0);
        json.space();
        if (json.at != end) {
            throw malformed();
        }
        return json;
    }

    /** One object of strings; every value is printable ASCII that needs no escape. The caller overwrites it. */
    static byte[] object(Object... namesAndValues) {
        int length = 1 + namesAndValues.length / 2 * 6;
        for (Object part : namesAndValues) {
            length += part instanceof byte[] value ? value.length : ((String) part).length();
        }
        byte[] out = new byte[length];
        int to = 0;
        for (int i = 0; i < namesAndValues.length; i += 2) {
            byte[] name = ((String) namesAndValues[i]).getBytes(StandardCharsets.US_ASCII);
            byte[] value = (byte[]) namesAndValues[i + 1];
            if (!isPlain(value)) {
                throw new IllegalArgumentException("not printable ASCII: " + namesAndValues[i]);
            }
            out[to++] = (byte) (i == 0 ? '{' : ',');
            to = quoted(name, out, to);
            out[to++] = ':';
            to = quoted(value, out, to);
        }
        if (to == 0) {
            return new byte[] {'{', '}'};
        }
        out[to] = '}';
        return out;
    }

    private static int quoted(byte[] text, byte[] out, int to) {
        out[to] = '"';
        System.arraycopy(text, 0, out, to + 1, text.length);
        out[to + 1 + text.length] = '"';
        return to + 2 + text.length;
    }

    /** Whether all bytes are printable ASCII and stand for themselves in a JSON string. */
    static boolean isPlain(byte[] text) {
        for (byte b : text) {
            if (b < ' ' || b > '~' || b == '"' || b == '\\') {
                return false;
            }
        }
        return true;
    }

    /** A copy of a string's bytes, which the caller overwrites; null where there is none, or one with escapes. */
    byte @Nullable [] string(String path) {
        int[] span = values.get(path);
        if (span == null || bytes[span[0]] != '"') {
            return null;
        }
        byte[] text = Arrays.copyOfRange(bytes, span[0] + 1, span[1] - 1);
        return isPlain(text) ? text : null;
    }

    /** A string, number or word as text, for what is no secret; empty where there is none. */
    String text(String path) {
        int[] span = values.get(path);
        if (span == null) {
            return "";
        }
        String raw = new String(bytes, span[0], span[1] - span[0], StandardCharsets.UTF_8);
        return raw.startsWith("\"") ? raw.substring(1, raw.length() - 1) : raw;
    }

    /** A number from 0 on; -1 where there is none. */
    long number(String path) {
        String text = text(path);
        return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    }

    private void value(String path, int depth) throws IOException {
        space();
        int begin = at;
        switch (peek()) {
            case '{' -> {
                members(path, depth);
                return;
            }
            case '[' -> {
                elements(path, depth);
                return;
            }
            case '"' -> string();
            default -> word();
        }
        if (values.put(path, new int[] {begin, at}) != null) {
            throw malformed(); // said twice: which one counts would be a guess
        }
    }

    private void members(String path, int depth) throws IOException {
        begin('{', depth);
        while (!ended('}')) {
            space();
            int begin = at;
            string();
            String name = new String(bytes, begin + 1, at - begin - 2, StandardCharsets.UTF_8);
            space();
            expect(':');
            value(path.isEmpty() ? name : path + "." + name, depth + 1);
            separate('}');
        }
    }

    private void elements(String path, int depth) throws IOException {
        begin('[', depth);
        for (int i = 0; !ended(']'); i++) {
            value(path + "." + i, depth + 1);
            separate(']');
        }
    }

    private void begin(char opening, int depth) throws IOException {
        expect(opening);
        if (depth > MOST_DEPTH) {
            throw malformed();
        }
    }

    private boolean ended(char closing) throws IOException {
        space();
        if (peek() == closing) {
            at++;
            return true;
        }
        return false;
    }

    /** A comma with something after it, or the end in sight. */
    private void separate(char closing) throws IOException {
        space();
        if (peek() == ',') {
            at++;
            space();
            if (peek() == closing) {
                throw malformed();
            }
        } else if (peek() != closing) {
            throw malformed();
        }
    }

    private void string() throws IOException {
        expect('"');
        while (peek() != '"') {
            if (peek() == '\\') {
                at++;
                peek();
            } else if (bytes[at] >= 0 && bytes[at] < ' ') {
                throw malformed();
            }
            at++;
        }
        at++;
    }

    /** A number, true, false or null. */
    private void word() throws IOException {
        int begin = at;
        while (at < end
                && (bytes[at] == '-' || bytes[at] == '+' || bytes[at] == '.' || Character.isLetterOrDigit(bytes[at]))) {
            at++;
        }
        String word = new String(bytes, begin, at - begin, StandardCharsets.US_ASCII);
        if (!word.matches("true|false|null|-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")) {
            throw malformed();
        }
    }

    private void space() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\r' || bytes[at] == '\t')) {
            at++;
        }
    }

    private void expect(char c) throws IOException {
        if (peek() != c) {
            throw malformed();
        }
        at++;
    }

    private int peek() throws IOException {
        if (at >= end) {
            throw malformed();
        }
        return bytes[at];
    }

    private static IOException malformed() {
        return new IOException("the answer is no JSON text");
    }
}
