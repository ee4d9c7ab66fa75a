package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;

/** What H2 makes of a value when a date, time, timestamp or timestamp with time zone is asked for; nanoseconds kept. */
final class H2Moments {

    private H2Moments() {}

    static Value convert(Column column, Value sent, Kind kind, String how) throws SQLException {
        try {
            return sent instanceof Value.Text text
                    ? parsed(column, kind, text.text(), how)
                    : converted(column, kind, sent, how);
        } catch (DateTimeException e) {
            throw noSuch(column);
        }
    }

    private static Value converted(Column column, Kind kind, Value sent, String how) throws SQLException {
        return switch (kind) {
            case DATE -> new Value.Date(local(column, sent, kind, how).toLocalDate());
            case TIME -> sent instanceof Value.Time ? sent : new Value.Time(clock(column, sent, kind, how));
            case TIMESTAMP -> new Value.Timestamp(local(column, sent, kind, how));
            default ->
                new Value.TimestampTz(
                        sent instanceof Value.TimestampTz timestamp
                                ? timestamp.timestamp()
                                : Zones.once(column, local(column, sent, kind, how), how));
        };
    }

    private static LocalDateTime local(Column column, Value sent, Kind kind, String how) throws SQLException {
        if (sent instanceof Value.Timestamp timestamp) {
            return timestamp.timestamp();
        } else if (sent instanceof Value.Date date) {
            return date.date().atStartOfDay();
        } else if (sent instanceof Value.TimestampTz timestamp) {
            return timestamp.timestamp().atZoneSameInstant(Zones.session()).toLocalDateTime();
        } else if (sent instanceof Value.Time && kind != Kind.DATE && kind != Kind.TIME) {
            throw Refusal.of(column, how + " of a time", "bind date and time");
        }
        throw H2Converts.foreign(column, sent, how);
    }

    private static LocalTime clock(Column column, Value sent, Kind kind, String how) throws SQLException {
        if (sent instanceof Value.Date) {
            throw H2Converts.unconvertible(column);
        }
        return local(column, sent, kind, how).toLocalTime();
    }

    private static Value parsed(Column column, Kind kind, String written, String how) throws SQLException {
        String text = written.trim();
        if (kind == Kind.DATE) {
            LocalDate date = DateText.date(text);
            return date == null ? otherSpelling(column, text, how) : new Value.Date(date);
        } else if (kind == Kind.TIME) {
            LocalTime time = DateText.time(text);
            return time == null ? otherSpelling(column, text, how) : new Value.Time(time);
        }
        DateText.Moment moment = DateText.moment(text);
        if (moment == null) {
            return otherSpelling(column, text, how);
        }
        OffsetDateTime at = moment.offset() == null
                ? Zones.once(column, moment.local(), how)
                : moment.local().atOffset(moment.offset());
        if (kind == Kind.TIMESTAMPTZ) {
            return new Value.TimestampTz(at);
        }
        return new Value.Timestamp(
                moment.offset() == null
                        ? moment.local()
                        : at.atZoneSameInstant(Zones.session()).toLocalDateTime());
    }

    private static Value otherSpelling(Column column, String text, String how) throws SQLException {
        if (text.chars().noneMatch(c -> c >= '0' && c <= '9')) {
            throw noSuch(column);
        }
        throw Refusal.of(
                column,
                how + " of a date or time in another spelling",
                "bind a LocalDate, LocalTime, LocalDateTime"
                        + " or OffsetDateTime, or write it as 2024-02-29 23:59:59.999999+01:00");
    }

    static SQLException noSuch(Column column) {
        return Refusal.failed(column, "22007", "the text is no date or time of the declared type");
    }
}
