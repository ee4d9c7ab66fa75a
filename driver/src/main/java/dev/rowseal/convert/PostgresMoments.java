package dev.rowseal.convert;

import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** PostgreSQL's range and resolution of dates and times: microseconds, rounded half up by pgjdbc; no infinity. */
final class PostgresMoments {

    private static final LocalDate LEAST = LocalDate.of(-4713, 11, 24);
    private static final int MOST_DATE_YEAR = 5_874_897;
    static final int MOST_TIMESTAMP_YEAR = 294_276;
    static final int MOST_OFFSET_SECONDS = 16 * 3600;

    private PostgresMoments() {}

    static void finite(Column column, LocalDate date) throws SQLException {
        if (date.isBefore(LEAST) || date.getYear() > MOST_DATE_YEAR) {
            throw outside(column);
        }
    }

    static LocalTime micros(Column column, LocalTime time) throws SQLException {
        long micros = (time.toNanoOfDay() + 500) / 1000;
        if (micros >= 86_400_000_000L) {
            throw Refusal.of(column, "a time that rounds to 24:00", "bind a time of whole microseconds");
        }
        return LocalTime.ofNanoOfDay(micros * 1000);
    }

    static LocalDateTime micros(Column column, LocalDateTime timestamp) throws SQLException {
        if (timestamp.toLocalDate().isBefore(LEAST) || timestamp.getYear() >= MOST_TIMESTAMP_YEAR) {
            throw outside(column);
        }
        return timestamp.withNano(0).plusNanos((timestamp.getNano() + 500L) / 1000 * 1000);
    }

    static LocalDateTime inRange(Column column, LocalDateTime timestamp) throws SQLException {
        if (timestamp.toLocalDate().isBefore(LEAST) || timestamp.getYear() > MOST_TIMESTAMP_YEAR) {
            throw overflow(column);
        }
        return timestamp;
    }

    static OffsetDateTime utc(Column column, OffsetDateTime timestamp) throws SQLException {
        LocalDateTime local = micros(column, timestamp.toLocalDateTime());
        if (Math.abs(timestamp.getOffset().getTotalSeconds()) >= MOST_OFFSET_SECONDS) {
            throw Refusal.of(column, "an offset of sixteen hours or more", "bind it in UTC");
        }
        return local.atOffset(timestamp.getOffset()).withOffsetSameInstant(ZoneOffset.UTC);
    }

    private static SQLException outside(Column column) {
        return Refusal.of(column, "a date outside of PostgreSQL's range, or infinity", "bind a date of this age");
    }

    static SQLException overflow(Column column) {
        return Refusal.failed(column, "22008", "the date or time is out of range");
    }
}
