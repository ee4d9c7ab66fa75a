package dev.rowseal.vectors;

import static dev.rowseal.second.SecondCrypto.ascii;
import static dev.rowseal.second.SecondCrypto.expand32;
import static dev.rowseal.second.SecondCrypto.join;
import static dev.rowseal.second.SecondCrypto.lp;
import static dev.rowseal.second.SecondCrypto.number;
import static dev.rowseal.second.SecondCrypto.unhex;

import dev.rowseal.second.SecondValues;

/** Blind indexes and key commitments. */
final class KeyVectors {

    private static final String INDEX_DEK = "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";

    private KeyVectors() {}

    static void addTo(VectorSet set) {
        indexes(set);
        commitments(set);
    }

    private static void indexes(VectorSet set) {
        set.add("index-text", index("A text by its code points.", "email", "text", "exact", "Ann@Example.org"));
        set.add(
                "index-text-caseless",
                index("Case does not matter.", "email", "text", "case-insensitive", "Ann@Example.org"));
        set.add(
                "index-text-caseless-lower",
                index("The same index.", "email", "text", "case-insensitive", "ann@example.org"));
        set.add(
                "index-text-caseless-code-points",
                index(
                        "One code point for one: sharp s stays, final sigma meets sigma, dotted I meets i.",
                        "email",
                        "text",
                        "case-insensitive",
                        "Stra\u00dfe \u03a3\u03c2\u03c3 \u0130Ii\u0131 \u01c5"));
        set.add(
                "index-text-other-group",
                index("Another group, another index.", "phone", "text", "exact", "Ann@Example.org"));
        set.add("index-integer", index("An integer.", "email", "integer", "exact", "42"));
        set.add("index-decimal", index("1.00", "email", "decimal", "exact", "1.00"));
        set.add("index-decimal-equal", index("1.0 is the same number.", "email", "decimal", "exact", "1.0"));
        set.add(
                "index-decimal-hundred",
                index("Zeros before the point count as trailing too.", "email", "decimal", "exact", "100"));
        set.add("index-decimal-zero", index("All zeros are one.", "email", "decimal", "exact", "0.000"));
        set.add("index-real-minus-zero", index("-0.0 equals 0.0.", "email", "real", "exact", "-0.0"));
        set.add("index-double-nan", index("NaN equals NaN.", "email", "double", "exact", "NaN"));
        set.add("index-date", index("A date.", "email", "date", "exact", "2026-11-25"));
        set.add(
                "index-timestamptz",
                index("By instant.", "email", "timestamptz", "exact", "2026-11-25T13:14:15+02:00"));
        set.add(
                "index-timestamptz-equal",
                index("The same instant.", "email", "timestamptz", "exact", "2026-11-25T11:14:15Z"));
        set.add("index-uuid", index("A UUID.", "email", "uuid", "exact", "123e4567-e89b-12d3-a456-426614174000"));
        set.add("index-binary", index("Bytes.", "email", "binary", "exact", "00ff"));
        set.add("index-refused-boolean", unindexed("Two indexes would tell every value.", "boolean", "exact", "true"));
        set.add("index-refused-equality", unindexed("Numbers have no case.", "integer", "case-insensitive", "42"));
    }

    private static void commitments(VectorSet set) {
        set.add("commitment-data", commitment("A data key's.", "public.patient", 1));
        set.add("commitment-index", commitment("An index key's.", "email", 2));
        Vector good = commitment("", "public.patient", 1)
                .change("outcome", "not-authentic")
                .without("info");
        wrong(set, good, "key-id", "8");
        wrong(set, good, "namespace", "clinic-test");
        wrong(set, good, "owner", "public.visitor");
        wrong(set, good, "purpose", "index");
        wrong(set, good, "generation", "4");
        wrong(set, good, "created-at", "1764080055124");
        wrong(set, good, "dek", "ff" + EnvelopeVectors.DEK.substring(2));
        wrong(set, good, "commitment", "00" + good.get("commitment").substring(2));
    }

    private static void wrong(VectorSet set, Vector good, String key, String value) {
        set.add(
                "commitment-wrong-" + key,
                Vector.parse("# The key's row has another " + key + ".\n"
                                + good.write().replaceFirst("# \n", ""))
                        .change(key, value));
    }

    private static Vector index(String comment, String group, String valueClass, String equality, String value) {
        byte[] info = join(ascii("rowseal/1 index"), lp(group));
        byte[] key = expand32(unhex(INDEX_DEK), info);
        return value(comment, "indexes", group, valueClass, equality, value)
                .with("info", info)
                .with("index-key", key)
                .with("index", SecondValues.blindIndex(key, valueClass, value, equality));
    }

    private static Vector unindexed(String comment, String valueClass, String equality, String value) {
        return value(comment, "refused", "email", valueClass, equality, value);
    }

    private static Vector value(
            String comment, String outcome, String group, String valueClass, String equality, String value) {
        return new Vector()
                .comment(comment)
                .with("case", "index")
                .with("outcome", outcome)
                .with("dek", INDEX_DEK)
                .with("group", group)
                .with("class", valueClass)
                .with("equality", equality)
                .with("value", Notation.write(valueClass, value));
    }

    private static Vector commitment(String comment, String owner, int purpose) {
        byte[] info = join(
                ascii("rowseal/1 key"),
                number(7, 4),
                lp("clinic-prod"),
                lp(owner),
                number(purpose, 1),
                number(3, 4),
                number(1764080055123L, 8));
        return new Vector()
                .comment(comment)
                .with("case", "commitment")
                .with("outcome", "matches")
                .with("dek", EnvelopeVectors.DEK)
                .with("key-id", "7")
                .with("namespace", "clinic-prod")
                .with("owner", owner)
                .with("purpose", purpose == 1 ? "data" : "index")
                .with("generation", "3")
                .with("created-at", "1764080055123")
                .with("info", info)
                .with("commitment", expand32(unhex(EnvelopeVectors.DEK), info));
    }
}
