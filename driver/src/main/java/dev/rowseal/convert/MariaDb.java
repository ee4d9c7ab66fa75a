package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Value;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB and its driver, in a session whose SQL mode is strict and whose time zone is the JVM's. Parameters are prepared
 * on the client's side and results come as text, as the driver does unless {@code useServerPrepStmts} is set.
 */
final class MariaDb implements Dialect {

    private static final String LITERAL = "a literal";

    @Override
    public void requireOptions(String asked) {
        MariaDbSession.requireOptions(asked);
    }

    @Override
    public String sessionQuestion(boolean instants) {
        return MariaDbSession.question(instants);
    }

    @Override
    public void requireSession(String answer) {
        MariaDbSession.require(answer);
    }

    @Override
    public @Nullable Value bind(Column column, @Nullable Object value, Binding how) throws SQLException {
        return value == null
                ? null
                : MariaDbAssigns.assign(column, MariaDbBinds.sent(column, value, how), how.setter());
    }

    @Override
    public @Nullable Value compared(Column column, @Nullable Object value, Binding how) throws SQLException {
        return value == null
                ? null
                : MariaDbCompares.compared(column, MariaDbBinds.sent(column, value, how), how.setter());
    }

    @Override
    public Value literal(Column column, Literal literal) throws SQLException {
        return MariaDbAssigns.assign(column, Literals.mariaDb(column, literal), LITERAL);
    }

    @Override
    public @Nullable Value comparedLiteral(Column column, Literal literal) throws SQLException {
        return MariaDbCompares.compared(column, Literals.mariaDb(column, literal), LITERAL);
    }

    @Override
    public @Nullable Object read(Column column, @Nullable Value value, Getter getter, @Nullable Object argument)
            throws SQLException {
        return value == null
                ? MariaDbReads.readNull(column, getter, argument)
                : MariaDbReads.read(column, value, getter, argument);
    }

    @Override
    public SQLException notSet(int parameter) {
        return new SQLTransientConnectionException("parameter " + parameter + " is not set", "07004", -1);
    }

    @Override
    public DeclaredColumn declared(DeclaredType type) {
        return MariaDbColumns.declared(type);
    }

    @Override
    public String ddl(DeclaredType type) {
        return MariaDbColumns.ddl(type);
    }
}
