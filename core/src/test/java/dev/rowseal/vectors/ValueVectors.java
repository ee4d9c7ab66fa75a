package dev.rowseal.vectors;

import static dev.rowseal.second.SecondCrypto.hex;

import dev.rowseal.second.SecondValues;
import java.nio.charset.StandardCharsets;

/** Plaintexts as they lie in an authentic envelope: strictly decoded. */
final class ValueVectors {

    private ValueVectors() {}

    static void addTo(VectorSet set) {
        good(set);
        numbers(set);
        times(set);
        others(set);
        paddings(set);
    }

    private static void good(VectorSet set) {
        set.add("value-integer", decodes("An integer.", "integer", "-42", 0));
        set.add("value-padded", decodes("Padding need not be that of the policy now.", "integer", "-42", 32));
        set.add("value-replacement-character", decodes("U+FFFD itself is a character.", "text", "\ufffd", 0));
    }

    private static void numbers(VectorSet set) {
        set.add("value-integer-empty", bad("An integer without a byte.", "integer", "02"));
        set.add("value-integer-leading-zero", bad("42 in two bytes.", "integer", "02002a"));
        set.add("value-integer-leading-sign", bad("-42 in two bytes.", "integer", "02ffd6"));
        set.add("value-integer-nine-bytes", bad("2^63 is out of range.", "integer", "02008000000000000000"));
        set.add("value-decimal-no-digits", bad("A scale and nothing else.", "decimal", "0300000002"));
        set.add("value-decimal-long-form", bad("1.00 in two bytes.", "decimal", "03000000020064"));
        set.add("value-decimal-scale", bad("A scale beyond 131072.", "decimal", "030002000101"));
        set.add("value-real-short", bad("Three bytes.", "real", "043fc000"));
        set.add("value-real-nan", bad("Another NaN than the one.", "real", "047fc00001"));
        set.add("value-double-long", bad("Nine bytes.", "double", "053fb999999999999a00"));
        set.add("value-double-nan", bad("A NaN with its sign set.", "double", "05fff8000000000000"));
    }

    private static void times(VectorSet set) {
        set.add("value-date-range", bad("After the last date.", "date", "077fffffffffffffff"));
        set.add("value-time-range", bad("24:00.", "time", "0800004e94914f0000"));
        set.add("value-time-negative", bad("Before midnight.", "time", "08ffffffffffffffff"));
        set.add(
                "value-timestamp-nano",
                bad("A thousand million nanoseconds.", "timestamp", "09" + "00".repeat(8) + "3b9aca00"));
        set.add("value-timestamp-range", bad("Beyond all years.", "timestamp", "097fffffffffffffff00000000"));
        set.add(
                "value-timestamptz-offset",
                bad("An offset of more than 18 hours.", "timestamptz", "0a" + "00".repeat(12) + "0000fd21"));
        set.add("value-timestamptz-no-offset", bad("Without its offset.", "timestamptz", "0a" + "00".repeat(12)));
    }

    private static void others(VectorSet set) {
        set.add("value-text-overlong", bad("UTF-8 of a slash in two bytes.", "text", "01c0af"));
        set.add("value-text-surrogate", bad("UTF-8 of a surrogate.", "text", "01eda080"));
        set.add("value-text-cut", bad("UTF-8 that ends in the middle of a character.", "text", "01e78e"));
        set.add(
                "value-text-latin1",
                bad("Latin-1 is not UTF-8.", "text", "01" + hex("Zo\u00eb".getBytes(StandardCharsets.ISO_8859_1))));
        set.add("value-boolean-2", bad("Neither false nor true.", "boolean", "0602"));
        set.add("value-boolean-empty", bad("A boolean without a byte.", "boolean", "06"));
        set.add("value-uuid-short", bad("15 bytes.", "uuid", "0b" + "11".repeat(15)));
        set.add("value-class-other", bad("An integer where a text belongs.", "text", "022a"));
        set.add("value-class-unknown", bad("A class tag that does not exist.", "text", "0e61"));
        set.add("value-class-zero", bad("Class tag zero.", "text", "0061"));
    }

    private static void paddings(VectorSet set) {
        set.add("value-padding-missing", bad("Marked as padded, but no padding.", "text", "816162"));
        set.add("value-padding-zeros", bad("Zeros without the mark before them.", "text", "8161620000"));
        set.add("value-padding-nothing", bad("Only the tag.", "text", "81"));
        set.add("value-padding-all-zeros", bad("Zeros up to the tag.", "text", "81000000"));
        set.add("value-padding-garbage", bad("Something after the mark.", "text", "8161800001"));
        set.add("value-padding-unmarked", bad("Padding that the tag does not announce.", "boolean", "060180"));
    }

    private static Vector decodes(String comment, String valueClass, String value, int pad) {
        return new Vector()
                .comment(comment)
                .with("case", "value")
                .with("outcome", "decodes")
                .with("class", valueClass)
                .with("plaintext", SecondValues.encode(valueClass, value, pad))
                .with("value", Notation.write(valueClass, value));
    }

    private static Vector bad(String comment, String valueClass, String plaintext) {
        return new Vector()
                .comment(comment)
                .with("case", "value")
                .with("outcome", "not-authentic")
                .with("class", valueClass)
                .with("plaintext", plaintext);
    }
}
