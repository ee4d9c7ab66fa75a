package dev.rowseal.failure;

import org.jspecify.annotations.Nullable;

/** {@code RS005}: plaintext where a sealed value must be. */
public final class PlaintextFound extends RowsealFailure {

    private static final long serialVersionUID = 1L;

    public PlaintextFound(String message) {
        this(message, null);
    }

    public PlaintextFound(String message, @Nullable Throwable cause) {
        super("RS005", message, cause);
    }
}
