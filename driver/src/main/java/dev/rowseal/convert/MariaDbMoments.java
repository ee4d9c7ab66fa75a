package dev.rowseal.convert;

import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.Temporal;
import java.util.Calendar;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** How MariaDB's driver writes dates and times: as text, in the JVM's time zone, cut to microseconds. */
final class MariaDbMoments {

    /** Years of the era, as the driver's pattern has them: year 0 is written as 1. */
    static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

    private MariaDbMoments() {}

    static String written(Column column, Temporal temporal, Binding how) throws SQLException {
        if (temporal instanceof LocalDate date) {
            return date.format(DateTimeFormatter.ISO_LOCAL_DATE);
        } else if (temporal instanceof LocalTime time) {
            return time(time);
        } else if (temporal instanceof LocalDateTime timestamp) {
            return timestamp(timestamp);
        } else if (temporal instanceof OffsetDateTime timestamp) {
            return here(column, timestamp.toInstant(), how);
        } else if (temporal instanceof ZonedDateTime timestamp) {
            return here(column, timestamp.toInstant(), how);
        } else if (temporal instanceof Instant instant) {
            // In a JVM whose zone is called UTC the driver writes all nine digits.
            String here = here(column, instant, how);
            boolean utc = Zones.session().getId().equals("UTC");
            return utc ? instant.toString().replace('T', ' ').replace("Z", "") : here;
        }
        throw MariaDbBinds.unknown(column, temporal, how);
    }

    private static String here(Column column, Instant instant, Binding how) throws SQLException {
        if (Math.abs(instant.getEpochSecond()) > LocalDate.of(99_999, 1, 1).toEpochDay() * 86_400) {
            throw Refusal.of(column, how.setter() + " of the end of time", "bind a date before the year 10000");
        }
        return timestamp(LocalDateTime.ofInstant(instant, Zones.session()));
    }

    private static String timestamp(LocalDateTime timestamp) {
        return timestamp.format(timestamp.getNano() == 0 ? SECONDS : MICROS);
    }

    private static String time(LocalTime time) {
        String seconds =
                String.format(Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
        return seconds + fraction(time.getNano() / 1000);
    }

    private static String fraction(int micros) {
        if (micros <= 0) {
            return "";
        }
        boolean millis = micros % 1000 == 0;
        return String.format(Locale.ROOT, millis ? ".%03d" : ".%06d", millis ? micros / 1000 : micros);
    }

    /** Fields of the calendar that changes from Julian to Gregorian, in the zone that was given or the JVM's. */
    static String written(java.util.Date date, @Nullable Calendar calendar) {
        TimeZone zone = calendar == null ? TimeZone.getDefault() : calendar.getTimeZone();
        if (date instanceof java.sql.Date) {
            return formatted("yyyy-MM-dd", zone, date);
        } else if (date instanceof Time) {
            return formatted("HH:mm:ss.SSS", zone, date);
        }
        int nanos =
                date instanceof Timestamp timestamp ? timestamp.getNanos() : (int) (date.getTime() % 1000) * 1_000_000;
        return formatted("yyyy-MM-dd HH:mm:ss", zone, date) + fraction(nanos / 1000);
    }

    private static String formatted(String pattern, TimeZone zone, java.util.Date date) {
        SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.ROOT);
        format.setTimeZone(zone);
        return format.format(date);
    }
}
