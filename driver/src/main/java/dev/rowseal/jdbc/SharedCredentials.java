package dev.rowseal.jdbc;

import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.credentials.Credentials;
import dev.rowseal.failure.KeyUnavailable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that all connections of one source share: fetched when the first connection needs them, kept until a database
 * refuses them. However many threads ask, one fetch is under way at a time, and all whom it serves wait for it, whether it succeeds or
 * fails. Safe for use by many threads; whoever made it closes it, which overwrites what is kept.
 */
final class SharedCredentials implements AutoCloseable {

    private final CredentialSource source;
    private final Object lock = new Object();
    // guarded by the lock
    private @Nullable Fetched known;
    private Fetch last = Fetch.NONE;
    private boolean closed;

    /** @param source closed by this */
    SharedCredentials(CredentialSource source) {
        this.source = source;
    }

    /**
     * What a fetch brought.
     *
     * @param number of the fetch: they are numbered in the order in which they begin
     */
    record Fetched(Credentials credentials, long number) implements AutoCloseable {

        private Fetched copy() {
            return new Fetched(credentials.copy(), number);
        }

        @Override
        public void close() {
            credentials.close();
        }
    }

    /** A fetch that is under way or over. */
    private record Fetch(long number, @Nullable Thread by, CompletableFuture<@Nullable Void> over) {

        static final Fetch NONE = new Fetch(0, null, CompletableFuture.completedFuture(null));

        /** Has the thread wait that is not the one that fetches: what a source logs may be written through Rowseal. */
        void await() {
            if (by == Thread.currentThread() && !over.isDone()) {
                throw KeyUnavailable.unasked("the credentials of the database are needed to fetch them");
            }
            SharedCredentials.await(over.handle((brought, failed) -> null));
        }

        boolean hasFailed() {
            return over.isCompletedExceptionally();
        }
    }

    /** What is kept, or else what the fetch brings that is under way or begins now. The caller closes it. */
    Fetched current() {
        Fetch serves;
        boolean isOurs;
        synchronized (lock) {
            requireOpen();
            if (known != null) {
                return known.copy();
            }
            isOurs = last.over.isDone();
            serves = isOurs ? begin() : last;
        }
        return brought(serves, isOurs);
    }

    /** The number of the fetch that began last. */
    long begun() {
        synchronized (lock) {
            return last.number;
        }
    }

    /**
     * What a later fetch brought or brings; begins one if there is none. The caller closes it.
     *
     * @param number of the fetch that is not good enough
     */
    Fetched after(long number) {
        while (true) {
            Fetch latest;
            boolean isOurs = false;
            boolean serves;
            synchronized (lock) {
                requireOpen();
                // One that has failed serves those that wait for it, and nobody who comes later.
                serves = last.number > number && !last.hasFailed();
                if (!serves && last.over.isDone()) {
                    begin();
                    isOurs = true;
                }
                latest = last;
            }
            if (serves || isOurs) {
                return brought(latest, isOurs);
            }
            // Too early a fetch is under way: it ends before another begins.
            latest.await();
        }
    }

    private Fetch begin() {
        last = new Fetch(last.number + 1, Thread.currentThread(), new CompletableFuture<>());
        return last;
    }

    private Fetched brought(Fetch fetch, boolean isOurs) {
        if (isOurs) {
            run(fetch);
        } else {
            fetch.await();
        }
        await(fetch.over);
        synchronized (lock) {
            requireOpen();
            if (known == null) {
                throw new IllegalStateException("a fetch that brought nothing");
            }
            return known.copy();
        }
    }

    private void run(Fetch fetch) {
        try {
            keep(new Fetched(source.fetch(), fetch.number));
            fetch.over.complete(null);
        } catch (RuntimeException | Error failure) {
            fetch.over.completeExceptionally(failure);
        }
    }

    private void keep(Fetched fresh) {
        synchronized (lock) {
            if (closed) {
                fresh.close();
                return;
            }
            if (known != null) {
                known.close();
            }
            known = fresh;
        }
    }

    private static void await(CompletableFuture<@Nullable Void> end) {
        try {
            end.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failed.getCause();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new KeyUnavailable("interrupted while the credentials of the database were being fetched");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("these credentials are closed");
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            if (known != null) {
                known.close();
            }
        }
        source.close();
    }
}
