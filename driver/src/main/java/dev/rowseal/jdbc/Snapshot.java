package dev.rowseal.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.sql.Blob;
import java.sql.Clob;
import java.util.Calendar;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Copies of bound values that an application may change before it executes. Drivers take most values when they are set;
 * Rowseal takes them when the statement is executed, so it keeps what was set.
 */
final class Snapshot {

    private Snapshot() {}

    /**
     * A copy of a mutable JDBC value: arrays, of objects with their elements; dates and calendars; maps; counters and
     * builders of texts; what a driver has of its own and can be cloned, as {@code PGobject}. Anything else as it is: of
     * large objects and streams, see {@link LargeObjects}.
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
        if (value instanceof Map<?, ?> map) {
            return (T) new LinkedHashMap<>(map);
        }
        if (value instanceof Number || value instanceof CharSequence) {
            return (T) counted(value);
        }
        if (value instanceof Cloneable && !(value instanceof Blob || value instanceof Clob)) {
            return (T) cloned(value);
        }
        return value;
    }

    /** The JDK's own numbers and texts that change; of the same class, which is what a driver goes by. */
    private static Object counted(Object value) {
        Class<?> type = value.getClass();
        if (type == AtomicInteger.class) {
            return new AtomicInteger(((AtomicInteger) value).get());
        } else if (type == AtomicLong.class) {
            return new AtomicLong(((AtomicLong) value).get());
        } else if (type == LongAdder.class) {
            LongAdder copy = new LongAdder();
            copy.add(((LongAdder) value).sum());
            return copy;
        } else if (type == DoubleAdder.class) {
            DoubleAdder copy = new DoubleAdder();
            copy.add(((DoubleAdder) value).sum());
            return copy;
        } else if (type == StringBuilder.class) {
            return new StringBuilder((CharSequence) value);
        }
        return type == StringBuffer.class ? new StringBuffer((CharSequence) value) : value;
    }

    private static Object cloned(Object value) {
        if (value instanceof int[] numbers) {
            return numbers.clone();
        } else if (value instanceof long[] numbers) {
            return numbers.clone();
        } else if (value instanceof short[] numbers) {
            return numbers.clone();
        } else if (value instanceof double[] numbers) {
            return numbers.clone();
        } else if (value instanceof float[] numbers) {
            return numbers.clone();
        } else if (value instanceof boolean[] truths) {
            return truths.clone();
        } else if (value instanceof char[] letters) {
            return letters.clone();
        }
        try {
            Object copy = value.getClass().getMethod("clone").invoke(value);
            return copy == null || copy.getClass() != value.getClass() ? value : copy;
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException notToBeHad) {
            return value;
        }
    }
}
