package dev.rowseal.convert;

import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** What PostgreSQL reads from text of no type: a quoted literal, or {@code setObject(…, Types.OTHER)}. */
final class PostgresInputs {

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,40}");
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,6})?");
    private static final Pattern FINE = Pattern.compile(".*\\.[0-9]{7,}.*");

    private PostgresInputs() {}

    static Value input(Column column, String written) throws SQLException {
        String text = PostgresAssigns.storable(column, written);
        return switch (column.type().kind()) {
            case CHAR, VARCHAR, TEXT -> new Value.Text(PostgresAssigns.fitted(column, text));
            case SMALLINT -> integer(column, text.trim(), Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> integer(column, text.trim(), Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> integer(column, text.trim(), Long.MIN_VALUE, Long.MAX_VALUE);
            case DECIMAL -> PostgresAssigns.decimal(column, number(column, text.trim()));
            case REAL, DOUBLE -> floating(column, text.trim());
            case BOOLEAN -> new Value.Bool(truth(column, text.trim().toLowerCase(Locale.ROOT)));
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> moment(column, text.trim());
            case UUID -> uuid(column, text);
            case BINARY -> new Value.Binary(bytes(column, text));
            case JSON -> json(column, text);
        };
    }

    private static Value integer(Column column, String text, long least, long most) throws SQLException {
        if (!WHOLE.matcher(text).matches()) {
            throw unreadable(column, text);
        }
        BigDecimal number = new BigDecimal(text);
        if (number.compareTo(BigDecimal.valueOf(least)) < 0 || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw Refusal.outOfRange(column);
        }
        return new Value.Int(number.longValueExact());
    }

    static BigDecimal number(Column column, String text) throws SQLException {
        if (!NUMBER.matcher(text).matches()) {
            throw special(text) ? PostgresAssigns.notANumber(column) : unreadable(column, text);
        }
        return new BigDecimal(text);
    }

    private static boolean special(String text) {
        return text.toLowerCase(Locale.ROOT).matches("nan|[+-]?inf(inity)?");
    }

    private static Value floating(Column column, String text) throws SQLException {
        boolean real = column.type().kind() == dev.rowseal.value.DeclaredType.Kind.REAL;
        if (special(text)) {
            double number = text.toLowerCase(Locale.ROOT).equals("nan")
                    ? Double.NaN
                    : text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
            return real ? new Value.Real((float) number) : new Value.Double(number);
        } else if (!NUMBER.matcher(text).matches()) {
            throw unreadable(column, text);
        }
        BigDecimal number = new BigDecimal(text);
        if (number.signum() == 0) {
            double zero = text.startsWith("-") ? -0d : 0d;
            return real ? new Value.Real((float) zero) : new Value.Double(zero);
        }
        return real ? PostgresAssigns.real(column, number) : PostgresAssigns.dbl(column, number);
    }

    private static boolean truth(Column column, String text) throws SQLException {
        return switch (text) {
            case "t", "tr", "tru", "true", "y", "ye", "yes", "on", "1" -> true;
            case "f", "fa", "fal", "fals", "false", "n", "no", "of", "off", "0" -> false;
            default -> throw invalid(column);
        };
    }

    private static Value moment(Column column, String text) throws SQLException {
        if (text.isEmpty()) {
            throw Refusal.failed(column, "22007", "the text is no date or time");
        } else if (FINE.matcher(text).matches()) {
            throw otherSpelling(column);
        }
        try {
            return read(column, text);
        } catch (DateTimeException e) {
            throw PostgresMoments.overflow(column);
        }
    }

    private static Value read(Column column, String text) throws SQLException {
        if (column.type().kind() == dev.rowseal.value.DeclaredType.Kind.TIME) {
            LocalTime time = text.startsWith("24") ? null : DateText.time(text);
            if (time == null) {
                throw otherSpelling(column);
            }
            return new Value.Time(time);
        }
        DateText.Moment moment = text.contains(" 24:") ? null : DateText.moment(text);
        if (moment == null) {
            throw otherSpelling(column);
        }
        LocalDate date = moment.local().toLocalDate();
        if (moment.offset() != null
                && Math.abs(moment.offset().getTotalSeconds()) >= PostgresMoments.MOST_OFFSET_SECONDS) {
            throw otherSpelling(column);
        } else if (date.getYear() < 1) {
            throw PostgresMoments.overflow(column);
        }
        return switch (column.type().kind()) {
            case DATE -> new Value.Date(date);
            case TIMESTAMP -> new Value.Timestamp(moment.local());
            default -> {
                OffsetDateTime at = moment.offset() == null
                        ? Zones.once(column, moment.local(), "text")
                        : moment.local().atOffset(moment.offset());
                yield new Value.TimestampTz(at.withOffsetSameInstant(ZoneOffset.UTC));
            }
        };
    }

    private static SQLException otherSpelling(Column column) {
        return Refusal.of(
                column,
                "text of a date or time in another spelling",
                "bind a LocalDate, LocalTime, LocalDateTime or OffsetDateTime, or write it as 2024-02-29 23:59:59.999999+01:00");
    }

    private static Value uuid(Column column, String text) throws SQLException {
        String hex = text.replaceAll("[-{}]", "");
        if (!hex.matches("[0-9a-fA-F]{32}")) {
            throw invalid(column);
        }
        return Uuids.parsed(column, text, hex);
    }

    private static byte[] bytes(Column column, String text) throws SQLException {
        if (text.matches("\\\\x([0-9a-fA-F]{2})*")) {
            return HexFormat.of().parseHex(text.substring(2));
        } else if (text.indexOf('\\') >= 0) {
            throw Refusal.of(
                    column, "bytes with escapes", "bind a byte array or write them as \\x and hexadecimal digits");
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Value json(Column column, String text) throws SQLException {
        if (!JsonText.valid(text)) {
            throw invalid(column);
        }
        return new Value.Json(text);
    }

    /** Spellings with digits that this class does not know may be numbers to the server: hexadecimal, {@code 1_000}. */
    private static SQLException unreadable(Column column, String text) {
        return text.matches("[+-]?\\.?[0-9].*")
                ? Refusal.of(column, "text of a number in another spelling", "write plain decimal digits")
                : invalid(column);
    }

    private static SQLException invalid(Column column) {
        return Refusal.failed(column, "22P02", "the text is not of the declared type");
    }
}
