package dev.rowseal.convert;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/** The errors of conversions. They name column, method and way out, never a value. */
final class Refusal {

    private Refusal() {}

    static SQLFeatureNotSupportedException of(Column column, String method, String instead) {
        String message = method + " is refused on sealed column " + column + ": " + instead;
        Events.ofStatement(Event.STATEMENT_REFUSED, message);
        return new SQLFeatureNotSupportedException(message, "0A000");
    }

    static SQLException failed(Column column, String state, String what) {
        return Foreseen.failure("column " + column + ": " + what, state, 0);
    }

    /** What the driver would have said when the parameter was set, and the database would never have heard of. */
    static SQLException unsettable(Column column, String state, String what) {
        return new SQLException("column " + column + ": " + what, state);
    }

    static SQLException tooLong(Column column) {
        return failed(column, "22001", "the value is too long");
    }

    static SQLException outOfRange(Column column) {
        return failed(column, "22003", "the number is out of range");
    }
}
