package dev.rowseal.keytable;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.RowsealFailure;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the database says into what the key table may say. The database's own message is left behind: it may echo
 * a row, and with it a wrapped key. Its SQLState goes along.
 */
final class KeySqlFailure {

    private KeySqlFailure() {}

    /** MariaDB's code for a unique key that was violated; its SQLState says only that something was. */
    private static final int MARIADB_DUPLICATE = 1062;

    /** MariaDB's codes for what a user may not do, whose SQLState is that of every error in a statement. */
    private static final Set<Integer> MARIADB_DENIED = Set.of(1044, 1142, 1143);

    /** MariaDB's code for a database that there is not. */
    private static final int MARIADB_NO_DATABASE = 1049;

    /** Whether a unique key was violated (SQLState 23505 in PostgreSQL and H2). */
    static boolean isTaken(SQLException failure) {
        return "23505".equals(failure.getSQLState())
                || "23000".equals(failure.getSQLState()) && failure.getErrorCode() == MARIADB_DUPLICATE;
    }

    /** When a connection cannot be opened. */
    static RowsealFailure opening(SQLException failure) {
        return new KeyUnavailable("no connection to the key table could be opened" + state(failure));
    }

    /** When a connection cannot be closed; what was committed on it stays. */
    static RowsealFailure closing(SQLException failure) {
        return new KeyUnavailable("a connection to the key table could not be closed" + state(failure));
    }

    /** When a statement or a commit fails. */
    static RowsealFailure of(SQLException failure, KeyTables tables) {
        String state = failure.getSQLState();
        if (state == null) {
            return new KeyUnavailable("the key table " + tables.keys() + " could not be used");
        }
        if ("42000".equals(state)) {
            int code = failure.getErrorCode();
            state = MARIADB_DENIED.contains(code) ? "42501" : code == MARIADB_NO_DATABASE ? "3F000" : state;
        }
        return switch (state) {
            case "42P01", "42S02", "42S03", "42S04", "3F000", "90079" -> KeyTableShape.missing(tables);
            case "42501", "90096" ->
                new Misconfigured("the database user may not use the key table " + tables.keys() + " or "
                        + tables.wrappings() + state(failure) + "; grant SELECT and INSERT on both and UPDATE on "
                        + tables.keys() + ", to change keys UPDATE and DELETE on " + tables.wrappings()
                        + " too, and CREATE to make them");
            default ->
                state.startsWith("42") || state.startsWith("22")
                        ? new Misconfigured("the key table " + tables.keys() + " or " + tables.wrappings()
                                + " has another shape than Rowseal's" + state(failure))
                        : new KeyUnavailable("the key table " + tables.keys() + " could not be used" + state(failure));
        };
    }

    private static String state(SQLException failure) {
        @Nullable String state = failure.getSQLState();
        return state == null ? "" : " (SQLState " + state + ")";
    }
}
