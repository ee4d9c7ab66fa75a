package dev.rowseal.credentials;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object (RFC 8259) that secrets managers keep for a database, read strictly: a member that stands there twice, or
 * anything after the object, is none. No {@code String} is made of a value but the user's.
 */
public final class SecretText {

    private static final int DEEPEST = 16;

    private final CharSequence text;
    private final Map<String, char[]> texts = new HashMap<>();
    private int at;

    private SecretText(CharSequence text) {
        this.text = text;
    }

    /**
     * Reads user and password out of a secret.
     *
     * @param text the secret, which stays the caller's
     * @param user the name of the member that is the user
     * @param password the name of the member that is the password
     * @param version as in {@link Credentials}
     * @return null when it is no such object, or one of the two is missing, empty or no text
     */
    public static @Nullable Credentials read(CharSequence text, String user, String password, String version) {
        SecretText secret = new SecretText(text);
        try {
            secret.object();
            char[] who = secret.texts.get(user);
            char[] word = secret.texts.get(password);
            return who == null || word == null || who.length == 0 || word.length == 0
                    ? null
                    : new Credentials(new String(who), word.clone(), version);
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            return null;
        } finally {
            secret.texts.values().forEach(value -> Arrays.fill(value, '\0'));
        }
    }

    private void object() {
        members(0);
        space();
        if (at != text.length()) {
            throw new IllegalArgumentException();
        }
    }

    /** Reads an object; keeps the texts of the outermost. */
    private void members(int depth) {
        Map<String, Boolean> seen = new HashMap<>();
        require('{');
        if (comes('}')) {
            return;
        }
        do {
            space();
            char[] name = string();
            if (seen.put(new String(name), true) != null) {
                throw new IllegalArgumentException();
            }
            require(':');
            space();
            if (depth == 0 && text.charAt(at) == '"') {
                texts.put(new String(name), string());
            } else {
                skip(depth + 1);
            }
        } while (comes(','));
        require('}');
    }

    private void skip(int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException();
        }
        space();
        switch (text.charAt(at)) {
            case '{' -> members(depth);
            case '[' -> elements(depth);
            case '"' -> Arrays.fill(string(), '\0');
            default -> literal();
        }
    }

    private void elements(int depth) {
        require('[');
        if (comes(']')) {
            return;
        }
        do {
            skip(depth + 1);
        } while (comes(','));
        require(']');
    }

    private void literal() {
        int from = at;
        while (at < text.length() && "+-.abcdefghijklmnopqrstuvwxyzE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        if (!text.subSequence(from, at)
                .toString()
                .matches("true|false|null|-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?")) {
            throw new IllegalArgumentException();
        }
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void require(char c) {
        if (!comes(c)) {
            throw new IllegalArgumentException();
        }
    }

    private boolean comes(char c) {
        space();
        if (text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private char[] string() {
        if (text.charAt(at++) != '"') {
            throw new IllegalArgumentException();
        }
        int end = at;
        while (text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        char[] room = new char[end - at];
        int length = 0;
        try {
            for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
                if (c < ' ') {
                    throw new IllegalArgumentException();
                }
                room[length++] = c == '\\' ? escaped() : c;
            }
            return Arrays.copyOf(room, length);
        } finally {
            Arrays.fill(room, '\0');
        }
    }

    private char escaped() {
        char c = text.charAt(at++);
        if (c == 'u') {
            String digits = text.subSequence(at, at + 4).toString();
            if (!digits.matches("[0-9A-Fa-f]{4}")) {
                throw new IllegalArgumentException();
            }
            at += 4;
            return (char) Integer.parseInt(digits, 16);
        }
        int known = "\"\\/bfnrt".indexOf(c);
        if (known < 0) {
            throw new IllegalArgumentException();
        }
        return "\"\\/\b\f\n\r\t".charAt(known);
    }
}
