package dev.rowseal.keycache;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the process for what no statement waits for: keys that are refreshed ahead of their time, and lines of the log
 * about keys that left the cache. Few, shared by everybody, gone when there is nothing to do, and no reason for the JVM to
 * go on. Safe for use by many threads.
 */
final class Background implements Executor {

    private static final int THREADS = 2;
    private static final int WAITING = 1_000;

    private final ThreadPoolExecutor threads;

    Background() {
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), Background::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        // Nothing of the application's is inherited by a thread that outlives the call which caused it.
        Thread thread = new Thread(null, work, "rowseal-keys", 0, false);
        thread.setContextClassLoader(Background.class.getClassLoader());
        thread.setDaemon(true);
        return thread;
    }

    /** Throws {@link java.util.concurrent.RejectedExecutionException} when too much is waiting, and after {@link #end}. */
    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    /**
     * Takes nothing more; what was taken is done. Nothing is interrupted: an embedded database may close its file when a
     * thread that reads it is.
     */
    void end() {
        threads.shutdown();
    }
}
