package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Value;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** PostgreSQL and its driver. */
final class Postgres implements Dialect {

    @Override
    public @Nullable Value bind(Column column, @Nullable Object value, Binding how) throws SQLException {
        return value == null
                ? null
                : PostgresAssigns.assign(column, PostgresBinds.sent(column, value, how), how.setter());
    }

    @Override
    public @Nullable Value compared(Column column, @Nullable Object value, Binding how) throws SQLException {
        if (value == null) {
            return null;
        }
        throw Refusal.of(column, how.setter(), "nothing is converted yet");
    }

    @Override
    public Value literal(Column column, Literal literal) throws SQLException {
        throw Refusal.of(column, "a literal", "bind a parameter");
    }

    @Override
    public @Nullable Value comparedLiteral(Column column, Literal literal) throws SQLException {
        throw Refusal.of(column, "a literal", "bind a parameter");
    }

    @Override
    public @Nullable Object read(Column column, @Nullable Value value, Getter getter, @Nullable Object argument)
            throws SQLException {
        return value == null ? null : PostgresReads.read(column, value, getter, argument);
    }

    @Override
    public DeclaredColumn declared(DeclaredType type) {
        throw new UnsupportedOperationException(type.toString());
    }

    @Override
    public String ddl(DeclaredType type) {
        return PostgresColumns.ddl(type);
    }
}
