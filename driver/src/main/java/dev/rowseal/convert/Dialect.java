package dev.rowseal.convert;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Value;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * How one database and its driver convert values. Each answer is exact, or the error that the database would give, or
 * {@link java.sql.SQLFeatureNotSupportedException} ({@code 0A000}) naming the column, the method and the way out. Sessions
 * are taken to have the JVM's default time zone, which {@link #requireSession} holds them to. Stateless and safe for use by
 * many threads; an object that is bound is read once and not kept. Streams and large objects are read to their end, at
 * most 16 MiB.
 */
public sealed interface Dialect permits H2, Postgres, MariaDb, OwnErrors {

    /**
     * The dialect of the database behind a connection.
     *
     * @throws Misconfigured when the product is none that is supported
     * @throws SQLException from the driver
     */
    static Dialect of(DatabaseMetaData database) throws SQLException {
        return named(database.getDatabaseProductName());
    }

    /**
     * The dialect of a product, by the name that {@link DatabaseMetaData#getDatabaseProductName()} gives.
     *
     * @throws Misconfigured when it is none that is supported
     */
    static Dialect named(String product) {
        return switch (product) {
            case "H2" -> new OwnErrors(new H2());
            case "PostgreSQL" -> new OwnErrors(new Postgres());
            case "MariaDB" -> new OwnErrors(new MariaDb());
            default ->
                throw new Misconfigured("database product '" + product
                        + "' is not supported; supported are H2, PostgreSQL and MariaDB");
        };
    }

    /**
     * Refuses options of the wrapped driver under which values would be converted differently.
     *
     * @param asked the wrapped URL and its properties, {@code a=b} and separated by {@code &} or commas
     * @throws Misconfigured naming the option
     */
    default void requireOptions(String asked) {}

    /** The driver's own error for a parameter, counted from 1, that was never set. */
    SQLException notSet(int parameter);

    /**
     * A query of one row and one column whose answer {@link #requireSession} judges, or null when it makes no difference.
     * To be asked once for each session.
     *
     * @param instants whether any column is declared {@code timestamptz}
     */
    default @Nullable String sessionQuestion(boolean instants) {
        return null;
    }

    /**
     * Refuses a session whose settings change what values are.
     *
     * @param answer what the session answered to {@link #sessionQuestion}
     * @throws Misconfigured naming the setting
     */
    default void requireSession(String answer) {}

    /**
     * The value that the column would hold after the bound object was stored in it; null stays null.
     *
     * @throws SQLException as the database would, by its class, SQLState and vendor code; or {@code 0A000}
     */
    @Nullable
    Value bind(Column column, @Nullable Object value, Binding how) throws SQLException;

    /**
     * The one stored value that {@code column = ?} would find with the bound object, or null when it would find none. The
     * comparison is never made by rounding: {@code 1.005} equals nothing in a {@code decimal(12,2)}.
     *
     * @throws SQLException as the database would, by its class, SQLState and vendor code; or {@code 0A000}
     */
    @Nullable
    Value compared(Column column, @Nullable Object value, Binding how) throws SQLException;

    /**
     * The value that the column would hold after the literal was assigned to it.
     *
     * @throws SQLException as the database would, by its class, SQLState and vendor code; or {@code 0A000}
     */
    Value literal(Column column, Literal literal) throws SQLException;

    /**
     * The one stored value that {@code column = literal} would find, or null when it would find none.
     *
     * @throws SQLException as the database would, by its class, SQLState and vendor code; or {@code 0A000}
     */
    @Nullable
    Value comparedLiteral(Column column, Literal literal) throws SQLException;

    /**
     * What a getter of the plain driver would return for a stored value. Null gives null for every getter that the type
     * has; primitives are boxed, the caller maps null to zero.
     *
     * @param argument what {@link Getter} says, or null
     * @throws SQLException as the driver would; or {@code 0A000}
     */
    @Nullable
    Object read(Column column, @Nullable Value value, Getter getter, @Nullable Object argument) throws SQLException;

    /** What the plain driver's metadata says of a column of this type. */
    DeclaredColumn declared(DeclaredType type);

    /** The type as the database's DDL spells it, e.g. {@code character varying(11)}. */
    String ddl(DeclaredType type);
}
