package dev.rowseal.jdbc;

import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.SQLType;
import java.util.Calendar;
import org.jspecify.annotations.Nullable;

/**
 * Which setter was called, and with what beside the value.
 *
 * @param setter the setter's family
 * @param targetType the type number it was given ({@link java.sql.Types} or a vendor's), or null
 * @param typeName the type's name, from {@code setNull} or a {@link SQLType}, or null
 * @param scale the scale or length given to {@code setObject} or {@code updateObject}, or null
 * @param size how many bytes or characters a stream is said to have, or {@link #UNSIZED}; not checked
 * @param wide whether the size was given as a long, for which a driver may have no method
 * @param calendar the calendar of a date, time or timestamp, already copied, or null
 */
record BindType(
        Setter setter,
        @Nullable Integer targetType,
        @Nullable String typeName,
        @Nullable Integer scale,
        long size,
        boolean wide,
        @Nullable Calendar calendar) {

    /** The size of a stream that is read to its end. */
    static final long UNSIZED = -1;

    static BindType of(Setter setter) {
        return setter.plain();
    }

    /** Only for {@link Setter}, which keeps one of each. */
    static BindType plain(Setter setter) {
        return new BindType(setter, null, null, null, UNSIZED, false, null);
    }

    BindType to(int type) {
        return new BindType(setter, type, typeName, scale, size, wide, calendar);
    }

    /** Refuses a null type, which would look like none. */
    BindType to(@Nullable SQLType type) throws SQLException {
        if (type == null) {
            throw new SQLNonTransientException("setObject or updateObject was given a null target type", "HY004");
        }
        return new BindType(setter, type.getVendorTypeNumber(), type.getName(), scale, size, wide, calendar);
    }

    BindType named(@Nullable String name) {
        return new BindType(setter, targetType, name, scale, size, wide, calendar);
    }

    BindType scaled(int scaleOrLength) {
        return new BindType(setter, targetType, typeName, scaleOrLength, size, wide, calendar);
    }

    /** A negative length stays what it is, so that it can be told from none: see {@link #isSized}. */
    BindType sized(long length) {
        return sized(length, true);
    }

    BindType sized(int length) {
        return sized(length, false);
    }

    private BindType sized(long length, boolean asLong) {
        return new BindType(
                setter, targetType, typeName, scale, length < 0 ? Long.MIN_VALUE : length, asLong, calendar);
    }

    BindType in(@Nullable Calendar copy) {
        return copy == null ? this : new BindType(setter, targetType, typeName, scale, size, wide, copy);
    }

    /** Whether a length was given; {@link Long#MIN_VALUE} stands for any negative one, which is to be refused. */
    boolean isSized() {
        return size != UNSIZED;
    }
}
