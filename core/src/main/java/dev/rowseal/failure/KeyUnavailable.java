package dev.rowseal.failure;

import org.jspecify.annotations.Nullable;

/** {@code RS002}: a key that cannot be had for now (outage, throttling, time-out); the same call may succeed later. */
public final class KeyUnavailable extends RowsealFailure {

    private static final long serialVersionUID = 1L;

    public KeyUnavailable(String message) {
        this(message, null);
    }

    public KeyUnavailable(String message, @Nullable Throwable cause) {
        super("RS002", message, cause);
    }
}
