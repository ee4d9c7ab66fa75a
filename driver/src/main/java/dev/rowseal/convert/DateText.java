package dev.rowseal.convert;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The spellings of dates and times that both databases read alike. Anything else is for the caller to refuse. A parse
 * gives null for another spelling and throws {@link DateTimeException} for a date or time that does not exist.
 */
final class DateText {

    private static final String DATE = "(\\d{4})-(\\d{1,2})-(\\d{1,2})";
    private static final String TIME = "(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,9}))?)?";
    private static final String ZONE = "\\s?(Z|UTC|[+-]\\d{2}(?::\\d{2}(?::\\d{2})?)?)";
    private static final Pattern DATES = Pattern.compile(DATE);
    private static final Pattern TIMES = Pattern.compile(TIME);
    private static final Pattern TIMESTAMPS = Pattern.compile("(" + DATE + ")(?:[ T](" + TIME + ")(?:" + ZONE + ")?)?");

    private DateText() {}

    static @Nullable LocalDate date(String text) {
        Matcher match = DATES.matcher(text);
        return match.matches() ? LocalDate.of(number(match, 1), number(match, 2), number(match, 3)) : null;
    }

    static @Nullable LocalTime time(String text) {
        Matcher match = TIMES.matcher(text);
        if (!match.matches()) {
            return null;
        }
        String fraction = match.group(4) == null ? "" : match.group(4);
        int nanos = Integer.parseInt((fraction + "000000000").substring(0, 9));
        return LocalTime.of(number(match, 1), number(match, 2), match.group(3) == null ? 0 : number(match, 3), nanos);
    }

    /**
     * A date with or without time of day and offset.
     *
     * @param local as written
     * @param offset as written, or null
     */
    record Moment(LocalDateTime local, @Nullable ZoneOffset offset) {
        OffsetDateTime at(ZoneOffset absent) {
            return local.atOffset(offset == null ? absent : offset);
        }
    }

    static @Nullable Moment moment(String text) {
        Matcher match = TIMESTAMPS.matcher(text);
        if (!match.matches()) {
            return null;
        }
        LocalDate date = date(match.group(1));
        LocalTime time = match.group(5) == null ? LocalTime.MIDNIGHT : time(match.group(5));
        if (date == null || time == null) {
            return null;
        }
        String zone = match.group(10);
        ZoneOffset offset = zone == null ? null : zone.equals("UTC") ? ZoneOffset.UTC : ZoneOffset.of(zone);
        return new Moment(date.atTime(time), offset);
    }

    private static int number(Matcher match, int group) {
        return Integer.parseInt(match.group(group));
    }
}
