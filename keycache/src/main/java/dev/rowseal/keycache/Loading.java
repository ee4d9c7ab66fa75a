package dev.rowseal.keycache;

import dev.rowseal.failure.KeyUnavailable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A load of a key, by the thread that made this, for which others may wait. Safe for use by many threads. */
final class Loading {

    private final Thread loader = Thread.currentThread();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private volatile boolean forgotten;

    /** To be called once, when the key is in the cache or will not come. */
    void end(@Nullable Throwable failure) {
        if (failure == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(failure);
        }
    }

    /** Waits for the end. Throws what the load threw. */
    void await() {
        if (loader == Thread.currentThread()) {
            // As when a library below the KMS logs, and the log handler uses Rowseal: it would wait for itself.
            throw new KeyUnavailable("the key is being loaded by this thread, below a call of the KMS");
        }
        try {
            ended.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            if (failed.getCause() instanceof Error reason) {
                throw reason;
            }
            throw failed;
        }
    }

    /** Has the key leave the cache as soon as it is there. */
    void forget() {
        forgotten = true;
    }

    boolean isForgotten() {
        return forgotten;
    }
}
