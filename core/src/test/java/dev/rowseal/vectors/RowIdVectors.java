package dev.rowseal.vectors;

import dev.rowseal.second.SecondValues;
import java.util.List;

/** Row ids: equal keys in different dress give equal bytes, and what cannot identify a row is refused. */
final class RowIdVectors {

    private RowIdVectors() {}

    static void addTo(VectorSet set) {
        set.add("row-integer", encodes("An integer is its decimal digits.", "integer -42"));
        set.add("row-decimal", encodes("A decimal loses its trailing zeros.", "decimal 12.500"));
        set.add("row-decimal-whole", encodes("And its point.", "decimal 1200.00"));
        set.add("row-decimal-exponent", encodes("An exponent is written out.", "decimal 1.2E+3"));
        set.add("row-decimal-zero", encodes("Zero is 0.", "decimal 0.00"));
        set.add("row-text", encodes("A text as it is stored, spaces and all.", "text \"Zo\\u{eb} \""));
        set.add("row-text-empty", encodes("An empty text.", "text \"\""));
        set.add("row-uuid", encodes("A UUID is 16 bytes.", "uuid 123e4567-e89b-12d3-a456-426614174000"));
        set.add("row-binary", encodes("Bytes as they are.", "binary 00ff"));
        set.add("row-date", encodes("A date.", "date 2026-11-25"));
        set.add("row-time", encodes("A time.", "time 12:34:56"));
        set.add("row-timestamp", encodes("A timestamp.", "timestamp 2026-11-25T13:14:15.5"));
        set.add(
                "row-timestamptz",
                encodes("An instant; its offset does not count.", "timestamptz 2026-11-25T13:14:15+02:00"));
        set.add(
                "row-timestamptz-utc",
                encodes("The same instant, the same bytes.", "timestamptz 2026-11-25T11:14:15Z"));
        set.add("row-composite", encodes("Components in the policy's order.", "text \"DE\"", "integer 42"));
        set.add("row-composite-border", encodes("Lengths keep components apart.", "text \"DE4\"", "integer 2"));
        for (String row : List.of("real 1.0", "double 1.0", "boolean true", "json \"{}\"")) {
            String valueClass = row.substring(0, row.indexOf(' '));
            set.add(
                    "row-refused-" + valueClass,
                    rows("A " + valueClass + " cannot identify a row.", row).change("outcome", "refused"));
        }
        set.add("row-refused-none", rows("No component.").change("outcome", "refused"));
        set.add(
                "row-refused-long",
                rows("A component of 65,536 bytes.", "text \"" + "a".repeat(65_536) + "\"")
                        .change("outcome", "refused"));
        set.add(
                "row-refused-long-in-all",
                rows(
                                "Two components that are together too long.",
                                "text \"" + "a".repeat(40_000) + "\"",
                                "text \"" + "b".repeat(40_000) + "\"")
                        .change("outcome", "refused"));
        set.add(
                "row-refused-exponent",
                rows("More digits than a row id has room for.", "decimal 1E+100000")
                        .change("outcome", "refused"));
    }

    private static Vector encodes(String comment, String... rows) {
        Vector vector = rows(comment, rows);
        return vector.with("row-id-bytes", SecondValues.rowId(vector.row()));
    }

    private static Vector rows(String comment, String... rows) {
        Vector vector = new Vector().comment(comment).with("case", "row-id").with("outcome", "encodes");
        for (String row : rows) {
            vector.with("row", row);
        }
        return vector;
    }
}
