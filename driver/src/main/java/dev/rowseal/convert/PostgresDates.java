package dev.rowseal.convert;

import dev.rowseal.value.Value;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import org.jspecify.annotations.Nullable;

/** {@code java.sql} dates and times as pgjdbc makes them: by the calendar that changes from Julian to Gregorian. */
final class PostgresDates {

    private static final int FIRST_GREGORIAN_YEAR = 1583;

    private PostgresDates() {}

    static java.util.Date legacy(Column column, Value value, Getter getter, @Nullable Calendar given)
            throws SQLException {
        Calendar calendar = given == null ? new GregorianCalendar() : given;
        if (value instanceof Value.TimestampTz timestamp
                && (getter == Getter.TIME || timestamp.timestamp().getYear() < FIRST_GREGORIAN_YEAR)) {
            throw Refusal.of(column, getter.method() + " of this timestamptz", "use getObject with OffsetDateTime");
        } else if (value instanceof Value.TimestampTz timestamp && getter == Getter.TIMESTAMP) {
            return at(
                    timestamp.timestamp().toInstant().toEpochMilli(),
                    timestamp.timestamp().getNano());
        }
        LocalDateTime local = local(column, value, getter, calendar);
        if (local.getYear() < 1) {
            throw Refusal.of(column, getter.method() + " before the year 1", "use getObject with a java.time class");
        }
        if (getter == Getter.TIMESTAMP || value instanceof Value.Timestamp) {
            Zones.once(column, local, calendar.getTimeZone().toZoneId(), getter.method());
        }
        return switch (getter) {
            case DATE -> new Date(Zones.millis(local.toLocalDate().atStartOfDay(), calendar));
            // pgjdbc puts a time into 1970-01-01, save for one that is in that year already.
            case TIME -> {
                boolean kept = local.getYear() == LocalDate.EPOCH.getYear();
                LocalDate day = kept ? local.toLocalDate() : LocalDate.EPOCH;
                yield new Time(Zones.millis(day.atTime(local.toLocalTime()), calendar));
            }
            default -> at(Zones.millis(local, calendar), local.getNano());
        };
    }

    private static LocalDateTime local(Column column, Value value, Getter getter, Calendar calendar)
            throws SQLException {
        if (value instanceof Value.Date date) {
            return date.date().atStartOfDay();
        } else if (value instanceof Value.Timestamp timestamp) {
            return timestamp.timestamp();
        } else if (value instanceof Value.TimestampTz timestamp) {
            return timestamp
                    .timestamp()
                    .atZoneSameInstant(calendar.getTimeZone().toZoneId())
                    .toLocalDateTime();
        } else if (value instanceof Value.Time time && getter != Getter.DATE) {
            return LocalDate.EPOCH.atTime(time.time());
        } else if (value instanceof Value.Text
                || value instanceof Value.Time
                || value instanceof Value.Real
                || value instanceof Value.Double) {
            // pgjdbc even finds a date in 2.5e-06.
            throw Refusal.of(column, getter.method(), "use getString");
        }
        throw Refusal.failed(column, "22007", "the value is no date or time");
    }

    private static Timestamp at(long millis, int nanos) {
        Timestamp timestamp = new Timestamp(millis);
        timestamp.setNanos(nanos);
        return timestamp;
    }
}
