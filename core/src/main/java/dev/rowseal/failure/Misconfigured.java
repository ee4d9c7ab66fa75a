package dev.rowseal.failure;

import org.jspecify.annotations.Nullable;

/** {@code RS004}: a configuration that is missing, contradictory or does not fit the database. */
public final class Misconfigured extends RowsealFailure {

    private static final long serialVersionUID = 1L;

    public Misconfigured(String message) {
        this(message, null);
    }

    public Misconfigured(String message, @Nullable Throwable cause) {
        super("RS004", message, cause);
    }
}
