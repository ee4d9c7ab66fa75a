package dev.rowseal.convert;

import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HexFormat;

/** How PostgreSQL writes values as text. */
final class PostgresTexts {

    private static final int MOST_DIGITS = 17;

    private PostgresTexts() {}

    static String text(Column column, Value value) throws SQLException {
        if (value instanceof Value.Text text) {
            return text.text();
        } else if (value instanceof Value.Int integer) {
            return Long.toString(integer.number());
        } else if (value instanceof Value.Decimal decimal) {
            return decimal.number().toPlainString();
        } else if (value instanceof Value.Real real) {
            return real(real.number());
        } else if (value instanceof Value.Double real) {
            return real(real.number());
        } else if (value instanceof Value.Bool bool) {
            return Boolean.toString(bool.truth());
        } else if (value instanceof Value.Uuid uuid) {
            return uuid.uuid().toString();
        } else if (value instanceof Value.Binary binary) {
            return "\\x" + HexFormat.of().formatHex(binary.bytes());
        } else if (value instanceof Value.Json json) {
            return json.json();
        }
        return moment(column, value);
    }

    private static String moment(Column column, Value value) throws SQLException {
        if (value instanceof Value.Date date) {
            return date(date.date()) + era(date.date());
        } else if (value instanceof Value.Time time) {
            return H2Texts.time(time.time());
        } else if (value instanceof Value.Timestamp timestamp) {
            LocalDate date = timestamp.timestamp().toLocalDate();
            return date(date) + " " + H2Texts.time(timestamp.timestamp().toLocalTime()) + era(date);
        } else if (value instanceof Value.TimestampTz timestamp) {
            OffsetDateTime at =
                    timestamp.timestamp().atZoneSameInstant(Zones.session()).toOffsetDateTime();
            return date(at.toLocalDate())
                    + " "
                    + H2Texts.time(at.toLocalTime())
                    + H2Texts.zone(at.getOffset())
                    + era(at.toLocalDate());
        }
        throw Refusal.of(column, "writing this value as text", "read it by its own type");
    }

    private static String date(LocalDate date) {
        int year = date.getYear() > 0 ? date.getYear() : 1 - date.getYear();
        return String.format("%04d-%02d-%02d", year, date.getMonthValue(), date.getDayOfMonth());
    }

    private static String era(LocalDate date) {
        return date.getYear() > 0 ? "" : " BC";
    }

    static String real(double number) {
        return special(number)
                ? name(number)
                : digits(
                        number,
                        new BigDecimal(number),
                        gap(number, upper(Math.abs(number))),
                        gap(number, Math.nextDown(Math.abs(number))),
                        15);
    }

    static String real(float number) {
        return special(number)
                ? name(number)
                : digits(
                        number,
                        new BigDecimal(number),
                        gap(number, upper(Math.abs(number))),
                        gap(number, Math.nextDown(Math.abs(number))),
                        6);
    }

    /** Half the way from a number to its neighbour; a number strictly nearer than that reads back as this one. */
    private static BigDecimal gap(double number, double neighbour) {
        return new BigDecimal(neighbour)
                .subtract(new BigDecimal(Math.abs(number)))
                .abs()
                .divide(BigDecimal.valueOf(2));
    }

    // The neighbour of the largest number is infinity, which is as far from it as the one below.
    private static double upper(double number) {
        return number == Double.MAX_VALUE ? Math.nextDown(number) : Math.nextUp(number);
    }

    private static float upper(float number) {
        return number == Float.MAX_VALUE ? Math.nextDown(number) : Math.nextUp(number);
    }

    private static boolean special(double number) {
        return number == 0 || Double.isNaN(number) || Double.isInfinite(number);
    }

    private static String name(double number) {
        return number == 0 ? (1 / number < 0 ? "-0" : "0") : Double.toString(number);
    }

    /** The fewest digits that read back as the same number, with an exponent below 1e-4 and from 1e15 or 1e6 on. */
    private static String digits(double sign, BigDecimal exact, BigDecimal up, BigDecimal down, int plain) {
        BigDecimal shortest = exact;
        for (int digits = 1; digits <= MOST_DIGITS; digits++) {
            shortest = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            int side = shortest.abs().compareTo(exact.abs());
            if (side == 0 || shortest.subtract(exact).abs().compareTo(side > 0 ? up : down) < 0) {
                break;
            }
        }
        BigDecimal stripped = shortest.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (exponent >= -4 && exponent < plain) {
            return stripped.toPlainString();
        }
        String mantissa = stripped.unscaledValue().abs().toString();
        String point = mantissa.length() == 1 ? mantissa : mantissa.charAt(0) + "." + mantissa.substring(1);
        return (sign < 0 ? "-" : "") + point + String.format("e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
