package dev.rowseal.jdbc;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.convert.Binding;
import dev.rowseal.convert.Column;
import dev.rowseal.convert.Dialect;
import dev.rowseal.plan.Steps;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A value that an UPDATE copies from one column to another. */
sealed interface CopiedValue {

    /** The value that a sealed column holds after it was stored there, as the database would have it. */
    @Nullable
    Value in(SealedColumn column, Dialect dialect) throws SQLException;

    /** From a sealed column. */
    record Opened(Value value, DeclaredType type) implements CopiedValue {
        @Override
        public @Nullable Value in(SealedColumn column, Dialect dialect) throws SQLException {
            // The planner lets only texts of other lengths through.
            return value instanceof Value.Text text && !type.equals(column.type())
                    ? dialect.bind(named(column), text.text(), Binding.of("setString"))
                    : value;
        }
    }

    /** From an open column. */
    record Read(Object value, String setter, ValueClass valueClass, Steps.Copy.Open from) implements CopiedValue {
        @Override
        public @Nullable Value in(SealedColumn column, Dialect dialect) throws SQLException {
            if (valueClass != column.type().valueClass() || column.type().kind() == Kind.CHAR) {
                throw Failures.refused(
                        "to set sealed column " + column.display() + " to " + from.shown()
                                + ", which is of another type",
                        "read the value and set the column to a parameter");
            }
            return dialect.bind(named(column), value, Binding.of(setter));
        }
    }

    private static Column named(SealedColumn column) {
        return new Column(column.table(), column.name(), column.type());
    }

    /** Reads an open column of the current row; null for NULL. */
    static @Nullable CopiedValue read(ResultSet rows, int position, Steps.Copy.Open from) throws SQLException {
        String name = rows.getMetaData().getColumnTypeName(position);
        CopiedValue read = "uuid".equalsIgnoreCase(name)
                ? of(rows.getObject(position, UUID.class), "setObject", ValueClass.UUID, from)
                : read(rows, position, rows.getMetaData().getColumnType(position), from);
        return rows.wasNull() ? null : read;
    }

    private static @Nullable CopiedValue read(ResultSet rows, int position, int type, Steps.Copy.Open from)
            throws SQLException {
        return switch (type) {
            case Types.VARCHAR, Types.LONGVARCHAR, Types.CLOB ->
                of(rows.getString(position), "setString", ValueClass.TEXT, from);
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT ->
                of(rows.getLong(position), "setLong", ValueClass.INTEGER, from);
            case Types.NUMERIC, Types.DECIMAL -> {
                BigDecimal number = rows.getBigDecimal(position);
                yield of(number, "setBigDecimal", ValueClass.DECIMAL, from);
            }
            case Types.DATE -> of(rows.getObject(position, LocalDate.class), "setObject", ValueClass.DATE, from);
            case Types.TIMESTAMP ->
                of(rows.getObject(position, LocalDateTime.class), "setObject", ValueClass.TIMESTAMP, from);
            case Types.BOOLEAN, Types.BIT -> of(rows.getBoolean(position), "setBoolean", ValueClass.BOOLEAN, from);
            case Types.BINARY, Types.VARBINARY -> of(rows.getBytes(position), "setBytes", ValueClass.BINARY, from);
            default ->
                throw Failures.refused(
                        "to set a sealed column to " + from.shown() + ", whose type it does not copy",
                        "read the value and set the column to a parameter");
        };
    }

    private static @Nullable CopiedValue of(
            @Nullable Object value, String setter, ValueClass valueClass, Steps.Copy.Open from) {
        return value == null ? null : new Read(value, setter, valueClass, from);
    }
}
