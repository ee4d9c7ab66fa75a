package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalLong;

/** Rounds half away from zero, as both databases do; a huge exponent is never written out in digits. */
final class Decimals {

    private Decimals() {}

    /** At the declared scale, or nothing when it has more digits than are declared. */
    static Optional<Value> fitted(BigDecimal number, DeclaredType type) {
        if (number.signum() != 0 && magnitude(number) > type.length() - type.scale()) {
            return Optional.empty();
        }
        BigDecimal rounded = rounded(number, type.scale());
        boolean fits = rounded.signum() == 0 || rounded.precision() <= type.length();
        return fits ? Optional.of(new Value.Decimal(rounded)) : Optional.empty();
    }

    static OptionalLong whole(BigDecimal number) {
        if (number.signum() != 0 && magnitude(number) > 19) {
            return OptionalLong.empty();
        }
        BigDecimal rounded = rounded(number, 0);
        boolean fits = rounded.toBigInteger().bitLength() <= 63;
        return fits ? OptionalLong.of(rounded.longValueExact()) : OptionalLong.empty();
    }

    private static BigDecimal rounded(BigDecimal number, int scale) {
        boolean vanishes = number.signum() == 0 || magnitude(number) < -scale;
        return vanishes ? BigDecimal.ZERO.setScale(scale) : number.setScale(scale, RoundingMode.HALF_UP);
    }

    /** Digits before the point; negative for zeros after it. */
    private static long magnitude(BigDecimal number) {
        return (long) number.precision() - number.scale();
    }
}
