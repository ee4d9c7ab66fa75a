package dev.rowseal.key;

import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.memory.Secret;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has keys unwrapped into the cache, through whichever of their wrappings opens. Safe for use by many threads; one thread
 * unwraps a key, and those that want the same one wait for it.
 */
final class Unwraps {

    private final KeyCache cache;
    private final Deks deks;

    Unwraps(KeyCache cache, Deks deks) {
        this.cache = cache;
        this.deks = deks;
    }

    /** A key that is in the cache, through any of its wrappings. The caller closes the lease. */
    <K extends AutoCloseable> Optional<Lease<K>> cached(ReadKey key, Class<K> type) {
        for (ReadKey.Way way : key.waysOrRefuse()) {
            Optional<Lease<K>> lease = cache.cached(way.identity(), type);
            if (lease.isPresent()) {
                return lease;
            }
        }
        return Optional.empty();
    }

    /** A key that is not in the cache, or was not a moment ago. The caller closes the lease. */
    <K extends AutoCloseable> Lease<K> unwrapped(ReadKey key, Class<K> type, Function<Secret, K> maker, Untold untold) {
        try {
            // Grace is for when no wrapping opens.
            if (key.waysOrRefuse().size() > 1) {
                return byFirstThatIsUp(key, way -> cache.fresh(way.identity(), type, loader(key, way, maker, untold)));
            }
        } catch (KeyUnavailable outage) {
            // Without another load: what one KEK's outage is like says nothing of another's.
            return byFirstThatIsUp(key, way -> cache.inOutage(way.identity(), type, outage));
        }
        return byFirstThatIsUp(key, way -> cache.lease(way.identity(), type, loader(key, way, maker, untold)));
    }

    /** As {@link #unwrapped}, without a lease. False where it is being unwrapped by somebody, and may yet not be there. */
    <K extends AutoCloseable> boolean refresh(ReadKey key, Class<K> type, Function<Secret, K> maker, Untold untold) {
        return byFirstThatIsUp(key, way -> cache.refresh(way.identity(), type, loader(key, way, maker, untold)));
    }

    private <K extends AutoCloseable> Supplier<K> loader(
            ReadKey key, ReadKey.Way way, Function<Secret, K> maker, Untold untold) {
        return () -> {
            try {
                return maker.apply(deks.open(key.stored(), way.wrapping(), untold));
            } catch (KeyRefused | NotAuthentic refused) {
                // By who asked, before anybody learns it. Of all who waited the last would wipe what was
                // given since.
                purge(key);
                throw refused;
            }
        };
    }

    /** Tries the policy's KEKs in order. Only an outage tries the next; what is denied or not authentic ends it. */
    private <T> T byFirstThatIsUp(ReadKey key, Function<ReadKey.Way, T> open) {
        @Nullable KeyUnavailable outage = null;
        for (ReadKey.Way way : key.waysOrRefuse()) {
            try {
                return open.apply(way);
            } catch (KeyUnavailable unavailable) {
                if (outage != null && outage.isUnasked()) {
                    // A KEK that nobody asked may be up: that others are out is not told, and lends nothing.
                    continue;
                }
                // One that the cache remembers is thrown to many, and told by each once more.
                if (outage != null && outage != unavailable && unavailable.getSuppressed().length == 0) {
                    unavailable.addSuppressed(outage);
                }
                outage = unavailable;
            }
        }
        throw outage;
    }

    /** Forgets a key at once. */
    void purge(ReadKey key) {
        // Through whichever wrapping: it may have had another when it was opened.
        cache.purge(key.stored().record());
    }
}
