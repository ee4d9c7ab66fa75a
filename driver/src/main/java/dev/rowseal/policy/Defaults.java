package dev.rowseal.policy;

import dev.rowseal.value.DeclaredType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import java.util.regex.Pattern;

/** Reads what a column holds where an INSERT gives it nothing: a constant that the column's type holds as it is. */
final class Defaults {

    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,19}");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,1000}(\\.\\d{1,1000})?");

    private Defaults() {}

    static String read(Yaml.Text node, DeclaredType type, String what) {
        String text = node.text();
        if (!fits(text, type)) {
            throw new Complaint(
                    node.position(),
                    "default '" + Shown.of(text) + "' of " + what + ", which is " + type + ", does not fit; write "
                            + form(type));
        }
        return text;
    }

    private static boolean fits(String text, DeclaredType type) {
        try {
            return switch (type.kind()) {
                case CHAR, VARCHAR -> text.codePointCount(0, text.length()) <= type.length();
                case TEXT -> true;
                case SMALLINT -> whole(text, Short.SIZE);
                case INTEGER -> whole(text, Integer.SIZE);
                case BIGINT -> whole(text, Long.SIZE);
                case DECIMAL -> decimal(text, type);
                case BOOLEAN -> text.equals("true") || text.equals("false");
                case DATE -> LocalDate.parse(text).toString().equals(text);
                case TIME -> LocalTime.parse(text).getNano() == 0;
                case UUID -> UUID.fromString(text).toString().equals(text);
                default -> false;
            };
        } catch (DateTimeParseException | IllegalArgumentException anotherForm) {
            return false;
        }
    }

    private static boolean whole(String text, int bits) {
        return WHOLE.matcher(text).matches() && new BigInteger(text).bitLength() < bits;
    }

    private static boolean decimal(String text, DeclaredType type) {
        if (!DECIMAL.matcher(text).matches()) {
            return false;
        }
        BigDecimal number = new BigDecimal(text);
        return number.scale() <= type.scale() && number.precision() - number.scale() <= type.length() - type.scale();
    }

    private static String form(DeclaredType type) {
        return switch (type.kind()) {
            case CHAR, VARCHAR -> "a text of at most " + type.length() + " characters";
            case SMALLINT, INTEGER, BIGINT, DECIMAL -> "a number that it holds";
            case BOOLEAN -> "true or false";
            case DATE -> "a date such as 2024-02-29";
            case TIME -> "a time such as 23:59:59";
            case UUID -> "a uuid in lower case";
            default -> "no default: a column of this type has none";
        };
    }
}
