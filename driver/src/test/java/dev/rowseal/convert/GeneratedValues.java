package dev.rowseal.convert;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Random;

/** Values to bind, from a seed: near what columns hold, and near what they do not. */
final class GeneratedValues {

    private static final String[] PIECES = {
        "a", "b", " ", " ", "\0", "é", "ß", "😀", "'", "\\", "\"", "%", "{}", "[1]", "null"
    };

    private final Random random;

    GeneratedValues(long seed) {
        this.random = new Random(seed);
    }

    Object next() {
        return switch (random.nextInt(12)) {
            case 0 -> number();
            case 1 -> moment();
            case 2 -> random.nextInt(4) == 0 ? random.nextLong() : (long) between(-35_000, 35_000);
            case 3 -> new BigDecimal(BigInteger.valueOf(random.nextLong() >> random.nextInt(64)), random.nextInt(12));
            case 4 -> real();
            case 5 -> random.nextInt(2_000_000) / Math.pow(10, random.nextInt(6));
            case 6 -> (float) (random.nextGaussian() * Math.pow(10, between(-8, 12)));
            case 7 -> text();
            case 8 -> local();
            case 9 -> Instant.ofEpochSecond(random.nextInt(), nanos()).atOffset(ZoneOffset.ofHours(between(-10, 10)));
            case 10 -> new Timestamp(random.nextInt() * 1000L + random.nextInt(1000));
            default -> LocalTime.ofNanoOfDay(random.nextInt(86_400) * 1_000_000_000L + nanos());
        };
    }

    private int between(int least, int above) {
        return least + random.nextInt(above - least);
    }

    private int nanos() {
        return random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000_000);
    }

    private LocalDateTime local() {
        return LocalDateTime.of(
                between(1960, 2050),
                between(1, 13),
                between(1, 29),
                random.nextInt(24),
                random.nextInt(60),
                random.nextInt(60),
                nanos());
    }

    /** Doubles of every size, and those above powers of two, which have farther neighbours on one side. */
    double real() {
        double number = switch (random.nextInt(5)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> Math.scalb(1.0, between(-1000, 1000));
            case 2 -> Math.pow(10, between(-20, 20)) * between(1, 10);
            case 3 -> Float.intBitsToFloat(random.nextInt());
            default -> random.nextGaussian() * Math.pow(10, between(-15, 17));
        };
        return Double.isNaN(number) || Double.isInfinite(number) ? 1 : number;
    }

    private String digits(int most) {
        StringBuilder digits = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    private String number() {
        StringBuilder number = new StringBuilder(random.nextInt(10) == 0 ? " " : "");
        number.append(random.nextInt(3) == 0 ? (random.nextBoolean() ? "-" : "+") : "");
        number.append(digits(11)).append(random.nextBoolean() ? "." + digits(7) : "");
        if (random.nextInt(6) == 0) {
            number.append(random.nextBoolean() ? "e" : "E-").append(random.nextInt(25));
        }
        return number + (random.nextInt(8) == 0 ? " ".repeat(random.nextInt(3)) + "x" : "");
    }

    private String moment() {
        int year = random.nextInt(8) == 0 ? random.nextInt(11_000) : between(1960, 2050);
        String date = String.format(Locale.ROOT, "%04d-%02d-%02d", year, random.nextInt(14), random.nextInt(33));
        String time = String.format(
                Locale.ROOT, "%02d:%02d:%02d", random.nextInt(26), random.nextInt(62), random.nextInt(62));
        String fraction = random.nextInt(3) == 0 ? "." + digits(8) + random.nextInt(10) : "";
        return switch (random.nextInt(5)) {
            case 0 -> date;
            case 1 -> time + fraction;
            case 2 -> date + "T" + time + fraction;
            case 3 -> date + " " + time.substring(0, 5);
            default -> date + " " + time + fraction;
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(11); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    /** JSON, or what a few changed characters made of it. */
    String json() {
        StringBuilder json = new StringBuilder(space() + json(0) + space());
        String any = "{}[]\",:\\0123456789.eE+-truefalsn \u0001\t/ab\0é";
        for (int i = random.nextInt(3); i > 0 && json.length() > 0; i--) {
            int at = random.nextInt(json.length());
            String put = String.valueOf(any.charAt(random.nextInt(any.length())));
            json.replace(at, random.nextBoolean() ? at + 1 : at, random.nextInt(3) == 0 ? "" : put);
        }
        return json.toString();
    }

    private String json(int depth) {
        return switch (random.nextInt(depth > 4 ? 5 : 8)) {
            case 0 -> String.valueOf(between(-50, 50));
            case 1 -> "-" + random.nextInt(10) + "." + random.nextInt(1000) + "e+" + random.nextInt(9);
            case 2 -> random.nextBoolean() ? "true" : "null";
            case 3, 4 -> string();
            case 5, 6 -> "[" + (random.nextBoolean() ? "" : json(depth + 1) + space() + "," + json(depth + 1)) + "]";
            default -> "{" + (random.nextBoolean() ? "" : string() + space() + ":" + json(depth + 1)) + "}";
        };
    }

    private String space() {
        return random.nextInt(4) == 0 ? String.valueOf(" \n\t\r".charAt(random.nextInt(4))) : "";
    }

    private String string() {
        StringBuilder string = new StringBuilder("\"");
        for (int i = random.nextInt(6); i > 0; i--) {
            string.append(
                    switch (random.nextInt(6)) {
                        case 0 -> "\\" + "\"\\/bfnrt".charAt(random.nextInt(8));
                        case 1 -> String.format(Locale.ROOT, "\\u%04x", random.nextInt(65_536));
                        case 2 -> String.format(Locale.ROOT, "\\ud83d\\ude%02x", random.nextInt(128));
                        case 3 -> "😀";
                        default -> String.valueOf((char) ('a' + random.nextInt(26)));
                    });
        }
        return string.append('"').toString();
    }
}
