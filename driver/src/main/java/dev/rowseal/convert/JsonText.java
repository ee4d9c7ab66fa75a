package dev.rowseal.convert;

/** Whether a text is JSON (RFC 8259), checked without recursion deeper than {@link #DEEPEST}. */
final class JsonText {

    private static final int DEEPEST = 1000;

    private final String text;
    private int at;

    private JsonText(String text) {
        this.text = text;
    }

    static boolean valid(String text) {
        JsonText json = new JsonText(text);
        return json.value(0) && json.at == text.length();
    }

    private boolean value(int depth) {
        space();
        boolean good = depth <= DEEPEST
                && at < text.length()
                && switch (text.charAt(at)) {
                    case '{' -> members(depth, '}', true);
                    case '[' -> members(depth, ']', false);
                    case '"' -> string();
                    case 't' -> word("true");
                    case 'f' -> word("false");
                    case 'n' -> word("null");
                    default -> number();
                };
        space();
        return good;
    }

    private boolean members(int depth, char end, boolean named) {
        at++;
        space();
        if (take(end)) {
            return true;
        }
        do {
            space();
            if (named && !name() || !value(depth + 1)) {
                return false;
            }
        } while (take(','));
        return take(end);
    }

    private boolean name() {
        if (at >= text.length() || text.charAt(at) != '"' || !string()) {
            return false;
        }
        space();
        return take(':');
    }

    private boolean string() {
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return true;
            } else if (c < ' ' || c == '\\' && !escape()) {
                return false;
            }
        }
        return false;
    }

    private boolean escape() {
        at++;
        if (at >= text.length()) {
            return false;
        } else if (text.charAt(at) != 'u') {
            return "\"\\/bfnrt".indexOf(text.charAt(at)) >= 0;
        }
        for (int i = 0; i < 4; i++) {
            at++;
            if (at >= text.length() || Character.digit(text.charAt(at), 16) < 0 || text.charAt(at) > 'f') {
                return false;
            }
        }
        return true;
    }

    private boolean number() {
        take('-');
        if (!take('0') && !digits()) {
            return false;
        }
        if (take('.') && !digits()) {
            return false;
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at > start;
    }

    private boolean word(String word) {
        boolean found = text.startsWith(word, at);
        at += found ? word.length() : 0;
        return found;
    }

    private boolean take(char wanted) {
        boolean found = at < text.length() && text.charAt(at) == wanted;
        at += found ? 1 : 0;
        return found;
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }
}
