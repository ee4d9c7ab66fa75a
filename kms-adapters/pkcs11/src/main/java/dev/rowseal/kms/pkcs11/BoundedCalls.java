package dev.rowseal.kms.pkcs11;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.Kms;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls into a PKCS #11 library, which know no time-out: each in a thread that the caller can stop waiting for. A call that
 * was given up goes on until the library lets go of it, so it may write to nothing but what is its own. Each token has threads of its
 * own: one that hangs keeps no other waiting. Safe for use by many threads.
 */
final class BoundedCalls {

    /** Threads for one token; a library that hangs keeps as many, and further calls wait for one, within their limits. */
    static final int MOST_THREADS = 16;

    /** One for each token that this process was told of; a thread without work ends. */
    private static final Map<String, ThreadPoolExecutor> THREADS = new ConcurrentHashMap<>();

    private final ThreadPoolExecutor threads;
    private final Kms.Limits limits;

    /**
     * @param token whose calls they are: all that name it alike share its threads
     * @param limits for each call, from when it is asked for
     */
    BoundedCalls(String token, Kms.Limits limits) {
        this.threads = THREADS.computeIfAbsent(token, none -> newThreads());
        this.limits = limits;
    }

    private static ThreadPoolExecutor newThreads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                MOST_THREADS, MOST_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), BoundedCalls::thread);
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "rowseal-pkcs11");
        thread.setDaemon(true);
        return thread;
    }

    /** What is done in the token. */
    interface Call<T> {
        /** @param deadline when its caller stops waiting: what can be ended must end by then */
        T run(Deadline deadline);
    }

    /** @throws KeyUnavailable if it does not end in time, or the caller is interrupted, which it stays */
    <T> T run(Call<T> call) {
        Deadline deadline = Deadline.in(limits.timeout());
        Future<T> future = threads.submit(() -> call.run(deadline));
        try {
            return future.get(limits.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            future.cancel(false);
            threads.purge();
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
