package dev.rowseal.jdbc;

import dev.rowseal.convert.Foreseen;
import dev.rowseal.convert.Truncation;
import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.failure.PlaintextFound;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.plan.Plan;
import java.sql.BatchUpdateException;
import java.sql.DataTruncation;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLRecoverableException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.SQLWarning;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What crosses the door when something goes wrong: an SQLException that holds no value, no key and no ciphertext. */
final class Failures {

    /** H2's own codes for a connection or a database that is closed: OBJECT_CLOSED, CONNECTION_BROKEN_1, DATABASE_IS_CLOSED, … */
    private static final Set<Integer> H2_GONE = Set.of(90007, 90067, 90098, 90121);

    private Failures() {}

    /** A failure below the door, as an application sees it. */
    static SQLException of(RowsealFailure failure) {
        if (failure instanceof Misconfigured
                && failure.getCause() instanceof SQLException told
                && isOfTheMoment(told)) {
            return cleaned(told);
        }
        Event event = event(failure);
        if (event != null) {
            Events.ofStatement(event, String.valueOf(failure.getMessage()));
        }
        return failure instanceof KeyUnavailable
                ? new SQLTransientException(failure.getMessage(), failure.sqlState(), failure)
                : new SQLNonTransientException(failure.getMessage(), failure.sqlState(), failure);
    }

    /**
     * Whether the database says nothing of its catalogue, but of the connection, the transaction or itself: pools and
     * frameworks act on that by its class and SQLState, whichever statement met it first.
     */
    private static boolean isOfTheMoment(SQLException failure) {
        return String.valueOf(failure.getSQLState()).matches("(08|25|40|53|55|57)...")
                || H2_GONE.contains(failure.getErrorCode())
                || failure instanceof SQLTransientException
                || failure instanceof SQLRecoverableException;
    }

    private static @Nullable Event event(RowsealFailure failure) {
        if (failure instanceof NotAuthentic) {
            return Event.NOT_AUTHENTIC;
        }
        if (failure instanceof PlaintextFound) {
            return Event.PLAINTEXT_FOUND;
        }
        if (failure instanceof KeyRefused) {
            return Event.KEY_REFUSED;
        }
        return failure instanceof KeyUnavailable ? Event.KEY_UNAVAILABLE : null;
    }

    /**
     * A failure that nobody foresaw, as an application sees it: its kind and where it was, and not its message, which may
     * hold anything.
     */
    static SQLException unforeseen(RuntimeException failure) {
        if (failure instanceof RowsealFailure known) {
            return of(known);
        }
        SQLException seen = new SQLNonTransientException(
                "Rowseal failed with " + failure.getClass().getName() + "; please report it", "XX000");
        seen.setStackTrace(failure.getStackTrace());
        return seen;
    }

    /** A JDBC feature that Rowseal does not pass on. */
    static SQLFeatureNotSupportedException refused(String what, String instead) {
        String message = "Rowseal refuses " + what + "; " + instead;
        Events.ofStatement(Event.STATEMENT_REFUSED, message);
        return new SQLFeatureNotSupportedException(message, "0A000");
    }

    /**
     * Has the wrapped driver do what may parse or evaluate a text. H2 does both in the application's threads, and may not
     * bear what planning bore. A text that is only passed is as it is with the plain driver.
     */
    static <T> T bearing(Plan plan, StatementResults.Work<T> work) throws SQLException {
        try {
            return work.run();
        } catch (StackOverflowError tooDeep) {
            if (plan instanceof Plan.PassThrough) {
                throw tooDeep;
            }
            throw refused("to run a text that is nested too deeply for the database", "split it");
        }
    }

    /**
     * The wrapped driver's failure of a rewritten statement, rebuilt: of the same kind, with the same SQLState and vendor
     * code, and with what its message says before it repeats rows, values or the statement. The original is no cause.
     */
    static SQLException cleaned(SQLException failure) {
        if (failure instanceof Foreseen) {
            // Rowseal's own, and marked.
            return failure;
        }
        SQLException cleaned = alone(failure);
        if (failure.getNextException() != null && failure.getNextException() != failure) {
            cleaned.setNextException(cleaned(failure.getNextException()));
        }
        return cleaned;
    }

    /** The same without the failures behind it. */
    static SQLException alone(SQLException failure) {
        String message = Messages.cleaned(failure);
        String state = failure.getSQLState();
        int code = failure.getErrorCode();
        SQLException cleaned;
        if (failure instanceof BatchUpdateException batch) {
            cleaned = new BatchUpdateException(
                    message, state, code, batch.getLargeUpdateCounts(), Foreseen.is(batch) ? batch.getCause() : null);
        } else if (failure instanceof SQLIntegrityConstraintViolationException) {
            cleaned = new SQLIntegrityConstraintViolationException(message, state, code);
        } else if (failure instanceof SQLFeatureNotSupportedException) {
            cleaned = new SQLFeatureNotSupportedException(message, state, code);
        } else if (failure instanceof SQLDataException) {
            cleaned = new SQLDataException(message, state, code);
        } else if (failure instanceof SQLSyntaxErrorException) {
            cleaned = new SQLSyntaxErrorException(message, state, code);
        } else if (failure instanceof SQLTimeoutException) {
            cleaned = new SQLTimeoutException(message, state, code);
        } else if (failure instanceof SQLTransactionRollbackException) {
            cleaned = new SQLTransactionRollbackException(message, state, code);
        } else if (failure instanceof SQLTransientConnectionException) {
            cleaned = new SQLTransientConnectionException(message, state, code);
        } else if (failure instanceof SQLTransientException) {
            cleaned = new SQLTransientException(message, state, code);
        } else if (failure instanceof SQLNonTransientConnectionException) {
            cleaned = new SQLNonTransientConnectionException(message, state, code);
        } else if (failure instanceof SQLInvalidAuthorizationSpecException) {
            cleaned = new SQLInvalidAuthorizationSpecException(message, state, code);
        } else if (failure instanceof SQLNonTransientException) {
            cleaned = new SQLNonTransientException(message, state, code);
        } else if (failure instanceof DataTruncation) {
            cleaned = new Truncation(message, String.valueOf(state), code);
        } else if (failure instanceof SQLRecoverableException) {
            cleaned = new SQLRecoverableException(message, state, code);
        } else {
            cleaned = new SQLException(message, state, code);
        }
        cleaned.setStackTrace(failure.getStackTrace());
        return cleaned;
    }

    /**
     * The wrapped driver's failure where nothing was planned: itself, but where it repeats an envelope that came around the
     * planner. Then it is cleaned as any other, because its cause may repeat it too.
     */
    static SQLException withoutEnvelopes(SQLException failure) {
        for (Throwable each : failure) {
            String message = String.valueOf(each.getMessage());
            if (!Messages.withoutEnvelopes(message).equals(message)) {
                return cleaned(failure);
            }
        }
        return failure;
    }

    /** The wrapped driver's warnings, rebuilt where one of them repeats more than an application should see. */
    static @Nullable SQLWarning cleaned(@Nullable SQLWarning first) {
        SQLWarning cleaned = null;
        boolean changed = false;
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            String message = Messages.cleaned(warning);
            changed |= !message.equals(warning.getMessage());
            SQLWarning copy = new SQLWarning(message, warning.getSQLState(), warning.getErrorCode());
            if (cleaned == null) {
                cleaned = copy;
            } else {
                cleaned.setNextWarning(copy);
            }
        }
        return changed ? cleaned : first;
    }
}
