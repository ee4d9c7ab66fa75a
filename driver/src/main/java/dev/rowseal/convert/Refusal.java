package dev.rowseal.convert;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLSyntaxErrorException;

/** The errors of conversions. They name column, method and way out, never a value. */
final class Refusal {

    private Refusal() {}

    static SQLFeatureNotSupportedException of(Column column, String method, String instead) {
        String message = method + " is refused on sealed column " + column + ": " + instead;
        Events.ofStatement(Event.STATEMENT_REFUSED, message);
        return new SQLFeatureNotSupportedException(message, "0A000");
    }

    static SQLException failed(Column column, String state, String what) {
        return failed("column " + column + ": " + what, state, 0);
    }

    /** A failure of the class that JDBC has for an SQLState. */
    static SQLException failed(String message, String state, int code) {
        return switch (state.substring(0, 2)) {
            case "22" -> new SQLDataException(message, state, code);
            case "42" -> new SQLSyntaxErrorException(message, state, code);
            default -> new SQLException(message, state, code);
        };
    }

    static SQLException tooLong(Column column) {
        return failed(column, "22001", "the value is too long");
    }

    static SQLException outOfRange(Column column) {
        return failed(column, "22003", "the number is out of range");
    }
}
