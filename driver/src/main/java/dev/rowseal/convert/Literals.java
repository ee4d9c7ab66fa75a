package dev.rowseal.convert;

import dev.rowseal.convert.PostgresSent.Typed;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.sql.SQLException;

/** The types that literals have on each database. */
final class Literals {

    private static final String INSTEAD = "bind a parameter";

    private Literals() {}

    static PostgresSent postgres(Column column, Literal literal) throws SQLException {
        if (literal instanceof Literal.Text text) {
            return new PostgresSent.Unknown(text.text());
        } else if (literal instanceof Literal.Number number) {
            return new Typed(number(column, number.digits()));
        } else if (literal instanceof Literal.Bool bool) {
            return new Typed(new Value.Bool(bool.truth()));
        } else if (literal instanceof Literal.TypedDate date) {
            return new Typed(PostgresInputs.input(as(column, Kind.DATE), date.text()));
        } else if (literal instanceof Literal.TypedTime time) {
            return new Typed(PostgresInputs.input(as(column, Kind.TIME), time.text()));
        } else if (literal instanceof Literal.TypedTimestamp timestamp) {
            return new Typed(PostgresInputs.input(as(column, Kind.TIMESTAMP), timestamp.text()));
        }
        throw Refusal.of(column, "a bit-string literal", INSTEAD);
    }

    static H2Binds.Sent h2(Column column, Literal literal) throws SQLException {
        return new H2Binds.Sent(h2Value(column, literal), false);
    }

    private static Value h2Value(Column column, Literal literal) throws SQLException {
        if (literal instanceof Literal.Text text) {
            return new Value.Text(text.text());
        } else if (literal instanceof Literal.Number number) {
            boolean floating =
                    number.digits().indexOf('e') >= 0 || number.digits().indexOf('E') >= 0;
            Kind kind = column.type().kind();
            if (floating && (kind == Kind.REAL || kind == Kind.DOUBLE || kind == Kind.DECIMAL)) {
                return new Value.Decimal(parsed(column, number.digits()));
            } else if (floating) {
                throw Refusal.of(column, "a literal with an exponent", INSTEAD);
            }
            return number(column, number.digits());
        } else if (literal instanceof Literal.Bool bool) {
            return new Value.Bool(bool.truth());
        } else if (literal instanceof Literal.Binary binary) {
            return new Value.Binary(binary.bytes().clone());
        } else if (literal instanceof Literal.TypedDate date) {
            return moment(column, Kind.DATE, date.text());
        } else if (literal instanceof Literal.TypedTime time) {
            return moment(column, Kind.TIME, time.text());
        }
        return moment(column, Kind.TIMESTAMP, ((Literal.TypedTimestamp) literal).text());
    }

    private static Value moment(Column column, Kind kind, String text) throws SQLException {
        return H2Moments.convert(column, new Value.Text(text), kind, "a literal");
    }

    private static Value number(Column column, String digits) throws SQLException {
        BigDecimal number = parsed(column, digits);
        boolean whole = digits.matches("[+-]?[0-9]+") && number.toBigInteger().bitLength() <= 63;
        return whole ? new Value.Int(number.longValueExact()) : new Value.Decimal(number);
    }

    private static BigDecimal parsed(Column column, String digits) throws SQLException {
        if (!digits.matches("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?")) {
            throw Refusal.of(column, "a number in this spelling", INSTEAD);
        }
        return new BigDecimal(digits);
    }

    static MariaDbSent mariaDb(Column column, Literal literal) throws SQLException {
        if (literal instanceof Literal.Text text) {
            return new MariaDbSent.Text(Surrogates.paired(column, text.text()));
        } else if (literal instanceof Literal.Number number) {
            parsed(column, number.digits());
            if (number.digits().matches(".*[eE].*") && Double.isInfinite(Double.parseDouble(number.digits()))) {
                // ER_ILLEGAL_VALUE_FOR_TYPE, of its parser, whatever the column is
                throw new Foreseen.Syntax("a number in the text is out of the range of a double", "22007", 1367);
            }
            return MariaDbBinds.digits(number.digits());
        } else if (literal instanceof Literal.Bool bool) {
            return new MariaDbSent.Exact(bool.truth() ? BigDecimal.ONE : BigDecimal.ZERO);
        } else if (literal instanceof Literal.Binary binary) {
            return new MariaDbSent.Bytes(binary.bytes().clone());
        } else if (literal instanceof Literal.TypedDate date) {
            return new MariaDbSent.Moment(MariaDbDates.parsed(as(column, Kind.DATE), date.text(), INSTEAD));
        } else if (literal instanceof Literal.TypedTime time) {
            return new MariaDbSent.Moment(MariaDbDates.parsed(as(column, Kind.TIME), time.text(), INSTEAD));
        }
        String text = ((Literal.TypedTimestamp) literal).text();
        return new MariaDbSent.Moment(MariaDbDates.parsed(as(column, Kind.TIMESTAMP), text, INSTEAD));
    }

    private static Column as(Column column, Kind kind) {
        return new Column(column.table(), column.name(), new DeclaredType(kind, 0, 0));
    }
}
