package dev.rowseal.jdbc;

import java.util.Calendar;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Copies of bound values that an application may change before it executes. Drivers take most values when they are set;
 * Rowseal takes them when the statement is executed, so it keeps what was set.
 */
final class Snapshot {

    private Snapshot() {}

    /**
     * A copy of a mutable JDBC value ({@code byte[]}, dates, calendars, arrays of objects: their elements too); anything
     * else as it is.
     */
    @SuppressWarnings("unchecked") // a clone has its original's class
    static <T extends @Nullable Object> T of(T value) {
        if (value instanceof byte[] bytes) {
            return (T) bytes.clone();
        }
        if (value instanceof Date date) {
            return (T) date.clone();
        }
        if (value instanceof Calendar calendar) {
            return (T) calendar.clone();
        }
        if (value instanceof Object[] array) {
            Object[] copy = array.clone();
            for (int i = 0; i < copy.length; i++) {
                copy[i] = of(copy[i]);
            }
            return (T) copy;
        }
        return value;
    }
}
