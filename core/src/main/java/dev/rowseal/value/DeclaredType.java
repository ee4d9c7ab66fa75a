package dev.rowseal.value;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type as a policy declares it.
 *
 * @param kind which
 * @param length characters of {@code char} and {@code varchar}, digits of {@code decimal}, otherwise 0
 * @param scale digits after the point of {@code decimal}, otherwise 0
 */
public record DeclaredType(Kind kind, int length, int scale) {

    /** The types that a policy may name. */
    public enum Kind {
        CHAR(ValueClass.TEXT),
        VARCHAR(ValueClass.TEXT),
        TEXT(ValueClass.TEXT),
        SMALLINT(ValueClass.INTEGER),
        INTEGER(ValueClass.INTEGER),
        BIGINT(ValueClass.INTEGER),
        DECIMAL(ValueClass.DECIMAL),
        REAL(ValueClass.REAL),
        DOUBLE(ValueClass.DOUBLE),
        BOOLEAN(ValueClass.BOOLEAN),
        DATE(ValueClass.DATE),
        TIME(ValueClass.TIME),
        TIMESTAMP(ValueClass.TIMESTAMP),
        TIMESTAMPTZ(ValueClass.TIMESTAMPTZ),
        UUID(ValueClass.UUID),
        BINARY(ValueClass.BINARY),
        JSON(ValueClass.JSON);

        private final ValueClass valueClass;

        Kind(ValueClass valueClass) {
            this.valueClass = valueClass;
        }
    }

    private static final Pattern FORM = Pattern.compile("([a-z]+)(?:\\((\\d{1,9})(?:,\\s*(\\d{1,9}))?\\))?");

    private static final int MOST_DIGITS = 1000;

    /** The class that values of this type have in the envelope. */
    public ValueClass valueClass() {
        return kind.valueClass;
    }

    /**
     * Reads a type as policies write it: {@code char(n)}, {@code varchar(n)}, {@code text}, {@code smallint},
     * {@code integer}, {@code bigint}, {@code decimal(p,s)}, {@code real}, {@code double}, {@code boolean},
     * {@code date}, {@code time}, {@code timestamp}, {@code timestamptz}, {@code uuid}, {@code binary}, {@code json}.
     *
     * @throws IllegalArgumentException when it is none of these, or a length, precision or scale is missing, too many
     *     or out of range; the message says which
     */
    public static DeclaredType parse(String text) {
        Matcher form = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw unknown(text);
        }
        Kind kind = kind(form.group(1), text);
        int numbers = form.group(2) == null ? 0 : form.group(3) == null ? 1 : 2;
        int wanted = switch (kind) {
            case CHAR, VARCHAR -> 1;
            case DECIMAL -> 2;
            default -> 0;
        };
        if (numbers != wanted) {
            throw new IllegalArgumentException("type '" + text + "' takes " + wanted + " number(s) in parentheses");
        }
        int length = numbers > 0 ? Integer.parseInt(form.group(2)) : 0;
        int scale = numbers > 1 ? Integer.parseInt(form.group(3)) : 0;
        if (wanted > 0 && length < 1 || kind == Kind.DECIMAL && (length > MOST_DIGITS || scale > length)) {
            throw new IllegalArgumentException("type '" + text + "' has a length, precision or scale out of range");
        }
        return new DeclaredType(kind, length, scale);
    }

    private static Kind kind(String name, String text) {
        for (Kind kind : Kind.values()) {
            if (kind.name().equalsIgnoreCase(name)) {
                return kind;
            }
        }
        throw unknown(text);
    }

    private static IllegalArgumentException unknown(String text) {
        return new IllegalArgumentException("unknown type '" + text + "'; one of char(n), varchar(n), text, smallint,"
                + " integer, bigint, decimal(p,s), real, double, boolean, date, time, timestamp, timestamptz, uuid,"
                + " binary, json");
    }

    /** The type as a policy would write it, e.g. {@code decimal(12,2)}. */
    @Override
    public String toString() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return switch (kind) {
            case CHAR, VARCHAR -> name + "(" + length + ")";
            case DECIMAL -> name + "(" + length + "," + scale + ")";
            default -> name;
        };
    }
}
