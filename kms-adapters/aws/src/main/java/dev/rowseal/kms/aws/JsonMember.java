package dev.rowseal.kms.aws;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the text of a member in the bytes of a JSON object (RFC 8259), without making a {@code String} of any of it. The
 * member must be the object's own, not one of an object inside.
 *
 * @param from the place of the first byte between the quotes
 * @param to the place after the last one
 */
record JsonMember(int from, int to) {

    /**
     * @param json the object, in UTF-8
     * @param length how many bytes of the array are the object's
     * @return the first member of that name whose value is a string; null when there is none, or no JSON object
     */
    static @Nullable JsonMember find(byte[] json, int length, String name) {
        try {
            return new Reader(json, length).find(name.getBytes(StandardCharsets.US_ASCII));
        } catch (IndexOutOfBoundsException cutShort) {
            return null;
        }
    }

    /** Reads on from a place; whatever is cut short ends in an {@link IndexOutOfBoundsException}. */
    private static final class Reader {

        private final byte[] json;
        private final int length;
        private int at;

        Reader(byte[] json, int length) {
            this.json = json;
            this.length = length;
        }

        @Nullable
        JsonMember find(byte[] name) {
            if (next() != '{') {
                return null;
            }
            at++;
            while (next() == '"') {
                JsonMember key = string();
                if (next() != ':') {
                    return null;
                }
                at++;
                if (next() == '"') {
                    JsonMember value = string();
                    if (isName(key, name)) {
                        return value;
                    }
                } else {
                    skip();
                }
                if (next() == ',') {
                    at++;
                }
            }
            return null;
        }

        private int peek() {
            if (at >= length) {
                throw new IndexOutOfBoundsException();
            }
            return json[at];
        }

        private int next() {
            while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
                at++;
            }
            return peek();
        }

        private JsonMember string() {
            int from = ++at;
            while (peek() != '"') {
                at += peek() == '\\' ? 2 : 1;
            }
            return new JsonMember(from, at++);
        }

        /** Skips a value that is no string: to the comma or brace that ends it. */
        private void skip() {
            int depth = 0;
            while (depth > 0 || peek() != ',' && peek() != '}') {
                int c = peek();
                if (c == '"') {
                    string();
                    continue;
                }
                depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                at++;
            }
        }

        private boolean isName(JsonMember key, byte[] name) {
            if (key.to - key.from != name.length) {
                return false;
            }
            for (int i = 0; i < name.length; i++) {
                if (json[key.from + i] != name[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
