package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Texts that MariaDB reads as dates and times. What they have beyond microseconds is cut, not rounded. */
final class MariaDbDates {

    private static final Instant FIRST = Instant.ofEpochSecond(1);
    /** The last of servers up to 11.4; newer ones go on until 2106. */
    private static final Instant LAST = Instant.parse("2038-01-19T03:14:07.999999Z");

    private static final Instant LAST_OF_NEWER = Instant.parse("2106-02-07T06:28:15.999999Z");

    private static final BigDecimal MIDNIGHT = BigDecimal.valueOf(240_000);

    /** A date without month or day, as MariaDB may store it. */
    private static final Pattern ZERO =
            Pattern.compile("\\s*\\d{1,4}-(0{1,2}-\\d{1,2}|\\d{1,2}-0{1,2})(\\D.*)?", Pattern.DOTALL);

    private MariaDbDates() {}

    static Value parsed(Column column, String text, String how) throws SQLException {
        if (ZERO.matcher(text).matches()) {
            throw Refusal.of(
                    column,
                    how + " of a date whose month or day is 0, which sql_mode may allow",
                    "write NULL, or a date that there is");
        }
        try {
            if (column.type().kind() == Kind.TIME) {
                LocalTime time = DateText.time(text);
                if (time != null) {
                    return new Value.Time(micros(time));
                } else if (text.matches("[0-9]{1,7}(\\.[0-9]{0,9})?")) {
                    return clock(column, new BigDecimal(text), how);
                }
            }
            DateText.Moment moment = DateText.moment(text);
            if (moment == null) {
                throw otherSpelling(column, text, how);
            } else if (moment.offset() != null || moment.local().getYear() == 0 && !text.startsWith("0000")) {
                throw noSuch(column);
            }
            boolean dated = column.type().kind() == Kind.TIME && !text.contains(":");
            if (dated) {
                throw otherSpelling(column, text, how);
            }
            return converted(column, new Value.Timestamp(moment.local()), how);
        } catch (DateTimeException e) {
            throw column.type().kind() == Kind.TIME ? otherSpelling(column, text, how) : noSuch(column);
        }
    }

    /** A time of day as digits: 101112.5 is 10:11:12.5. */
    static Value clock(Column column, BigDecimal digits, String how) throws SQLException {
        if (digits.signum() < 0 || digits.compareTo(MIDNIGHT) >= 0) {
            throw Refusal.of(column, how + " of a time below zero or above a day", "bind a LocalTime");
        }
        int whole = digits.intValue();
        int nanos = digits.remainder(BigDecimal.ONE).movePointRight(6).intValue() * 1000;
        if (whole / 100 % 100 > 59 || whole % 100 > 59) {
            throw noSuch(column);
        }
        return new Value.Time(LocalTime.of(whole / 10_000, whole / 100 % 100, whole % 100, nanos));
    }

    static Value converted(Column column, Value value, String how) throws SQLException {
        Kind kind = column.type().kind();
        if (value instanceof Value.Time time) {
            if (kind == Kind.TIME) {
                return time;
            }
            throw Refusal.of(column, how + " of a time, which means today", "bind date and time");
        }
        LocalDateTime local = value instanceof Value.Date date
                ? date.date().atStartOfDay()
                : ((Value.Timestamp) value).timestamp().truncatedTo(ChronoUnit.MICROS);
        return switch (kind) {
            case DATE -> new Value.Date(local.toLocalDate());
            case TIME -> new Value.Time(local.toLocalTime());
            case TIMESTAMP -> new Value.Timestamp(local);
            default -> instant(column, local, how);
        };
    }

    /** Whether a {@code TIMESTAMP} of every server holds it. */
    static boolean held(OffsetDateTime at) {
        return !at.toInstant().isBefore(FIRST) && !at.toInstant().isAfter(LAST);
    }

    private static Value instant(Column column, LocalDateTime local, String how) throws SQLException {
        OffsetDateTime at = Zones.once(column, local, how);
        if (at.toInstant().isBefore(FIRST) || at.toInstant().isAfter(LAST_OF_NEWER)) {
            throw noSuch(column);
        } else if (at.toInstant().isAfter(LAST)) {
            throw Refusal.of(column, how + " of a time after 2038-01-19 03:14:07 UTC", "declare timestamp");
        }
        return new Value.TimestampTz(at.withOffsetSameInstant(ZoneOffset.UTC));
    }

    private static LocalTime micros(LocalTime time) {
        return time.truncatedTo(ChronoUnit.MICROS);
    }

    static SQLException otherSpelling(Column column, String text, String how) {
        boolean none = text.chars().noneMatch(c -> c >= '0' && c <= '9');
        return none
                ? noSuch(column)
                : Refusal.of(
                        column,
                        how + " of a date or time in another spelling",
                        "bind a LocalDate, LocalTime or LocalDateTime, or write it as 2024-02-29 23:59:59.999999");
    }

    static SQLException noSuch(Column column) {
        return Refusal.failed(column, "22007", "the value is no date or time of the declared type");
    }
}
