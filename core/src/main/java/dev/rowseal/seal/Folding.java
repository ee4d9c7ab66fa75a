package dev.rowseal.seal;

import dev.rowseal.value.Equality;
import dev.rowseal.value.Value;
import java.math.BigDecimal;

/** Brings all values that are equal to one: the one whose encoding is indexed. */
final class Folding {

    private Folding() {}

    static Value fold(Value value, Equality equality) {
        if (equality == Equality.CASE_INSENSITIVE) {
            if (value instanceof Value.Text text) {
                return new Value.Text(CaseFolding.fold(text.text()));
            }
            throw new IllegalArgumentException(
                    "case-insensitive equality is for text, not for values of the class " + value.valueClass());
        }
        return switch (value.valueClass()) {
            case DECIMAL -> decimal(((Value.Decimal) value).number());
            // Adding zero turns -0.0 into 0.0 and leaves the rest; the encoding has only one NaN.
            case REAL -> new Value.Real(((Value.Real) value).number() + 0.0f);
            case DOUBLE -> new Value.Double(((Value.Double) value).number() + 0.0);
            case TIMESTAMPTZ -> ((Value.TimestampTz) value).atUtc();
            case BOOLEAN ->
                throw new IllegalArgumentException("a boolean has no blind index: two indexes would tell every value");
            case TEXT, INTEGER, DATE, TIME, TIMESTAMP, UUID, BINARY, JSON -> value;
        };
    }

    private static Value decimal(BigDecimal number) {
        return new Value.Decimal(number.stripTrailingZeros());
    }
}
