package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Value;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A dialect whose errors are of the classes, and have the vendor codes, that its driver's have for the same SQLState: by
 * them, too, applications and libraries tell errors apart.
 */
record OwnErrors(Dialect dialect) implements Dialect {

    private interface Conversion<T> {
        @Nullable
        T convert() throws SQLException;
    }

    private <T> @Nullable T told(Column column, Conversion<T> conversion) throws SQLException {
        try {
            return conversion.convert();
        } catch (SQLFeatureNotSupportedException refused) {
            throw refused;
        } catch (SQLException failure) {
            SQLException own = own(column, failure, String.valueOf(failure.getSQLState()));
            if (own != failure) {
                own.setStackTrace(failure.getStackTrace());
                own.initCause(failure.getCause());
            }
            throw own;
        }
    }

    private SQLException own(Column column, SQLException failure, String state) {
        if (dialect instanceof MariaDb) {
            return failure.getErrorCode() != 0 ? failure : mariaDb(column, failure, state);
        }
        String message = String.valueOf(failure.getMessage());
        if (dialect instanceof Postgres) {
            return failure instanceof Foreseen ? new Foreseen.Any(message, state, 0) : new SQLException(message, state);
        }
        boolean number = state.chars().allMatch(Character::isDigit);
        return Foreseen.failure(message, state, number ? Integer.parseInt(state) : 0);
    }

    /** Its codes are the server's: see "MariaDB Error Codes" in its documentation. Which class a code has is its driver's. */
    private static SQLException mariaDb(Column column, SQLException failure, String state) {
        int code = switch (state) {
            case "01000" -> 1265;
            case "22001" -> 1406;
            case "22003" -> 1264;
            case "22007" -> isRead(column.type()) ? 1292 : 1366;
            case "23000" -> 4025;
            case "42S22" -> 1054;
            default -> 0;
        };
        String message = String.valueOf(failure.getMessage());
        return switch (code) {
            case 0 -> failure;
            case 1054 -> Foreseen.failure(message, state, code);
            case 1366 -> new Foreseen.Syntax(message, state, code);
            case 4025 -> new Foreseen.Constraint(message, state, code);
            default -> new Foreseen.Cut(message, state, code);
        };
    }

    private static boolean isRead(DeclaredType type) {
        return switch (type.kind()) {
            case DATE, TIME, TIMESTAMP, TIMESTAMPTZ, UUID -> true;
            default -> false;
        };
    }

    @Override
    public void requireOptions(String asked) {
        dialect.requireOptions(asked);
    }

    @Override
    public @Nullable String sessionQuestion(boolean instants) {
        return dialect.sessionQuestion(instants);
    }

    @Override
    public void requireSession(String answer) {
        dialect.requireSession(answer);
    }

    @Override
    public @Nullable Value bind(Column column, @Nullable Object value, Binding how) throws SQLException {
        return told(column, () -> dialect.bind(column, value, how));
    }

    @Override
    public @Nullable Value compared(Column column, @Nullable Object value, Binding how) throws SQLException {
        return told(column, () -> dialect.compared(column, value, how));
    }

    @Override
    public Value literal(Column column, Literal literal) throws SQLException {
        return Objects.requireNonNull(told(column, () -> dialect.literal(column, literal)));
    }

    @Override
    public @Nullable Value comparedLiteral(Column column, Literal literal) throws SQLException {
        return told(column, () -> dialect.comparedLiteral(column, literal));
    }

    /** What cannot be read is the driver's affair, which has no codes for it but H2's. */
    @Override
    public @Nullable Object read(Column column, @Nullable Value value, Getter getter, @Nullable Object argument)
            throws SQLException {
        return dialect instanceof MariaDb
                ? dialect.read(column, value, getter, argument)
                : told(column, () -> dialect.read(column, value, getter, argument));
    }

    @Override
    public SQLException notSet(int parameter) {
        return dialect.notSet(parameter);
    }

    @Override
    public DeclaredColumn declared(DeclaredType type) {
        return dialect.declared(type);
    }

    @Override
    public String ddl(DeclaredType type) {
        return dialect.ddl(type);
    }
}
