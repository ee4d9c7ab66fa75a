package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Value;
import java.sql.SQLDataException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** H2 and its driver. */
final class H2 implements Dialect {

    private static final String LITERAL = "a literal";

    @Override
    public @Nullable Value bind(Column column, @Nullable Object value, Binding how) throws SQLException {
        return value == null ? null : H2Assigns.assign(column, H2Binds.sent(column, value, how), how.setter());
    }

    @Override
    public @Nullable Value compared(Column column, @Nullable Object value, Binding how) throws SQLException {
        return value == null ? null : H2Compares.compared(column, H2Binds.sent(column, value, how), how.setter());
    }

    @Override
    public Value literal(Column column, Literal literal) throws SQLException {
        return H2Assigns.assign(column, Literals.h2(column, literal), LITERAL);
    }

    @Override
    public @Nullable Value comparedLiteral(Column column, Literal literal) throws SQLException {
        return H2Compares.compared(column, literal, LITERAL);
    }

    @Override
    public @Nullable Object read(Column column, @Nullable Value value, Getter getter, @Nullable Object argument)
            throws SQLException {
        return value == null ? H2Reads.readNull(column, getter) : H2Reads.read(column, value, getter, argument);
    }

    @Override
    public SQLException notSet(int parameter) {
        return new SQLDataException("parameter " + parameter + " is not set", "90012", 90012);
    }

    @Override
    public DeclaredColumn declared(DeclaredType type) {
        return H2Columns.declared(type);
    }

    @Override
    public String ddl(DeclaredType type) {
        return H2Columns.ddl(type);
    }
}
