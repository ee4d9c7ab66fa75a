package dev.rowseal.convert;

import dev.rowseal.value.Value;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;

/** How H2 writes values as text. */
final class H2Texts {

    private H2Texts() {}

    static String text(Value value) {
        if (value instanceof Value.Text text) {
            return text.text();
        } else if (value instanceof Value.Int integer) {
            return Long.toString(integer.number());
        } else if (value instanceof Value.Decimal decimal) {
            return decimal.number().toPlainString();
        } else if (value instanceof Value.Real real) {
            return Float.toString(real.number());
        } else if (value instanceof Value.Double real) {
            return Double.toString(real.number());
        } else if (value instanceof Value.Bool bool) {
            return bool.truth() ? "TRUE" : "FALSE";
        } else if (value instanceof Value.Uuid uuid) {
            return uuid.uuid().toString();
        } else if (value instanceof Value.Binary binary) {
            // H2 puts U+FFFD for what is no UTF-8, as this constructor does
            return new String(binary.bytes(), StandardCharsets.UTF_8);
        } else if (value instanceof Value.Json json) {
            return json.json();
        }
        return moment(value, ' ');
    }

    /** Dates and times; the separator is a space in text and a T in JSON. */
    static String moment(Value value, char separator) {
        if (value instanceof Value.Date date) {
            return date(date.date());
        } else if (value instanceof Value.Time time) {
            return time(time.time());
        } else if (value instanceof Value.Timestamp timestamp) {
            return date(timestamp.timestamp().toLocalDate())
                    + separator
                    + time(timestamp.timestamp().toLocalTime());
        } else if (value instanceof Value.TimestampTz timestamp) {
            return date(timestamp.timestamp().toLocalDate())
                    + separator
                    + time(timestamp.timestamp().toLocalTime())
                    + zone(timestamp.timestamp().getOffset());
        }
        throw new IllegalArgumentException("not a date or time: " + value.valueClass());
    }

    static String date(LocalDate date) {
        int year = date.getYear();
        String digits = String.format("%04d", Math.abs(year));
        return (year < 0 ? "-" : "") + digits + String.format("-%02d-%02d", date.getMonthValue(), date.getDayOfMonth());
    }

    static String time(LocalTime time) {
        String seconds = String.format("%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
        if (time.getNano() == 0) {
            return seconds;
        }
        return seconds + "." + String.format("%09d", time.getNano()).replaceAll("0+$", "");
    }

    static String zone(ZoneOffset offset) {
        int total = Math.abs(offset.getTotalSeconds());
        StringBuilder zone = new StringBuilder(offset.getTotalSeconds() < 0 ? "-" : "+");
        zone.append(String.format("%02d", total / 3600));
        if (total % 3600 != 0) {
            zone.append(String.format(":%02d", total / 60 % 60));
        }
        if (total % 60 != 0) {
            zone.append(String.format(":%02d", total % 60));
        }
        return zone.toString();
    }
}
