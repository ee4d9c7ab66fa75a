package dev.rowseal.convert;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Value;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** PostgreSQL and its driver. */
final class Postgres implements Dialect {

    private static final String LITERAL = "a literal";

    /**
     * The server would guess a value's type from its place, and a sealed value has none that it could guess from: a
     * string's under the first, under the second that of each, because values go as literals.
     */
    private static final List<String> GUESSING = List.of("stringtype=unspecified", "preferQueryMode=simple");

    @Override
    public void requireOptions(String asked) {
        for (String option : asked.split("[?&, {}]+", -1)) {
            String read = decoded(option).toLowerCase(Locale.ROOT);
            if (read.contains("quotereturningidentifiers=false")) {
                throw new Misconfigured("quoteReturningIdentifiers=false is not supported, because names of generated"
                        + " keys would be SQL that nobody reads; leave it out");
            }
            for (String guessing : GUESSING) {
                if (read.contains(guessing.toLowerCase(Locale.ROOT))) {
                    throw new Misconfigured(guessing + " is not supported, because the server would guess the types of"
                            + " values; leave it out and bind values of their own types");
                }
            }
        }
    }

    /** As pgjdbc reads its URL; properties, a password among them, are as they are. */
    private static String decoded(String option) {
        try {
            return URLDecoder.decode(option, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException asItIs) {
            return option;
        }
    }

    @Override
    public @Nullable Value bind(Column column, @Nullable Object value, Binding how) throws SQLException {
        if (value == null) {
            PostgresNulls.requireAssigned(column, how);
            return null;
        }
        return PostgresAssigns.assign(column, PostgresBinds.sent(column, value, how), how.setter());
    }

    @Override
    public @Nullable Value compared(Column column, @Nullable Object value, Binding how) throws SQLException {
        if (value == null) {
            PostgresNulls.requireCompared(column, how);
            return null;
        }
        return PostgresCompares.compared(column, PostgresBinds.sent(column, value, how), how.setter());
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
