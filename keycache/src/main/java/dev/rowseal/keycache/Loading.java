package dev.rowseal.keycache;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A key that one thread is loading and others may wait for. A failed load is a cancelled future that carries its reason
 * beside it: Caffeine forgets it as it forgets a failed one, and does not log what the caller is told anyway.
 */
final class Loading extends CompletableFuture<LeasedKey> {

    private volatile @Nullable Throwable failure;

    void fail(Throwable reason) {
        failure = reason;
        cancel(false);
    }

    LeasedKey await() {
        try {
            return join();
        } catch (CancellationException cancelled) {
            if (failure instanceof RuntimeException reason) {
                throw reason;
            }
            if (failure instanceof Error reason) {
                throw reason;
            }
            throw cancelled;
        }
    }

    /** The key if it is here now. */
    @Nullable
    LeasedKey now() {
        return isDone() && !isCancelled() ? join() : null;
    }
}
