package dev.rowseal.convert;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Value;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** PostgreSQL and its driver. */
final class Postgres implements Dialect {

    private static final String LITERAL = "a literal";

    /** The server would guess a string's type from its place, and a sealed value has none that it could guess from. */
    @Override
    public void requireOptions(String asked) {
        if (asked.toLowerCase(Locale.ROOT).contains("stringtype=unspecified")) {
            throw new Misconfigured(
                    "stringtype=unspecified is not supported; leave it out and bind values of their own types");
        }
    }

    @Override
    public @Nullable Value bind(Column column, @Nullable Object value, Binding how) throws SQLException {
        return value == null
                ? null
                : PostgresAssigns.assign(column, PostgresBinds.sent(column, value, how), how.setter());
    }

    @Override
    public @Nullable Value compared(Column column, @Nullable Object value, Binding how) throws SQLException {
        return value == null
                ? null
                : PostgresCompares.compared(column, PostgresBinds.sent(column, value, how), how.setter());
    }

    @Override
    public Value literal(Column column, Literal literal) throws SQLException {
        return PostgresAssigns.assign(column, Literals.postgres(column, literal), LITERAL);
    }

    @Override
    public @Nullable Value comparedLiteral(Column column, Literal literal) throws SQLException {
        return PostgresCompares.compared(column, Literals.postgres(column, literal), LITERAL);
    }

    @Override
    public @Nullable Object read(Column column, @Nullable Value value, Getter getter, @Nullable Object argument)
            throws SQLException {
        return value == null
                ? PostgresReads.readNull(column, getter, argument)
                : PostgresReads.read(column, value, getter, argument);
    }

    @Override
    public SQLException notSet(int parameter) {
        return new SQLException("parameter " + parameter + " is not set", "22023");
    }

    @Override
    public DeclaredColumn declared(DeclaredType type) {
        return PostgresColumns.declared(type);
    }

    @Override
    public String ddl(DeclaredType type) {
        return PostgresColumns.ddl(type);
    }
}
