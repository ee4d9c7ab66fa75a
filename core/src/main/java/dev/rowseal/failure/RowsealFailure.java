package dev.rowseal.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure below the JDBC door. Its message names tables, columns, key ids and ways out, and never holds a value, a
 * key byte or a ciphertext; so does every cause it carries. The door turns it into an {@code SQLException} with
 * {@link #sqlState()}.
 */
public abstract sealed class RowsealFailure extends RuntimeException
        permits NotAuthentic, KeyUnavailable, KeyRefused, Misconfigured, PlaintextFound {

    private static final long serialVersionUID = 1L;

    private final String sqlState;

    RowsealFailure(String sqlState, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.sqlState = sqlState;
    }

    /** The five-character SQLState that the application sees: {@code RS001} to {@code RS005}. */
    public final String sqlState() {
        return sqlState;
    }
}
