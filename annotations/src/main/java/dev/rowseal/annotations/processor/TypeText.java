package dev.rowseal.annotations.processor;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A declared type, as far as the processor must understand it.
 *
 * @param kind its name without numbers, in lower case
 * @param text all of it, as written
 */
record TypeText(String kind, String text) {

    /** How many numbers each takes. */
    private static final Map<String, Integer> NUMBERS = Map.ofEntries(
            Map.entry("char", 1),
            Map.entry("varchar", 1),
            Map.entry("text", 0),
            Map.entry("smallint", 0),
            Map.entry("integer", 0),
            Map.entry("bigint", 0),
            Map.entry("decimal", 2),
            Map.entry("real", 0),
            Map.entry("double", 0),
            Map.entry("boolean", 0),
            Map.entry("date", 0),
            Map.entry("time", 0),
            Map.entry("timestamp", 0),
            Map.entry("timestamptz", 0),
            Map.entry("uuid", 0),
            Map.entry("binary", 0),
            Map.entry("json", 0));

    private static final Pattern FORM = Pattern.compile("([a-z]+)(?:\\((\\d{1,9})(?:,\\s*(\\d{1,9}))?\\))?");

    private static final int MOST_DIGITS = 1000;

    /** @throws IllegalArgumentException when it is no type that a policy may name; the message says why */
    static TypeText parse(String text) {
        Matcher form = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        Integer wanted = form.matches() ? NUMBERS.get(form.group(1)) : null;
        if (wanted == null) {
            throw new IllegalArgumentException("unknown type '" + text + "'; one of char(n), varchar(n), text,"
                    + " smallint, integer, bigint, decimal(p,s), real, double, boolean, date, time, timestamp,"
                    + " timestamptz, uuid, binary, json");
        }
        int numbers = form.group(2) == null ? 0 : form.group(3) == null ? 1 : 2;
        if (numbers != wanted) {
            throw new IllegalArgumentException("type '" + text + "' takes " + wanted
                    + " number(s) in parentheses; write for example varchar(200), decimal(12,2) or text");
        }
        int length = numbers > 0 ? Integer.parseInt(form.group(2)) : 1;
        int scale = numbers > 1 ? Integer.parseInt(form.group(3)) : 0;
        if (length < 1 || numbers > 1 && (length > MOST_DIGITS || scale > length)) {
            throw new IllegalArgumentException("type '" + text
                    + "' has a length, precision or scale out of range; write for example varchar(200) or"
                    + " decimal(12,2)");
        }
        return new TypeText(form.group(1), text.trim());
    }

    boolean isText() {
        return kind.equals("char") || kind.equals("varchar") || kind.equals("text");
    }

    /** What two columns must have in common to share an index: {@code char} compares without its trailing blanks. */
    String comparison() {
        return switch (kind) {
            case "varchar", "text" -> "text";
            case "smallint", "integer", "bigint" -> "integer";
            default -> kind;
        };
    }
}
