package dev.rowseal.jdbc;

import dev.rowseal.value.ValueClass;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A value of an open column on its way to another column.
 *
 * @param valueClass what it is
 * @param bound the value as it is bound: for a column of the same class, that loses nothing
 */
record OpenValue(ValueClass valueClass, Bound bound) {

    /**
     * What the types are whose values a driver gives and takes without loss, by their names. A type that is not here (of
     * padded text, of single precision, with a zone that only the session knows) is not copied.
     */
    private static final Map<String, ValueClass> CLASSES = Map.ofEntries(
            Map.entry("text", ValueClass.TEXT),
            Map.entry("varchar", ValueClass.TEXT),
            Map.entry("character varying", ValueClass.TEXT),
            Map.entry("character large object", ValueClass.TEXT),
            Map.entry("tinytext", ValueClass.TEXT),
            Map.entry("mediumtext", ValueClass.TEXT),
            Map.entry("longtext", ValueClass.TEXT),
            Map.entry("int2", ValueClass.INTEGER),
            Map.entry("int4", ValueClass.INTEGER),
            Map.entry("int8", ValueClass.INTEGER),
            Map.entry("smallserial", ValueClass.INTEGER),
            Map.entry("serial", ValueClass.INTEGER),
            Map.entry("bigserial", ValueClass.INTEGER),
            Map.entry("smallint", ValueClass.INTEGER),
            Map.entry("integer", ValueClass.INTEGER),
            Map.entry("int", ValueClass.INTEGER),
            Map.entry("mediumint", ValueClass.INTEGER),
            Map.entry("bigint", ValueClass.INTEGER),
            Map.entry("numeric", ValueClass.DECIMAL),
            Map.entry("decimal", ValueClass.DECIMAL),
            Map.entry("float8", ValueClass.DOUBLE),
            Map.entry("double", ValueClass.DOUBLE),
            Map.entry("double precision", ValueClass.DOUBLE),
            Map.entry("bool", ValueClass.BOOLEAN),
            Map.entry("boolean", ValueClass.BOOLEAN),
            Map.entry("date", ValueClass.DATE),
            Map.entry("timestamp", ValueClass.TIMESTAMP),
            Map.entry("datetime", ValueClass.TIMESTAMP),
            Map.entry("timestamptz", ValueClass.TIMESTAMPTZ),
            Map.entry("timestamp with time zone", ValueClass.TIMESTAMPTZ),
            Map.entry("uuid", ValueClass.UUID),
            Map.entry("bytea", ValueClass.BINARY),
            Map.entry("binary varying", ValueClass.BINARY),
            Map.entry("varbinary", ValueClass.BINARY));

    /** What a column of a result set is; null when its values are not copied. */
    static @Nullable ValueClass classOf(ResultSetMetaData metaData, int column, Vendor vendor) throws SQLException {
        ValueClass found = CLASSES.get(metaData.getColumnTypeName(column).toLowerCase(Locale.ROOT));
        return found == ValueClass.BOOLEAN && vendor.countsTruth() ? null : found;
    }

    Object value() {
        return java.util.Objects.requireNonNull(bound.value());
    }

    /**
     * Reads a column of the current row; null for NULL.
     *
     * @param shown the column, as messages name it
     */
    static @Nullable OpenValue read(ResultSet rows, int column, ValueClass valueClass, String shown)
            throws SQLException {
        Bound bound = bound(rows, column, valueClass);
        boolean lost = bound == null && rows.getString(column) != null;
        if (lost || valueClass == ValueClass.DECIMAL && bound == null && !rows.wasNull()) {
            throw Failures.refused(
                    "to copy a value of " + shown + " that its driver does not give as it is",
                    "read it and set a parameter");
        }
        return bound == null ? null : new OpenValue(valueClass, bound);
    }

    private static @Nullable Bound bound(ResultSet rows, int column, ValueClass valueClass) throws SQLException {
        switch (valueClass) {
            case TEXT: {
                String text = rows.getString(column);
                return of(text, Setter.STRING, (target, position) -> target.setString(position, text));
            }
            case INTEGER: {
                long number = rows.getLong(column);
                return rows.wasNull()
                        ? null
                        : of(number, Setter.LONG, (target, position) -> target.setLong(position, number));
            }
            case DOUBLE: {
                double number = rows.getDouble(column);
                return rows.wasNull()
                        ? null
                        : of(number, Setter.DOUBLE, (target, position) -> target.setDouble(position, number));
            }
            case DECIMAL: {
                String text = rows.getString(column);
                if (text == null || !Character.isDigit(text.charAt(text.length() - 1))) {
                    // NaN and the infinities.
                    return null;
                }
                BigDecimal number = new BigDecimal(text);
                return of(number, Setter.BIG_DECIMAL, (target, position) -> target.setBigDecimal(position, number));
            }
            case BOOLEAN: {
                boolean truth = rows.getBoolean(column);
                return rows.wasNull()
                        ? null
                        : of(truth, Setter.BOOLEAN, (target, position) -> target.setBoolean(position, truth));
            }
            case BINARY: {
                byte[] bytes = rows.getBytes(column);
                return of(bytes, Setter.BYTES, (target, position) -> target.setBytes(position, bytes));
            }
            default: {
                Object value = rows.getObject(column, type(valueClass));
                return of(value, Setter.OBJECT, (target, position) -> target.setObject(position, value));
            }
        }
    }

    private static Class<?> type(ValueClass valueClass) {
        return switch (valueClass) {
            case DATE -> LocalDate.class;
            case TIMESTAMP -> LocalDateTime.class;
            case TIMESTAMPTZ -> OffsetDateTime.class;
            case UUID -> UUID.class;
            default -> throw new IllegalStateException("a value of class " + valueClass + " came here");
        };
    }

    private static @Nullable Bound of(@Nullable Object value, Setter setter, Replay replay) {
        return value == null ? null : new Bound(value, BindType.of(setter), replay);
    }
}
