package dev.rowseal.key;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProviders;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The KEKs that the policy names: the first wraps new keys, and these and no others open old ones. Each is opened when
 * it is first needed, by the context class loader of the thread that made this, and stays open until this is closed. Safe for use by many threads.
 */
final class Keks implements AutoCloseable {

    private static final int CALLS = 3;

    private final String primary;
    private final Set<String> named;
    private final Kms.Limits limits;
    /**
     * Of whoever configured this. A thread in the background has another, which may not see the application's adapters. Weak: an
     * application that is gone asks for no key, and what the driver manager opened is never closed.
     */
    private final WeakReference<ClassLoader> loader =
            new WeakReference<>(Thread.currentThread().getContextClassLoader());

    private final ConcurrentMap<String, Kms> open = new ConcurrentHashMap<>();
    private final SingleFlight<String, Kms> opening;
    private boolean closed;

    Keks(KeyPolicy policy) {
        this(policy, SingleFlight.calling(policy.limits().timeout()));
    }

    /** @param opening of those who want a KEK at once one opens it */
    Keks(KeyPolicy policy, SingleFlight<String, Kms> opening) {
        this.opening = opening;
        this.primary = policy.kekUri();
        this.limits = policy.limits();
        Set<String> all = new LinkedHashSet<>();
        all.add(primary);
        all.addAll(policy.unwrapKekUris());
        this.named = all;
    }

    /** Whether the policy names a KEK. */
    boolean names(String kekUri) {
        return named.contains(kekUri);
    }

    /** The longest that it may take to make a key: each KEK is opened, wraps it, and unwraps it as a proof. */
    Duration longestMaking() {
        return limits.timeout().multipliedBy(CALLS * (long) named.size());
    }

    String primary() {
        return primary;
    }

    /**
     * The wrappings under KEKs that the policy names, in the policy's order. What the key table says only selects among
     * them: a hostile server cannot bring in a KEK of its own.
     */
    List<Wrapping> usable(StoredKey key) {
        List<Wrapping> usable = new ArrayList<>();
        for (String kek : named) {
            for (Wrapping wrapping : key.wrappings()) {
                if (wrapping.kekUri().equals(kek)) {
                    usable.add(wrapping);
                }
            }
        }
        return usable;
    }

    Kms kms(String kekUri) {
        Kms kms = open.get(kekUri);
        return kms != null ? kms : opening.fetch(kekUri, () -> openNow(kekUri));
    }

    private Kms openNow(String kekUri) {
        Kms before = open.get(kekUri);
        if (before != null) {
            return before;
        }
        Kms kms = opened(kekUri);
        boolean over;
        synchronized (open) {
            over = closed;
            // Another may have opened it while this one seemed stuck.
            before = over ? null : open.putIfAbsent(kekUri, kms);
            if (!over && before == null) {
                return kms;
            }
        }
        kms.close();
        if (before == null) {
            throw new IllegalStateException("the key ring is closed");
        }
        return before;
    }

    /** As the application does, whichever thread asks: also what an adapter stands on may look for its parts by that loader. */
    private Kms opened(String kekUri) {
        ClassLoader application = loader.get();
        if (application == null) {
            return KmsProviders.open(kekUri, limits, KmsProviders.class.getClassLoader());
        }
        Thread thread = Thread.currentThread();
        ClassLoader context = thread.getContextClassLoader();
        thread.setContextClassLoader(application);
        try {
            return KmsProviders.open(kekUri, limits, context);
        } finally {
            // A thread that works for all applications keeps none of them alive.
            thread.setContextClassLoader(context);
        }
    }

    @Override
    public void close() {
        List<Kms> all;
        synchronized (open) {
            closed = true;
            loader.clear();
            all = List.copyOf(open.values());
            open.clear();
        }
        RuntimeException failed = null;
        for (Kms kms : all) {
            try {
                kms.close();
            } catch (RuntimeException failure) {
                // The others are closed all the same.
                failed = failure;
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
