package dev.rowseal.failure;

import org.jspecify.annotations.Nullable;

/** {@code RS003}: a key that is denied, disabled, destroyed or unknown; the same call will fail again. */
public final class KeyRefused extends RowsealFailure {

    private static final long serialVersionUID = 1L;

    public KeyRefused(String message) {
        this(message, null);
    }

    public KeyRefused(String message, @Nullable Throwable cause) {
        super("RS003", message, cause);
    }
}
