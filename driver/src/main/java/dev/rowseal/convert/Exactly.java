package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The stored value that equals a given one, or null when no value of the declared type does. Nothing is rounded. */
final class Exactly {

    private Exactly() {}

    static @Nullable Value decimal(BigDecimal number, DeclaredType type) {
        Value fitted = Decimals.fitted(number, type).orElse(null);
        return fitted instanceof Value.Decimal decimal && decimal.number().compareTo(number) == 0 ? fitted : null;
    }

    static @Nullable Value whole(BigDecimal number, DeclaredType type) {
        int bits = type.kind() == Kind.SMALLINT ? 15 : type.kind() == Kind.INTEGER ? 31 : 63;
        boolean small =
                number.signum() == 0 || (long) number.precision() - number.scale() <= 19 && number.scale() < 2000;
        if (!small
                || number.stripTrailingZeros().scale() > 0
                || number.toBigInteger().bitLength() > bits) {
            return null;
        }
        return new Value.Int(number.longValueExact());
    }

    static @Nullable Value real(double number) {
        return Double.compare((float) number, number) == 0 ? new Value.Real((float) number) : null;
    }

    /** A decimal that the database turns into a double before it compares; up to 15 digits there is at most one. */
    static @Nullable Value decimalOf(double number, DeclaredType type) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            return null;
        }
        Value fitted = Decimals.fitted(new BigDecimal(number), type).orElse(null);
        return fitted instanceof Value.Decimal decimal && decimal.number().doubleValue() == number ? fitted : null;
    }

    /** Text of a {@code char(n)}: equal up to trailing spaces, stored with all of them. */
    static @Nullable Value padded(String text, int length, int counted) {
        return counted > length ? null : new Value.Text(text + " ".repeat(length - counted));
    }

    static boolean atSecond(java.time.LocalTime time) {
        return time.truncatedTo(ChronoUnit.SECONDS).equals(time);
    }

    static boolean atMicro(java.time.temporal.Temporal moment) {
        return moment.get(java.time.temporal.ChronoField.NANO_OF_SECOND) % 1000 == 0;
    }
}
