package dev.rowseal.plan;

import java.sql.SQLFeatureNotSupportedException;
import java.util.Locale;

/**
 * A statement that is not planned: SQLState {@code 0A000}. The message names the column, the clause and what to write
 * instead, and never holds the text of the statement, because a text may hold values.
 */
public final class Refusal extends SQLFeatureNotSupportedException {

    private static final long serialVersionUID = 1L;

    static final String STATE = "0A000";

    private Refusal(String message) {
        super(message, STATE);
    }

    /**
     * @param what the column or table, in quotes where it is a name, and what is done to it
     * @param instead what to write instead, as a full clause without a full stop
     */
    static Refusal of(String what, String instead) {
        return new Refusal("Rowseal refuses this statement: " + what + "; " + instead);
    }

    /** The syntax class of a parser's node as words: {@code ParenthesedSelect} to "parenthesed select". */
    static String words(Object node) {
        return node.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }
}
