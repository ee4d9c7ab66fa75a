package dev.rowseal.key;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProviders;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The KEKs that the policy names: the first wraps new keys, and these and no others open old ones. Each is opened when
 * it is first needed and stays open until this is closed. Safe for use by many threads.
 */
final class Keks implements AutoCloseable {

    private final String primary;
    private final Set<String> named;
    private final Kms.Limits limits;
    private final ConcurrentMap<String, Kms> open = new ConcurrentHashMap<>();
    private final SingleFlight<String, Kms> opening = new SingleFlight<>();
    private boolean closed;

    Keks(KeyPolicy policy) {
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
        Kms kms = KmsProviders.open(kekUri, limits);
        synchronized (open) {
            if (!closed) {
                open.put(kekUri, kms);
                return kms;
            }
        }
        kms.close();
        throw new IllegalStateException("the key ring is closed");
    }

    @Override
    public void close() {
        List<Kms> all;
        synchronized (open) {
            closed = true;
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
