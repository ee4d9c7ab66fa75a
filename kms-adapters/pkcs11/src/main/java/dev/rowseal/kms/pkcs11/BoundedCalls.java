package dev.rowseal.kms.pkcs11;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.Kms;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls into a PKCS #11 library, which know no time-out: each in a thread that the caller can stop waiting for. A call that
 * was given up goes on until the library lets go of it, so it may write to nothing but what is its own. Safe for use by
 * many threads.
 */
final class BoundedCalls {

    /** Threads for all tokens; a library that hangs keeps as many, and further calls wait for one, within their limits. */
    private static final int MOST_THREADS = 16;

    private static final ThreadPoolExecutor THREADS = new ThreadPoolExecutor(
            MOST_THREADS, MOST_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), BoundedCalls::thread);

    static {
        THREADS.allowCoreThreadTimeOut(true);
    }

    private final Kms.Limits limits;

    BoundedCalls(Kms.Limits limits) {
        this.limits = limits;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "rowseal-pkcs11");
        thread.setDaemon(true);
        return thread;
    }

    /** What is done in the token. */
    interface Call<T> {
        T run();
    }

    /** @throws KeyUnavailable if it does not end in time, or the caller is interrupted, which it stays */
    <T> T run(Call<T> call) {
        Future<T> future = THREADS.submit(call::run);
        try {
            return future.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            future.cancel(false);
            THREADS.purge();
            throw new KeyUnavailable(
                    "the token did not answer within " + limits.timeout().toMillis() + " ms");
        } catch (InterruptedException interrupted) {
            future.cancel(false);
            Thread.currentThread().interrupt();
            throw new KeyUnavailable("interrupted while waiting for the token");
        } catch (ExecutionException failed) {
            throw rethrown(failed.getCause());
        }
    }

    /** In the caller's thread, with the caller's stack besides. */
    private static RuntimeException rethrown(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RowsealFailure failure) {
            failure.addSuppressed(new Exception("called from"));
            return failure;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }
}
