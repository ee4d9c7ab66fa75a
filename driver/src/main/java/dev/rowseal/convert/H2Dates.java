package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/** {@code java.sql} dates and times as H2's driver makes them. */
final class H2Dates {

    /** Before it a calendar may count by the Julian calendar, and does not know the local mean times of its zone. */
    private static final int FIRST_CERTAIN_YEAR = 1900;

    private H2Dates() {}

    static java.util.Date legacy(Column column, Value value, Getter getter, @Nullable Calendar calendar)
            throws SQLException {
        return switch (getter) {
            case DATE -> {
                LocalDate date = ((Value.Date) H2Reads.as(column, value, Kind.DATE, getter)).date();
                yield new Date(millis(column, date.atStartOfDay(), calendar, getter));
            }
            case TIME -> {
                Value.Time time = (Value.Time) H2Reads.as(column, value, Kind.TIME, getter);
                yield new Time(millis(column, LocalDate.EPOCH.atTime(time.time()), calendar, getter));
            }
            default -> timestamp(column, value, calendar, getter);
        };
    }

    private static Timestamp timestamp(Column column, Value value, @Nullable Calendar calendar, Getter getter)
            throws SQLException {
        if (value instanceof Value.TimestampTz timestamp) {
            OffsetDateTime at = timestamp.timestamp();
            return at(at.toInstant().toEpochMilli(), at.getNano());
        }
        Value.Timestamp local = (Value.Timestamp) H2Reads.as(column, value, Kind.TIMESTAMP, getter);
        return at(
                millis(column, local.timestamp(), calendar, getter),
                local.timestamp().getNano());
    }

    private static Timestamp at(long millis, int nanos) {
        Timestamp timestamp = new Timestamp(millis);
        timestamp.setNanos(nanos);
        return timestamp;
    }

    private static long millis(Column column, LocalDateTime local, @Nullable Calendar given, Getter getter)
            throws SQLException {
        if (given == null) {
            return Zones.once(column, local, getter.method()).toInstant().toEpochMilli();
        } else if (local.getYear() < FIRST_CERTAIN_YEAR) {
            throw Refusal.of(column, getter.method() + " with a calendar before 1900", "leave out the calendar");
        }
        Zones.once(column, local, given.getTimeZone().toZoneId(), getter.method());
        return Zones.millis(local, given);
    }
}
