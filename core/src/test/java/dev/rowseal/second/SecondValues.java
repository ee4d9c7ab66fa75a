package dev.rowseal.second;

import static dev.rowseal.second.SecondCrypto.ascii;
import static dev.rowseal.second.SecondCrypto.hex;
import static dev.rowseal.second.SecondCrypto.hmac;
import static dev.rowseal.second.SecondCrypto.join;
import static dev.rowseal.second.SecondCrypto.lp;
import static dev.rowseal.second.SecondCrypto.number;
import static dev.rowseal.second.SecondCrypto.unhex;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Value encodings, row ids and blind indexes from docs/format, values being text: as the class writes them, texts as they
 * are, binary as hex.
 */
public final class SecondValues {

    private static final List<String> CLASSES = List.of(
            "text",
            "integer",
            "decimal",
            "real",
            "double",
            "boolean",
            "date",
            "time",
            "timestamp",
            "timestamptz",
            "uuid",
            "binary",
            "json");

    private SecondValues() {}

    public static int tag(String valueClass) {
        return CLASSES.indexOf(valueClass) + 1;
    }

    /** Tag, body and padding. */
    public static byte[] encode(String valueClass, String value, int pad) {
        byte[] body = body(valueClass, value);
        if (pad == 0) {
            return join(number(tag(valueClass), 1), body);
        }
        byte[] marked = join(number(tag(valueClass) + 128, 1), body, unhex("80"));
        return Arrays.copyOf(marked, (marked.length + pad - 1) / pad * pad);
    }

    /** The value as text; strict by encoding it again and comparing. */
    public static String decode(String valueClass, byte[] plaintext) {
        String all = hex(plaintext);
        boolean padded = !all.isEmpty() && all.charAt(0) >= '8';
        if (padded && !all.substring(2).matches("((..)*)80(00)*")) {
            throw new SecondRefusal("padding");
        }
        String bare = all;
        if (padded) {
            int end = plaintext.length - 1;
            while (plaintext[end] == 0) {
                end--;
            }
            bare = all.substring(0, 2 * end);
        }
        String tag = hex(number(tag(valueClass) + (padded ? 128 : 0), 1));
        if (!bare.startsWith(tag)) {
            throw new SecondRefusal("class");
        }
        byte[] body = unhex(bare.substring(2));
        String value;
        try {
            value = value(valueClass, body);
        } catch (RuntimeException e) {
            throw new SecondRefusal("value");
        }
        if (!Arrays.equals(body, body(valueClass, value))) {
            throw new SecondRefusal("not canonical");
        }
        return value;
    }

    /** Components are pairs of class and value. */
    public static byte[] rowId(List<Map.Entry<String, String>> components) {
        byte[] all = new byte[0];
        for (Map.Entry<String, String> component : components) {
            byte[] body = switch (component.getKey()) {
                case "integer" -> ascii(component.getValue());
                case "decimal" -> ascii(plain(component.getValue()));
                case "timestamptz" -> body("timestamptz", instant(component.getValue()));
                case "text", "date", "time", "timestamp", "uuid", "binary" ->
                    body(component.getKey(), component.getValue());
                default -> throw new SecondRefusal("class");
            };
            all = join(all, number(tag(component.getKey()), 1), lp(body));
        }
        return all;
    }

    public static byte[] blindIndex(byte[] indexKey, String valueClass, String value, String equality) {
        String folded = switch (valueClass) {
            case "text" -> equality.equals("case-insensitive") ? caseless(value) : value;
            case "decimal" -> stripped(value);
            case "real", "double" -> value.equals("-0.0") ? "0.0" : value;
            case "timestamptz" -> instant(value);
            case "boolean" -> throw new SecondRefusal("class");
            default -> value;
        };
        return Arrays.copyOf(hmac(indexKey, encode(valueClass, folded, 0)), 16);
    }

    private static byte[] body(String valueClass, String value) {
        return switch (valueClass) {
            case "text", "json" -> value.getBytes(StandardCharsets.UTF_8);
            case "integer" -> shortest(new BigInteger(value));
            case "decimal" -> {
                BigDecimal number = new BigDecimal(value);
                yield join(number(number.scale(), 4), shortest(number.unscaledValue()));
            }
            case "real" -> number(Float.floatToIntBits(Float.parseFloat(value)), 4);
            case "double" -> number(Double.doubleToLongBits(Double.parseDouble(value)), 8);
            case "boolean" -> unhex(value.equals("true") ? "01" : "00");
            case "date" -> number(LocalDate.parse(value).toEpochDay(), 8);
            case "time" -> number(LocalTime.parse(value).toNanoOfDay(), 8);
            case "timestamp" -> {
                LocalDateTime at = LocalDateTime.parse(value);
                yield join(number(at.toEpochSecond(ZoneOffset.UTC), 8), number(at.getNano(), 4));
            }
            case "timestamptz" -> {
                OffsetDateTime at = OffsetDateTime.parse(value);
                yield join(
                        number(at.toEpochSecond(), 8),
                        number(at.getNano(), 4),
                        number(at.getOffset().getTotalSeconds(), 4));
            }
            case "uuid" -> unhex(value.replace("-", ""));
            case "binary" -> unhex(value);
            default -> throw new AssertionError(valueClass);
        };
    }

    private static String value(String valueClass, byte[] body) {
        String all = hex(body);
        return switch (valueClass) {
            case "text", "json" -> new String(body, StandardCharsets.UTF_8);
            case "integer" -> Long.toString(new BigInteger(body).longValueExact());
            case "decimal" -> {
                int scale = (int) Long.parseLong(all.substring(0, 8), 16);
                if (Math.abs((long) scale) > 131_072) {
                    throw new SecondRefusal("scale");
                }
                yield new BigDecimal(new BigInteger(unhex(all.substring(8))), scale).toString();
            }
            case "real" -> Float.toString(Float.intBitsToFloat((int) Long.parseLong(all, 16)));
            case "double" -> Double.toString(Double.longBitsToDouble(Long.parseUnsignedLong(all, 16)));
            case "boolean" -> truth(all);
            case "date" -> LocalDate.ofEpochDay(Long.parseUnsignedLong(all, 16)).toString();
            case "time" ->
                LocalTime.ofNanoOfDay(Long.parseUnsignedLong(all, 16)).toString();
            case "timestamp" -> at(all, ZoneOffset.UTC).toString();
            case "timestamptz" -> {
                ZoneOffset offset = ZoneOffset.ofTotalSeconds((int) Long.parseLong(all.substring(24), 16));
                yield OffsetDateTime.of(at(all, offset), offset).toString();
            }
            case "uuid" ->
                new java.util.UUID(
                                Long.parseUnsignedLong(all.substring(0, 16), 16),
                                Long.parseUnsignedLong(all.substring(16), 16))
                        .toString();
            case "binary" -> all;
            default -> throw new AssertionError(valueClass);
        };
    }

    private static LocalDateTime at(String all, ZoneOffset offset) {
        int nano = (int) Long.parseLong(all.substring(16, 24), 16);
        return LocalDateTime.ofEpochSecond(Long.parseUnsignedLong(all.substring(0, 16), 16), nano, offset);
    }

    private static String truth(String body) {
        if (!body.equals("00") && !body.equals("01")) {
            throw new SecondRefusal("boolean");
        }
        return body.equals("01") ? "true" : "false";
    }

    // Two's complement in as few bytes as hold the number and its sign.
    private static byte[] shortest(BigInteger number) {
        int bytes = number.bitLength() / 8 + 1;
        BigInteger modulus = BigInteger.ONE.shiftLeft(8 * bytes);
        String digits = number.mod(modulus).toString(16);
        return unhex("0".repeat(2 * bytes - digits.length()) + digits);
    }

    private static String plain(String decimal) {
        String digits = new BigDecimal(decimal).toPlainString();
        return digits.contains(".") ? digits.replaceFirst("\\.?0+$", "").replaceFirst("^-0$", "0") : digits;
    }

    private static String stripped(String decimal) {
        BigDecimal number = new BigDecimal(decimal);
        if (number.signum() == 0) {
            return "0";
        }
        while (number.unscaledValue().mod(BigInteger.TEN).signum() == 0) {
            number = new BigDecimal(number.unscaledValue().divide(BigInteger.TEN), number.scale() - 1);
        }
        return number.toString();
    }

    private static String instant(String timestamp) {
        return OffsetDateTime.parse(timestamp)
                .toInstant()
                .atOffset(ZoneOffset.UTC)
                .toString();
    }

    private static String caseless(String text) {
        StringBuilder folded = new StringBuilder();
        text.codePoints()
                .map(codePoint -> Character.toLowerCase(Character.toUpperCase(codePoint)))
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }
}
