package dev.rowseal.jdbc;

import dev.rowseal.convert.Binding;
import dev.rowseal.convert.Column;
import dev.rowseal.convert.Dialect;
import dev.rowseal.plan.Steps;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A value that an UPDATE copies from one column to another. */
sealed interface CopiedValue {

    /** The value that a column holds after it was stored there, as the database would have it. */
    @Nullable
    Value in(Column column, Dialect dialect) throws SQLException;

    /** From a sealed column. */
    record Opened(Value value, DeclaredType type) implements CopiedValue {
        @Override
        public @Nullable Value in(Column column, Dialect dialect) throws SQLException {
            // The planner lets only texts of other lengths through.
            return value instanceof Value.Text text && !type.equals(column.type())
                    ? dialect.bind(column, text.text(), Binding.of("setString"))
                    : value;
        }
    }

    /** From an open column. */
    record Read(OpenValue value, Steps.Copy.Open from) implements CopiedValue {
        @Override
        public @Nullable Value in(Column column, Dialect dialect) throws SQLException {
            if (value.valueClass() != column.type().valueClass()
                    || column.type().kind() == Kind.CHAR) {
                throw Failures.refused(
                        "to set column " + column.table() + "." + column.name() + " to " + from.shown()
                                + ", which is of another type",
                        "read the value and set the column to a parameter");
            }
            return dialect.bind(column, value.value(), value.bound().binding(false));
        }
    }

    /** Reads an open column of the current row; null for NULL. */
    static @Nullable CopiedValue read(ResultSet rows, int position, Steps.Copy.Open from, Vendor vendor)
            throws SQLException {
        ValueClass valueClass = OpenValue.classOf(rows.getMetaData(), position, vendor);
        if (valueClass == null) {
            throw Failures.refused(
                    "to set a sealed or row-id column to " + from.shown() + ", whose type it does not copy",
                    "read the value and set the column to a parameter");
        }
        OpenValue value = OpenValue.read(rows, position, valueClass, from.shown());
        return value == null ? null : new Read(value, from);
    }
}
