package dev.rowseal.convert;

import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * How a value was bound.
 *
 * @param setter the JDBC method, e.g. {@code setString}, {@code updateObject}
 * @param targetType a number of {@link java.sql.Types}, where the method was given one
 * @param length the length, scale or count that the method was given, otherwise -1
 * @param calendar the calendar that the method was given
 * @param batched whether it is a value of a batch of several INSERTs, which MariaDB's driver sends otherwise than a single one
 */
public record Binding(
        String setter,
        @Nullable Integer targetType,
        long length,
        @Nullable Calendar calendar,
        boolean batched) {

    /** Of a statement that is run by itself. */
    public Binding(String setter, @Nullable Integer targetType, long length, @Nullable Calendar calendar) {
        this(setter, targetType, length, calendar, false);
    }

    /** A setter called with nothing but the value. */
    public static Binding of(String setter) {
        return new Binding(setter, null, -1, null);
    }

    /** {@code setObject} with a target type of {@link java.sql.Types}. */
    public static Binding as(int targetType) {
        return new Binding("setObject", targetType, -1, null);
    }

    /** The same for a value of a batch of several INSERTs. */
    public Binding inBatch() {
        return new Binding(setter, targetType, length, calendar, true);
    }

    /** What the method sets: {@code String} for {@code setString} and {@code updateString} alike. */
    String what() {
        return setter.startsWith("update")
                ? setter.substring(6)
                : setter.startsWith("set") ? setter.substring(3) : setter;
    }
}
