package dev.rowseal.convert;

import dev.rowseal.value.Value;
import java.time.LocalDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;

/** What pgjdbc sends for a bound object: the parameter's type decides which casts the server has. */
sealed interface PostgresSent {

    /** A parameter of a type of its own; text is {@code varchar}. */
    record Typed(Value value) implements PostgresSent {}

    /** A {@code timetz}, which no declared type is. */
    record TimeTz(OffsetTime time) implements PostgresSent {}

    /** Text of no type: read as the column's own input is. */
    record Unknown(String text) implements PostgresSent {}

    /**
     * A {@code java.sql} date or time: text of no type, with the offset that its calendar has. The fields are those of
     * the calendar that changes from Julian to Gregorian, as pgjdbc writes them.
     */
    record Legacy(Shape shape, LocalDateTime local, ZoneOffset offset) implements PostgresSent {
        enum Shape {
            DATE,
            TIME,
            TIMESTAMP
        }
    }
}
