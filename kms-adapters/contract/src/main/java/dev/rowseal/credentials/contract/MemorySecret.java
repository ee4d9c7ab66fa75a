package dev.rowseal.credentials.contract;

import dev.rowseal.credentials.CredentialProvider;
import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.credentials.Credentials;
import dev.rowseal.failure.RowsealFailure;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A secret in memory, for tests, behind {@code memory-secret:<name>}: it counts its fetches, and fails or waits when told to. There
 * is one for each URI in the whole process. Safe for use by many threads.
 */
public final class MemorySecret {

    private static final ConcurrentMap<String, MemorySecret> BY_URI = new ConcurrentHashMap<>();

    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private volatile Version version = new Version("nobody", "nothing", 0);
    private volatile @Nullable Supplier<? extends RowsealFailure> failure;
    private volatile Runnable duringFetch = () -> {};

    private record Version(String user, String password, int number) {}

    private MemorySecret() {}

    /** The secret behind a URI. */
    public static MemorySecret named(String uri) {
        return BY_URI.computeIfAbsent(uri, named -> new MemorySecret());
    }

    /** Gives it a new version. */
    public void set(String user, String password) {
        version = new Version(user, password, version.number() + 1);
    }

    /** Has each fetch fail so from now on; null for none. */
    public void failWith(@Nullable Supplier<? extends RowsealFailure> failure) {
        this.failure = failure;
    }

    /** Has something done in each fetch, after the version is read and before it is given. */
    public void duringFetch(Runnable work) {
        duringFetch = work;
    }

    /** How often it was fetched, failures counted. */
    public int fetches() {
        return fetches.get();
    }

    /** How many sources of it are open. */
    public int open() {
        return open.get();
    }

    private Credentials fetch() {
        fetches.incrementAndGet();
        Version now = version;
        duringFetch.run();
        Supplier<? extends RowsealFailure> fails = failure;
        if (fails != null) {
            throw fails.get();
        }
        return new Credentials(now.user(), now.password().toCharArray(), Integer.toString(now.number()));
    }

    /** Finds it through the ServiceLoader. */
    public static final class Provider implements CredentialProvider {

        /** For the {@link java.util.ServiceLoader}. */
        public Provider() {}

        @Override
        public String scheme() {
            return "memory-secret";
        }

        @Override
        public CredentialSource open(String uri, CredentialSource.Limits limits) {
            MemorySecret secret = named(uri);
            secret.open.incrementAndGet();
            return new CredentialSource() {
                @Override
                public Credentials fetch() {
                    return secret.fetch();
                }

                @Override
                public void close() {
                    secret.open.decrementAndGet();
                }
            };
        }
    }
}
