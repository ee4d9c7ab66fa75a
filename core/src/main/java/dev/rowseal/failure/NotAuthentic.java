package dev.rowseal.failure;

import org.jspecify.annotations.Nullable;

/** {@code RS001}: a value, an index cell, a key row or a wrapping that is not its own: moved, altered, truncated, of an unknown suite, or checked under the wrong context. */
public final class NotAuthentic extends RowsealFailure {

    private static final long serialVersionUID = 1L;

    public NotAuthentic(String message) {
        this(message, null);
    }

    public NotAuthentic(String message, @Nullable Throwable cause) {
        super("RS001", message, cause);
    }
}
