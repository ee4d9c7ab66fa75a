package dev.rowseal.convert;

import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Locale;

/** How MariaDB writes stored values as text, which is all that its driver reads. */
final class MariaDbTexts {

    private static final int MOST_DIGITS = 17;
    private static final int FLOAT_DIGITS = 6;
    private static final int PLAIN = 15;

    private MariaDbTexts() {}

    static String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        } else if (value instanceof Value.Json json) {
            return json.json();
        } else if (value instanceof Value.Int integer) {
            return Long.toString(integer.number());
        } else if (value instanceof Value.Decimal decimal) {
            return decimal.number().toPlainString();
        } else if (value instanceof Value.Real real) {
            return real(real.number());
        } else if (value instanceof Value.Double real) {
            return real(real.number());
        } else if (value instanceof Value.Bool bool) {
            return bool.truth() ? "1" : "0";
        } else if (value instanceof Value.Uuid uuid) {
            return uuid.uuid().toString();
        } else if (value instanceof Value.Binary binary) {
            return new String(binary.bytes(), StandardCharsets.UTF_8);
        }
        return moment(value);
    }

    private static String moment(Value value) {
        if (value instanceof Value.Date date) {
            return date.date().toString();
        } else if (value instanceof Value.Time time) {
            return time(time.time());
        }
        return timestamp(local(value));
    }

    /** A timestamp's local time, in the session's zone where it has one. */
    static LocalDateTime local(Value value) {
        return value instanceof Value.TimestampTz timestamp
                ? timestamp.timestamp().atZoneSameInstant(Zones.session()).toLocalDateTime()
                : ((Value.Timestamp) value).timestamp();
    }

    static String timestamp(LocalDateTime local) {
        return local.toLocalDate() + " " + time(local.toLocalTime());
    }

    static String time(LocalTime time) {
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%06d",
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                time.getNano() / 1000);
    }

    /** A float shows six digits and no more. */
    static String real(float number) {
        return number == 0
                ? zero(number)
                : shaped(rounded(new BigDecimal(number), FLOAT_DIGITS, RoundingMode.HALF_EVEN));
    }

    static String real(double number) {
        return number == 0 ? zero(number) : shaped(shortest(number));
    }

    /**
     * The number with the fewest digits that reads back as the same double. Above a power of two doubles are twice as far
     * apart as below: there the farther of two numbers can be the one that reads back.
     */
    static BigDecimal shortest(double number) {
        BigDecimal exact = new BigDecimal(number);
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= MOST_DIGITS; digits++) {
            shortest = rounded(exact, digits, RoundingMode.HALF_EVEN);
            if (shortest.doubleValue() == number) {
                return shortest;
            }
            boolean down = shortest.abs().compareTo(exact.abs()) < 0;
            BigDecimal farther = rounded(exact, digits, down ? RoundingMode.UP : RoundingMode.DOWN);
            if (farther.doubleValue() == number) {
                return farther;
            }
        }
        return shortest;
    }

    private static BigDecimal rounded(BigDecimal number, int digits, RoundingMode mode) {
        return number.round(new MathContext(digits, mode)).stripTrailingZeros();
    }

    private static String zero(double number) {
        return 1 / number < 0 ? "-0" : "0";
    }

    /** Up to 15 digits before the point and zeros after it are written out; a sixteenth only when digits follow it. */
    private static String shaped(BigDecimal number) {
        int point = number.precision() - number.scale();
        if (point > -PLAIN && (point <= PLAIN || point == PLAIN + 1 && number.scale() > 0)) {
            return number.toPlainString();
        }
        String digits = number.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (number.signum() < 0 ? "-" : "") + mantissa + "e" + (point - 1);
    }
}
