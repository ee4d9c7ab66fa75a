package dev.rowseal.convert;

import dev.rowseal.value.Value;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Calendar;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code java.sql} dates and times as MariaDB's driver makes them, by a calendar that knows the Julian one. */
final class MariaDbLegacy {

    private static final Pattern DATE =
            Pattern.compile("(\\d{1,9})[- ](\\d{1,9})[- ](\\d{1,9})(?:[- ].*)?", Pattern.DOTALL);
    private static final Pattern PLAIN_TIME = Pattern.compile("(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?");
    /** No digit, and something that is no separator either: nothing but separators is a timestamp of zeros. */
    private static final Pattern DIGITLESS = Pattern.compile("|[^0-9]*[^-0-9 :.][^0-9]*");

    private MariaDbLegacy() {}

    static java.util.Date read(Column column, Value value, Getter getter, @Nullable Calendar given)
            throws SQLException {
        Calendar calendar = given == null ? Calendar.getInstance() : (Calendar) given.clone();
        if (value instanceof Value.Timestamp || value instanceof Value.TimestampTz) {
            return ofTimestamp(MariaDbTexts.local(value), getter, calendar);
        } else if (value instanceof Value.Date date && getter != Getter.TIME) {
            long millis = millis(calendar, date.date().atStartOfDay());
            return getter == Getter.DATE ? new Date(millis) : new Timestamp(millis);
        } else if (value instanceof Value.Time time && getter != Getter.DATE) {
            return ofTime(time.time(), getter, calendar);
        } else if (MariaDbReads.isText(column)) {
            return ofText(column, MariaDbTexts.text(value), getter, calendar);
        }
        throw MariaDbReads.undecodable(column);
    }

    private static java.util.Date ofTimestamp(LocalDateTime local, Getter getter, Calendar calendar) {
        long fraction = local.getNano() / 1_000_000;
        if (getter == Getter.TIME) {
            return new Time(millis(calendar, local.toLocalTime().atDate(LocalDate.EPOCH)) + fraction);
        } else if (getter == Getter.DATE) {
            return new Date(millis(calendar, local) + fraction);
        }
        return exact(millis(calendar, local), local.getNano());
    }

    /** The zone's offset at the epoch counts, not its standard one. */
    private static java.util.Date ofTime(LocalTime time, Getter getter, Calendar calendar) {
        if (getter == Getter.TIME) {
            return new Time(
                    time.toNanoOfDay() / 1_000_000 - calendar.getTimeZone().getOffset(0));
        }
        return exact(millis(calendar, time.atDate(LocalDate.EPOCH)), time.getNano());
    }

    private static Timestamp exact(long millis, int nanos) {
        Timestamp timestamp = new Timestamp(millis);
        timestamp.setNanos(nanos);
        return timestamp;
    }

    private static long millis(Calendar calendar, LocalDateTime local) {
        return millis(
                calendar,
                local.getYear(),
                local.getMonthValue(),
                local.getDayOfMonth(),
                local.getHour(),
                local.getMinute(),
                local.getSecond());
    }

    private static long millis(Calendar calendar, int year, int month, int day, int hour, int minute, int second) {
        calendar.clear();
        calendar.set(year, month - 1, day, hour, minute, second);
        return calendar.getTimeInMillis();
    }

    /** The driver's own parser takes much for a date; what it takes beyond the plain spellings is refused. */
    private static java.util.Date ofText(Column column, String text, Getter getter, Calendar calendar)
            throws SQLException {
        if (DIGITLESS.matcher(text).matches()) {
            throw MariaDbReads.undecodable(column);
        } else if (getter == Getter.TIME) {
            if (PLAIN_TIME.matcher(text).matches()) {
                return ofTime(LocalTime.parse(text), getter, calendar);
            }
            throw otherSpelling(column, getter);
        } else if (getter == Getter.DATE) {
            Matcher date = DATE.matcher(text);
            if (date.matches() && !text.equals("0000-00-00")) {
                return new Date(millis(calendar, number(date, 1), number(date, 2), number(date, 3), 0, 0, 0));
            }
            throw otherSpelling(column, getter);
        }
        DateText.Moment moment = moment(text);
        if (moment == null || moment.offset() != null || text.contains("T")) {
            throw otherSpelling(column, getter);
        }
        return exact(millis(calendar, moment.local()), moment.local().getNano());
    }

    private static DateText.@Nullable Moment moment(String text) {
        try {
            return DateText.moment(text);
        } catch (java.time.DateTimeException e) {
            return null;
        }
    }

    private static int number(Matcher match, int group) {
        return Integer.parseInt(match.group(group));
    }

    private static SQLException otherSpelling(Column column, Getter getter) {
        return Refusal.of(column, getter.method() + " of text in another spelling", "use getString");
    }
}
