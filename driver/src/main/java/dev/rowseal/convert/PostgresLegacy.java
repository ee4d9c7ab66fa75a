package dev.rowseal.convert;

import dev.rowseal.convert.PostgresSent.Legacy;
import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.TimeZone;

/** {@code java.sql.Date}, {@code Time} and {@code Timestamp} as pgjdbc writes them and the server reads them. */
final class PostgresLegacy {

    private PostgresLegacy() {}

    static PostgresSent sent(Column column, java.util.Date date, Binding how) throws SQLException {
        TimeZone zone =
                how.calendar() == null ? TimeZone.getDefault() : how.calendar().getTimeZone();
        Calendar fields = new GregorianCalendar(zone);
        fields.setTimeInMillis(date.getTime());
        LocalTime clock = LocalTime.of(
                fields.get(Calendar.HOUR_OF_DAY),
                fields.get(Calendar.MINUTE),
                fields.get(Calendar.SECOND),
                date instanceof Timestamp timestamp
                        ? timestamp.getNanos()
                        : fields.get(Calendar.MILLISECOND) * 1_000_000);
        LocalDate day = date instanceof java.sql.Time ? LocalDate.EPOCH : day(column, fields, how);
        LocalDateTime local = day.atTime(clock);
        int offset = fields.get(Calendar.ZONE_OFFSET) + fields.get(Calendar.DST_OFFSET);
        return new Legacy(shape(date), local, ZoneOffset.ofTotalSeconds(offset / 1000));
    }

    private static LocalDate day(Column column, Calendar fields, Binding how) throws SQLException {
        int year = fields.get(Calendar.YEAR);
        try {
            if (fields.get(Calendar.ERA) == GregorianCalendar.AD && year <= 9999) {
                return LocalDate.of(year, fields.get(Calendar.MONTH) + 1, fields.get(Calendar.DAY_OF_MONTH));
            }
        } catch (DateTimeException e) {
            throw Refusal.of(column, how.setter() + " of a day that only the Julian calendar has", "bind a LocalDate");
        }
        throw Refusal.of(column, how.setter() + " of a year outside of 1 to 9999", "bind a LocalDate or LocalDateTime");
    }

    private static Legacy.Shape shape(java.util.Date date) {
        return date instanceof java.sql.Date
                ? Legacy.Shape.DATE
                : date instanceof java.sql.Time ? Legacy.Shape.TIME : Legacy.Shape.TIMESTAMP;
    }

    static Value assign(Column column, Legacy sent, String how) throws SQLException {
        Kind kind = column.type().kind();
        LocalDateTime local = switch (sent.shape()) {
            case DATE -> sent.local().toLocalDate().atStartOfDay();
            case TIME -> sent.local();
            case TIMESTAMP -> PostgresMoments.micros(column, sent.local());
        };
        boolean time = sent.shape() == Legacy.Shape.TIME;
        return switch (kind) {
            case DATE, TIMESTAMP, TIMESTAMPTZ -> {
                if (time) {
                    throw Refusal.failed(column, "22007", "a time is no date");
                }
                yield kind == Kind.DATE
                        ? new Value.Date(local.toLocalDate())
                        : kind == Kind.TIMESTAMP
                                ? new Value.Timestamp(local)
                                : new Value.TimestampTz(
                                        local.atOffset(sent.offset()).withOffsetSameInstant(ZoneOffset.UTC));
            }
            case TIME -> {
                if (sent.shape() == Legacy.Shape.DATE) {
                    throw Refusal.failed(column, "22007", "a date is no time");
                }
                yield new Value.Time(local.toLocalTime());
            }
            case CHAR, VARCHAR, TEXT, BINARY -> throw Refusal.of(column, how + " of a date or time", "bind a String");
            default -> throw Refusal.failed(column, "22P02", "a date or time is not of the declared type");
        };
    }
}
