package dev.rowseal.failure;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code RS002}: a key that cannot be had for now (outage, throttling, time-out); the same call may succeed later. */
public final class KeyUnavailable extends RowsealFailure {

    private static final long serialVersionUID = 1L;

    private final @Nullable Duration retryAfter;
    private final boolean unasked;

    public KeyUnavailable(String message) {
        this(message, null);
    }

    public KeyUnavailable(String message, @Nullable Throwable cause) {
        this(message, cause, null);
    }

    public KeyUnavailable(String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        this(message, cause, retryAfter, false);
    }

    private KeyUnavailable(String message, @Nullable Throwable cause, @Nullable Duration retryAfter, boolean unasked) {
        super("RS002", message, cause);
        this.retryAfter = retryAfter;
        this.unasked = unasked;
    }

    /** For a thread that needs what it is itself about to fetch, and would wait for itself: no outage, for nobody was asked. */
    public static KeyUnavailable unasked(String message) {
        return new KeyUnavailable(message, null, null, true);
    }

    /** Whether nobody was asked, so that it says nothing of a KMS, nor to any other thread. */
    public boolean isUnasked() {
        return unasked;
    }

    /** How long the one who refused asked to wait before the next try; empty where it did not say. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
