package dev.rowseal.kms.tencent.client;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259), as much as the API has of it: answers are read strictly into maps, lists, strings, longs, doubles and
 * booleans; requests are objects of strings and numbers. No text that is read here holds a key.
 */
public final class Json {

    private static final int DEEPEST = 16;
    private static final Map<?, ?> NONE = Map.of();

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** The object that a text is; an empty one when it is none, since nobody here tells apart why an answer is no answer. */
    public static Map<?, ?> object(String text) {
        try {
            Json json = new Json(text);
            Object value = json.value(0);
            json.space();
            return json.at == text.length() && value instanceof Map<?, ?> map ? map : NONE;
        } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
            return NONE;
        }
    }

    /** The object that is a member of another; an empty one when it is none. */
    public static Map<?, ?> object(Map<?, ?> of, String name) {
        return of.get(name) instanceof Map<?, ?> map ? map : NONE;
    }

    /** An object of strings, in the order in which they are given, without a blank. */
    public static String written(Collection<? extends Map.Entry<String, String>> members) {
        StringBuilder out = new StringBuilder("{");
        members.forEach(member -> {
            out.append(out.length() == 1 ? "" : ",");
            write(out, member.getKey());
            write(out.append(':'), member.getValue());
        });
        return out.append('}').toString();
    }

    private static void write(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private @Nullable Object value(int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException();
        }
        space();
        return switch (text.charAt(at)) {
            case '{' -> members(depth);
            case '[' -> elements(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void require(char c) {
        space();
        if (text.charAt(at++) != c) {
            throw new IllegalArgumentException();
        }
    }

    private boolean ends(char with) {
        space();
        if (text.charAt(at) == with) {
            at++;
            return true;
        }
        return false;
    }

    private Map<String, @Nullable Object> members(int depth) {
        Map<String, @Nullable Object> members = new HashMap<>();
        require('{');
        if (ends('}')) {
            return members;
        }
        do {
            space();
            String name = string();
            require(':');
            if (members.containsKey(name)) {
                throw new IllegalArgumentException();
            }
            members.put(name, value(depth + 1));
        } while (ends(','));
        require('}');
        return members;
    }

    private List<@Nullable Object> elements(int depth) {
        List<@Nullable Object> elements = new ArrayList<>();
        require('[');
        if (ends(']')) {
            return elements;
        }
        do {
            elements.add(value(depth + 1));
        } while (ends(','));
        require(']');
        return elements;
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        if (text.charAt(at++) != '"') {
            throw new IllegalArgumentException();
        }
        for (char c = text.charAt(at++); c != '"'; c = text.charAt(at++)) {
            if (c < ' ') {
                throw new IllegalArgumentException();
            }
            out.append(c == '\\' ? escaped() : c);
        }
        return out.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        if (c == 'u') {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        int known = "\"\\/bfnrt".indexOf(c);
        if (known < 0) {
            throw new IllegalArgumentException();
        }
        return "\"\\/\b\f\n\r\t".charAt(known);
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw new IllegalArgumentException();
        }
        at += word.length();
        return value;
    }

    private Object number() {
        int from = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(from, at);
        if (!number.matches("-?(0|[1-9][0-9]{0,30})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,4})?")) {
            throw new IllegalArgumentException();
        }
        return number.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(number) : (Object) Double.valueOf(number);
    }
}
