package dev.rowseal.jdbc;

import dev.rowseal.convert.Column;
import dev.rowseal.convert.Dialect;
import dev.rowseal.plan.ValueSource;
import dev.rowseal.value.Value;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The values of a statement's parameters and literals. */
final class Values {

    private final Dialect dialect;
    private final @Nullable Bound[] parameters;

    Values(Dialect dialect, @Nullable Bound[] parameters) {
        this.dialect = dialect;
        this.parameters = parameters;
    }

    /** A parameter, which must have been set. */
    Bound parameter(int index) throws SQLException {
        Bound bound = index <= parameters.length ? parameters[index - 1] : null;
        if (bound == null) {
            throw new SQLException("parameter " + index + " is not set", "07001");
        }
        return bound;
    }

    /** What a column would hold after the value was stored in it. */
    @Nullable
    Value stored(Column column, ValueSource source) throws SQLException {
        if (source instanceof ValueSource.Parameter parameter) {
            Bound bound = parameter(parameter.index());
            return dialect.bind(column, bound.value(), bound.binding());
        }
        return source instanceof ValueSource.Constant constant ? dialect.literal(column, constant.literal()) : null;
    }

    /** The value of a column that would equal the value; null when none would. */
    @Nullable
    Value compared(Column column, ValueSource source) throws SQLException {
        if (source instanceof ValueSource.Parameter parameter) {
            Bound bound = parameter(parameter.index());
            return dialect.compared(column, bound.value(), bound.binding());
        }
        return source instanceof ValueSource.Constant constant
                ? dialect.comparedLiteral(column, constant.literal())
                : null;
    }

    /** Whether a value is SQL NULL. */
    boolean isNull(ValueSource source) throws SQLException {
        return source instanceof ValueSource.Parameter parameter
                ? parameter(parameter.index()).value() == null
                : source instanceof ValueSource.Null;
    }
}
