package dev.rowseal.convert;

import java.sql.BatchUpdateException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransactionRollbackException;

/**
 * Marks a failure that stands for one of the database's own: a value that it would have refused, found before the value was
 * sent. Such a failure has the database's consequences, for the transaction and for the batch that it is in. What a driver
 * would have refused when the parameter was set has none.
 */
public sealed interface Foreseen
        permits Foreseen.Any, Foreseen.Data, Foreseen.Syntax, Foreseen.Constraint, Foreseen.Cut, Foreseen.Again {

    /** A failure of the class that JDBC has for an SQLState. */
    static SQLException failure(String message, String state, int code) {
        return switch (state.substring(0, 2)) {
            case "22" -> new Data(message, state, code);
            case "42" -> new Syntax(message, state, code);
            default -> new Any(message, state, code);
        };
    }

    /** Whether a failure is such a one, or a batch's that failed with it. */
    static boolean is(SQLException failure) {
        return failure instanceof Foreseen
                || failure instanceof BatchUpdateException && failure.getCause() instanceof Foreseen;
    }

    /** Something that may succeed when its transaction begins again. */
    final class Again extends SQLTransactionRollbackException implements Foreseen {

        private static final long serialVersionUID = 1;

        /** A failure to serialize, by its SQLState. */
        public Again(String message) {
            super(message, "40001");
        }
    }

    /** One of no class of JDBC's. */
    final class Any extends SQLException implements Foreseen {

        private static final long serialVersionUID = 1;

        /** A failure with the database's SQLState and code. */
        public Any(String message, String state, int code) {
            super(message, state, code);
        }
    }

    /** A value that is none of its type. */
    final class Data extends SQLDataException implements Foreseen {

        private static final long serialVersionUID = 1;

        Data(String message, String state, int code) {
            super(message, state, code);
        }
    }

    /** A value of another type. */
    final class Syntax extends SQLSyntaxErrorException implements Foreseen {

        private static final long serialVersionUID = 1;

        Syntax(String message, String state, int code) {
            super(message, state, code);
        }
    }

    /** A value that does not fit, in MariaDB. */
    final class Cut extends Truncation implements Foreseen {

        private static final long serialVersionUID = 1;

        Cut(String message, String state, int code) {
            super(message, state, code);
        }
    }

    /** A value that a constraint has none of. */
    final class Constraint extends SQLIntegrityConstraintViolationException implements Foreseen {

        private static final long serialVersionUID = 1;

        /** A failure with the database's SQLState and code. */
        public Constraint(String message, String state, int code) {
            super(message, state, code);
        }
    }
}
