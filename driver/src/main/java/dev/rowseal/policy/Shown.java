package dev.rowseal.policy;

/** Makes text of a file fit for a message: short, and without control characters that could forge a line. */
final class Shown {

    private static final int MOST_CHARACTERS = 60;

    private Shown() {}

    static String of(String text) {
        String line = line(text);
        return line.codePointCount(0, line.length()) > MOST_CHARACTERS
                ? line.substring(0, line.offsetByCodePoints(0, MOST_CHARACTERS)) + "…"
                : line;
    }

    /** Of any length, but one line. */
    static String line(String text) {
        return text.codePoints()
                .map(point -> Character.isISOControl(point) ? '\uFFFD' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
