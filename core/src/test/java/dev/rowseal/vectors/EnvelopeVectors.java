package dev.rowseal.vectors;

import static dev.rowseal.second.SecondCrypto.unhex;

import dev.rowseal.second.SecondEnvelope;
import dev.rowseal.second.SecondValues;
import java.util.List;
import java.util.Map;

/** Envelopes that open, with every intermediate value. */
final class EnvelopeVectors {

    static final String DEK = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
    static final String RUN_ID = "a0a1a2a3a4a5a6a7a8a9aaab";
    static final String NONCE = "b0b1b2b3b4b5b6b7b8b9babb";

    private EnvelopeVectors() {}

    static void addTo(VectorSet set) {
        set.add("envelope-text", seal("A text, sealed for patient 42.", "text", "078-05-1120", 0, "integer 42"));
        texts(set);
        numbers(set);
        times(set);
        others(set);
        paddings(set);
        rows(set);
        set.add(
                "envelope-key-id-largest",
                seal("The largest key id.", "4294967295", "text", "a", 0, List.of("integer 42")));
    }

    private static void texts(VectorSet set) {
        set.add("envelope-text-empty", seal("The empty text is a value and not NULL.", "text", "", 0, "integer 42"));
        set.add(
                "envelope-text-unicode",
                seal(
                        "Two, three and four bytes of UTF-8.",
                        "text",
                        "Zo\u00eb \u738b\u5c0f\u660e \ud83e\ude7a",
                        0,
                        "integer 42"));
        set.add("envelope-text-nul", seal("A NUL is a character like any other.", "text", "a\u0000b", 0, "integer 42"));
        set.add(
                "envelope-json",
                seal(
                        "JSON is kept as it was written.",
                        "json",
                        "{\"dose\": 2.50,\n \"unit\": \"mg\"}",
                        0,
                        "integer 42"));
    }

    private static void numbers(VectorSet set) {
        for (String number :
                List.of("0", "127", "128", "-128", "-129", "9223372036854775807", "-9223372036854775808")) {
            set.add(
                    "envelope-integer-" + number,
                    seal("The integer " + number + ".", "integer", number, 0, "integer 42"));
        }
        set.add("envelope-decimal", seal("A decimal keeps its scale.", "decimal", "1234.50", 0, "integer 42"));
        set.add("envelope-decimal-zero", seal("Zero with a scale.", "decimal", "0.00", 0, "integer 42"));
        set.add("envelope-decimal-exponent", seal("A negative scale.", "decimal", "-1.2E+5", 0, "integer 42"));
        set.add(
                "envelope-decimal-long",
                seal("More digits than a long holds.", "decimal", "-12345678901234567890123.456789", 0, "integer 42"));
        for (String number : List.of("1.5", "-0.0", "NaN", "-Infinity", "1.4E-45")) {
            set.add("envelope-real-" + number, seal("The real " + number + ".", "real", number, 0, "integer 42"));
        }
        for (String number : List.of("0.1", "-0.0", "NaN", "Infinity", "4.9E-324")) {
            set.add("envelope-double-" + number, seal("The double " + number + ".", "double", number, 0, "integer 42"));
        }
    }

    private static void times(VectorSet set) {
        set.add("envelope-date", seal("A date.", "date", "1987-06-05", 0, "integer 42"));
        set.add("envelope-date-before-1970", seal("A date before the epoch.", "date", "1815-12-10", 0, "integer 42"));
        set.add("envelope-date-last", seal("The last date there is.", "date", "+999999999-12-31", 0, "integer 42"));
        set.add("envelope-time", seal("A time, to the nanosecond.", "time", "23:59:59.999999999", 0, "integer 42"));
        set.add(
                "envelope-timestamp",
                seal("A timestamp, to the microsecond.", "timestamp", "2026-11-25T13:14:15.123456", 0, "integer 42"));
        set.add(
                "envelope-timestamp-before-1970",
                seal(
                        "Seconds are rounded down, nanoseconds up.",
                        "timestamp",
                        "1969-12-31T23:59:59.500",
                        0,
                        "integer 42"));
        set.add(
                "envelope-timestamptz",
                seal("An instant and its offset.", "timestamptz", "2026-11-25T13:14:15.123456-03:30", 0, "integer 42"));
    }

    private static void others(VectorSet set) {
        set.add("envelope-boolean-false", seal("False.", "boolean", "false", 0, "integer 42"));
        set.add("envelope-boolean-true", seal("True.", "boolean", "true", 0, "integer 42"));
        set.add("envelope-uuid", seal("A UUID.", "uuid", "123e4567-e89b-12d3-a456-426614174000", 0, "integer 42"));
        set.add("envelope-binary", seal("Bytes.", "binary", "00ff80007f", 0, "integer 42"));
        set.add("envelope-binary-empty", seal("No bytes are a value and not NULL.", "binary", "", 0, "integer 42"));
    }

    private static void paddings(VectorSet set) {
        set.add("envelope-pad-64", seal("Padded to a multiple of 64.", "text", "078-05-1120", 64, "integer 42"));
        set.add(
                "envelope-pad-fits",
                seal("Tag, value and mark fill the block exactly.", "text", "fourteen bytes", 16, "integer 42"));
        set.add(
                "envelope-pad-no-room",
                seal("No room for the mark: one more block.", "text", "fifteen bytes!!", 16, "integer 42"));
        set.add("envelope-pad-1", seal("Padding of 1 adds the mark alone.", "text", "a", 1, "integer 42"));
        set.add(
                "envelope-pad-value-like-padding",
                seal("A value that ends like padding.", "binary", "41800000", 16, "integer 42"));
    }

    private static void rows(VectorSet set) {
        set.add(
                "envelope-row-composite",
                seal(
                        "A row id of three components.",
                        "7",
                        "text",
                        "a",
                        0,
                        List.of("text \"DE\"", "uuid 123e4567-e89b-12d3-a456-426614174000", "integer -1")));
    }

    static Vector seal(String comment, String valueClass, String value, int pad, String row) {
        return seal(comment, "7", valueClass, value, pad, List.of(row));
    }

    private static Vector seal(
            String comment, String keyId, String valueClass, String value, int pad, List<String> rows) {
        Vector vector = new Vector()
                .comment(comment)
                .with("case", "envelope")
                .with("outcome", "opens")
                .with("dek", DEK)
                .with("key-id", keyId)
                .with("namespace", "clinic-prod")
                .with("table", "public.patient")
                .with("column", "ssn")
                .with("class", valueClass);
        rows.forEach(row -> vector.with("row", row));
        SecondEnvelope place = place(vector);
        byte[] plaintext = SecondValues.encode(valueClass, value, pad);
        byte[] envelope = place.seal(plaintext, unhex(RUN_ID), unhex(NONCE));
        return vector.with("value", Notation.write(valueClass, value))
                .with("pad", Integer.toString(pad))
                .with("run-id", RUN_ID)
                .with("nonce", NONCE)
                .with("row-id-bytes", place.rowId())
                .with("plaintext", plaintext)
                .with("associated-data", place.associatedData())
                .with("run-key", place.runKey(unhex(RUN_ID)))
                .with("envelope", envelope)
                .with("text", SecondEnvelope.toText(envelope));
    }

    static SecondEnvelope place(Vector vector) {
        List<Map.Entry<String, String>> row = vector.row();
        return new SecondEnvelope(
                vector.bytes("dek"),
                vector.number("key-id"),
                vector.get("namespace"),
                vector.get("table"),
                vector.get("column"),
                vector.get("class"),
                SecondValues.rowId(row));
    }
}
