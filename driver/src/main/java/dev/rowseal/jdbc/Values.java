package dev.rowseal.jdbc;

import dev.rowseal.convert.Column;
import dev.rowseal.convert.Dialect;
import dev.rowseal.convert.Literal;
import dev.rowseal.plan.ValueSource;
import dev.rowseal.value.Value;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.jspecify.annotations.Nullable;

/** The values of a statement's parameters and literals. */
final class Values {

    private final Dialect dialect;
    private final @Nullable Bound[] parameters;
    private final GeneratedIds generated;
    private final boolean batched;

    Values(Dialect dialect, @Nullable Bound[] parameters) {
        this(dialect, parameters, GeneratedIds.NONE, false);
    }

    private Values(Dialect dialect, @Nullable Bound[] parameters, GeneratedIds generated, boolean batched) {
        this.dialect = dialect;
        this.parameters = parameters;
        this.generated = generated;
        this.batched = batched;
    }

    /** The values of one of several INSERTs that are sent together. */
    static Values ofBatch(Dialect dialect, @Nullable Bound[] parameters) {
        return new Values(dialect, parameters, GeneratedIds.NONE, true);
    }

    /** The same values, with row ids that were evaluated. */
    Values with(GeneratedIds ids) {
        return new Values(dialect, parameters, ids, batched);
    }

    /** A part of a row id that was evaluated before the statement. */
    Value generated(ValueSource.Generated source) {
        return generated.value(source);
    }

    /** Fails when a parameter is not set, also one that no row would come to need. */
    static void requireAllSet(Dialect dialect, @Nullable Bound[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] == null) {
                throw dialect.notSet(i + 1);
            }
        }
    }

    /** A parameter, which must have been set. */
    Bound parameter(int index) throws SQLException {
        Bound bound = index <= parameters.length ? parameters[index - 1] : null;
        if (bound == null) {
            throw parameters.length == 0
                    ? Failures.refused(
                            "a question mark in a statement that has no parameters",
                            "prepare it; an operator of PostgreSQL's is written ?? there")
                    : dialect.notSet(index);
        }
        return bound;
    }

    /** What a column would hold after the value was stored in it. */
    @Nullable
    Value stored(Column column, ValueSource source) throws SQLException {
        if (source instanceof ValueSource.Parameter parameter) {
            Bound bound = parameter(parameter.index());
            return dialect.bind(column, bound.value(), bound.binding(batched));
        }
        if (source instanceof ValueSource.Cast cast) {
            return cast(column, cast);
        }
        if (source instanceof ValueSource.Generated part) {
            return generated(part);
        }
        return source instanceof ValueSource.Constant constant ? dialect.literal(column, constant.literal()) : null;
    }

    /**
     * A cast takes any text that the column's type can be read from, where an assignment would want the type itself. What
     * is no text is what it would be without the cast, where it is anything.
     */
    private @Nullable Value cast(Column column, ValueSource.Cast cast) throws SQLException {
        if (isNull(cast.value())) {
            return null;
        }
        Literal.Text text = text(cast.value());
        if (text != null && !cast.toText()) {
            return dialect.literal(column, text);
        }
        if (text != null && text.text().length() > cast.length()) {
            throw Failures.refused(
                    "a value for " + column.table() + "." + column.name() + " that a cast cuts",
                    "leave the cast out, or cast to text without a length");
        }
        if (text != null || !cast.toText()) {
            try {
                return stored(column, cast.value());
            } catch (SQLFeatureNotSupportedException refused) {
                throw refused;
            } catch (SQLException other) {
                if (text != null) {
                    throw other;
                }
            }
        }
        throw Failures.refused(
                "a cast of this value for sealed column " + column.table() + "." + column.name(),
                "leave the cast out, or bind a String");
    }

    private Literal.@Nullable Text text(ValueSource source) throws SQLException {
        if (source instanceof ValueSource.Constant constant) {
            return constant.literal() instanceof Literal.Text text ? text : null;
        }
        Bound bound = parameter(ValueSource.parameter(source));
        return bound.value() instanceof String text && bound.isText() ? new Literal.Text(text) : null;
    }

    /** The value of a column that would equal the value; null when none would. */
    @Nullable
    Value compared(Column column, ValueSource source) throws SQLException {
        if (source instanceof ValueSource.Parameter parameter) {
            Bound bound = parameter(parameter.index());
            return dialect.compared(column, bound.value(), bound.binding(false));
        }
        if (source instanceof ValueSource.Cast cast) {
            Literal.Text text = text(cast.value());
            boolean whole = text != null && text.text().length() <= cast.length();
            if (cast.toText() && text != null && !whole) {
                throw Failures.refused(
                        "to look for a value in " + column.table() + "." + column.name() + " that a cast cuts",
                        "leave the cast out, or cast to text without a length");
            }
            return cast.toText() && whole ? compared(column, cast.value()) : cast(column, cast);
        }
        return source instanceof ValueSource.Constant constant
                ? dialect.comparedLiteral(column, constant.literal())
                : null;
    }

    /** Whether a value is SQL NULL. */
    boolean isNull(ValueSource source) throws SQLException {
        return source instanceof ValueSource.Parameter parameter
                ? parameter(parameter.index()).value() == null
                : source instanceof ValueSource.Cast cast ? isNull(cast.value()) : source instanceof ValueSource.Null;
    }
}
