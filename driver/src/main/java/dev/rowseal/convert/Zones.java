package dev.rowseal.convert;

import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Between instants and local time. The session's zone is the JVM's, as both drivers set it when they connect. */
final class Zones {

    private Zones() {}

    static ZoneId session() {
        return ZoneId.systemDefault();
    }

    /** The local time of a legacy date, by the proleptic calendar of {@code java.time}, nanoseconds kept. */
    static LocalDateTime local(java.util.Date date, @Nullable Calendar calendar) {
        long millis = date.getTime();
        LocalDateTime local = calendar == null
                ? LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), session())
                : LocalDateTime.ofInstant(
                        Instant.ofEpochMilli(millis + calendar.getTimeZone().getOffset(millis)), ZoneOffset.UTC);
        return date instanceof Timestamp timestamp ? local.withNano(timestamp.getNanos()) : local;
    }

    /** The instant at which a calendar's clock shows this local time. */
    static long millis(LocalDateTime local, Calendar given) {
        Calendar calendar = (Calendar) given.clone();
        calendar.clear();
        calendar.set(
                local.getYear(),
                local.getMonthValue() - 1,
                local.getDayOfMonth(),
                local.getHour(),
                local.getMinute(),
                local.getSecond());
        return calendar.getTimeInMillis() + local.getNano() / 1_000_000;
    }

    /** The session's local time of an instant at which no clock is set forward or back within a day. */
    static LocalDateTime unambiguous(Column column, OffsetDateTime at, String how) throws SQLException {
        Instant instant = at.toInstant();
        ZoneOffset before = session().getRules().getOffset(instant.minus(Duration.ofDays(1)));
        ZoneOffset after = session().getRules().getOffset(instant.plus(Duration.ofDays(1)));
        if (!before.equals(after)) {
            throw Refusal.of(column, how + " of another type around a change of the clocks", "bind the declared type");
        }
        return LocalDateTime.ofInstant(instant, after);
    }

    /** The instant of a local time that the session's clock shows exactly once; the databases disagree on others. */
    static OffsetDateTime once(Column column, LocalDateTime local, String how) throws SQLException {
        return once(column, local, session(), how);
    }

    /** The same for the clock of another zone. */
    static OffsetDateTime once(Column column, LocalDateTime local, ZoneId zone, String how) throws SQLException {
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(local);
        if (offsets.size() != 1) {
            throw Refusal.of(
                    column,
                    how + " of a local time that a change of the clocks skips or repeats",
                    "use an OffsetDateTime");
        }
        return local.atOffset(offsets.get(0));
    }
}
