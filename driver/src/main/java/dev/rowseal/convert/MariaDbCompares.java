package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * The stored value that {@code column = literal} finds on MariaDB. Text beside a number is compared as a double, and so
 * loosely that {@code 'abc' = 0}: such comparisons are refused but where the text is a plain number.
 */
final class MariaDbCompares {

    /** Digits up to which decimals and doubles tell the same numbers apart. */
    private static final int EXACT_DIGITS = 15;

    private static final double EXACT_WHOLE = 0x1p53;

    private MariaDbCompares() {}

    static @Nullable Value compared(Column column, MariaDbSent sent, String how) throws SQLException {
        if (sent instanceof MariaDbSent.Name) {
            throw Refusal.failed(column, "42S22", "NaN and infinity are no numbers for MariaDB");
        }
        return switch (column.type().kind()) {
            case CHAR, VARCHAR, TEXT -> text(column, sent, how);
            case SMALLINT, INTEGER, BIGINT, DECIMAL, BOOLEAN -> number(column, sent, how);
            case REAL -> Exactly.real(floating(column, sent, how));
            case DOUBLE -> new Value.Double(floating(column, sent, how));
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ -> moment(column, sent, how);
            case UUID -> uuid(column, sent, how);
            case BINARY -> binary(column, sent, how);
            case JSON -> throw foreign(column, how);
        };
    }

    private static @Nullable Value text(Column column, MariaDbSent sent, String how) throws SQLException {
        String text;
        if (sent instanceof MariaDbSent.Text given) {
            text = given.text();
        } else {
            throw foreign(column, how);
        }
        boolean longer = column.type().kind() != Kind.TEXT
                && text.codePointCount(0, text.length()) > column.type().length();
        // A char(n) is compared without the spaces at its end, and the literal with them.
        boolean padded = column.type().kind() == Kind.CHAR && text.endsWith(" ");
        return longer || padded ? null : new Value.Text(text);
    }

    private static @Nullable Value binary(Column column, MariaDbSent sent, String how) throws SQLException {
        if (sent instanceof MariaDbSent.Bytes bytes) {
            return new Value.Binary(bytes.bytes());
        } else if (sent instanceof MariaDbSent.Text text) {
            return new Value.Binary(MariaDbBinds.utf8(text.text()));
        }
        throw foreign(column, how);
    }

    private static @Nullable Value number(Column column, MariaDbSent sent, String how) throws SQLException {
        if (sent instanceof MariaDbSent.Exact exact) {
            return exactly(column, MariaDbNumbers.exact(column, exact.number(), how));
        } else if (sent instanceof MariaDbSent.Text text) {
            BigDecimal number = plain(column, text.text(), how);
            if (number.precision() > EXACT_DIGITS || number.scale() > EXACT_DIGITS) {
                throw Refusal.of(column, how + " of a text with so many digits in a comparison", "bind a number");
            }
            return asDouble(column, number.doubleValue());
        } else if (sent instanceof MariaDbSent.Floating floating) {
            return asDouble(column, floating.number());
        }
        throw foreign(column, how);
    }

    private static @Nullable Value exactly(Column column, BigDecimal number) {
        return switch (column.type().kind()) {
            case DECIMAL -> Exactly.decimal(number, column.type());
            case BOOLEAN ->
                number.compareTo(BigDecimal.ZERO) == 0
                        ? new Value.Bool(false)
                        : number.compareTo(BigDecimal.ONE) == 0 ? new Value.Bool(true) : null;
            default -> Exactly.whole(number, column.type());
        };
    }

    private static @Nullable Value asDouble(Column column, double number) throws SQLException {
        Kind kind = column.type().kind();
        if (kind == Kind.DECIMAL && column.type().length() > EXACT_DIGITS
                || kind == Kind.BIGINT && Math.abs(number) >= EXACT_WHOLE) {
            throw Refusal.of(column, "a comparison by floating point", "bind a BigDecimal or a Long");
        }
        return kind == Kind.DECIMAL
                ? Exactly.decimalOf(number, column.type())
                : exactly(column, new BigDecimal(number));
    }

    /** A text that is a number and nothing else. */
    private static BigDecimal plain(Column column, String text, String how) throws SQLException {
        if (!text.matches("[+-]?[0-9]+(\\.[0-9]+)?")) {
            throw Refusal.of(column, how + " of a text that is no plain number in a comparison", "bind a number");
        }
        return new BigDecimal(text);
    }

    private static double floating(Column column, MariaDbSent sent, String how) throws SQLException {
        if (sent instanceof MariaDbSent.Exact exact) {
            return MariaDbNumbers.exact(column, exact.number(), how).doubleValue();
        } else if (sent instanceof MariaDbSent.Floating floating) {
            return floating.number();
        } else if (sent instanceof MariaDbSent.Text text) {
            return plain(column, text.text(), how).doubleValue();
        }
        throw foreign(column, how);
    }

    private static @Nullable Value moment(Column column, MariaDbSent sent, String how) throws SQLException {
        if (sent instanceof MariaDbSent.Moment moment) {
            return typed(column, moment.value(), how);
        } else if (!(sent instanceof MariaDbSent.Text)) {
            throw foreign(column, how);
        }
        String text = ((MariaDbSent.Text) sent).text();
        try {
            LocalTime time = column.type().kind() == Kind.TIME ? DateText.time(text) : null;
            if (time != null) {
                return Exactly.atMicro(time) ? new Value.Time(time) : cut(column, how);
            }
            DateText.Moment moment = DateText.moment(text);
            if (moment == null || moment.offset() != null || column.type().kind() == Kind.TIME) {
                throw MariaDbDates.otherSpelling(column, text + "0", how);
            }
            return typed(column, new Value.Timestamp(moment.local()), how);
        } catch (java.time.DateTimeException e) {
            throw MariaDbDates.otherSpelling(column, text, how);
        }
    }

    private static @Nullable Value typed(Column column, Value value, String how) throws SQLException {
        Kind kind = column.type().kind();
        if (value instanceof Value.Time || kind == Kind.TIME) {
            if (value instanceof Value.Time && kind == Kind.TIME) {
                return value;
            }
            throw foreign(column, how);
        }
        LocalDateTime local =
                value instanceof Value.Date date ? date.date().atStartOfDay() : ((Value.Timestamp) value).timestamp();
        if (!Exactly.atMicro(local)) {
            return cut(column, how);
        } else if (kind == Kind.DATE) {
            boolean midnight = local.toLocalTime().equals(LocalTime.MIDNIGHT);
            return midnight ? new Value.Date(local.toLocalDate()) : null;
        } else if (kind == Kind.TIMESTAMPTZ && !MariaDbDates.held(Zones.once(column, local, how))) {
            return null;
        }
        return MariaDbDates.converted(column, new Value.Timestamp(local), how);
    }

    private static @Nullable Value cut(Column column, String how) throws SQLException {
        throw Refusal.of(column, how + " of more than microseconds in a comparison", "truncate it to microseconds");
    }

    private static @Nullable Value uuid(Column column, MariaDbSent sent, String how) throws SQLException {
        if (sent instanceof MariaDbSent.Text text) {
            String hex = text.text().replace("-", "");
            if (hex.matches("[0-9a-fA-F]{32}")) {
                Value.Uuid uuid = Uuids.parsed(column, text.text(), hex);
                if (!MariaDbAssigns.isKept(uuid)) {
                    throw Refusal.of(
                            column, how + " of what MariaDB takes for no uuid", "compare with a uuid that it stores");
                }
                return uuid;
            }
        }
        throw foreign(column, how);
    }

    private static SQLException foreign(Column column, String how) {
        return Refusal.of(column, how + " of another type in a comparison", "bind a value of the declared type");
    }
}
