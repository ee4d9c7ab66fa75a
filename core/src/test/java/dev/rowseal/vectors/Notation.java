package dev.rowseal.vectors;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts in vectors: in double quotes, everything but printable ASCII as <code>\&#117;{hex}</code>. Other classes as they are. */
public final class Notation {

    private static final Pattern ESCAPE = Pattern.compile("\\\\u\\{([0-9a-f]+)}");

    private Notation() {}

    public static String write(String valueClass, String value) {
        if (!isQuoted(valueClass)) {
            return value;
        }
        StringBuilder quoted = new StringBuilder("\"");
        value.codePoints().forEach(codePoint -> {
            if (codePoint < ' ' || codePoint > '~' || codePoint == '"' || codePoint == '\\') {
                quoted.append("\\u{").append(Integer.toHexString(codePoint)).append('}');
            } else {
                quoted.appendCodePoint(codePoint);
            }
        });
        return quoted.append('"').toString();
    }

    public static String read(String valueClass, String written) {
        if (!isQuoted(valueClass)) {
            return written;
        }
        if (!written.startsWith("\"") || !written.endsWith("\"") || written.length() < 2) {
            throw new IllegalArgumentException("no quotes: " + written);
        }
        return ESCAPE.matcher(written.substring(1, written.length() - 1))
                .replaceAll(
                        found -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(found.group(1), 16))));
    }

    private static boolean isQuoted(String valueClass) {
        return valueClass.equals("text") || valueClass.equals("json");
    }
}
