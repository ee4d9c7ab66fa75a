package dev.rowseal.keycache;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.KeyIdentity;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which keys a KMS could not give a moment ago. For that moment nobody asks again: callers learn at once what they would
 * learn after a time-out each, and a KMS that is throttling is left in peace. Safe for use by many threads.
 */
final class Outages {

    /** For how long an outage is believed, unless the KMS asked for more patience. Short: it may be over. */
    static final Duration REMEMBERED = Duration.ofSeconds(1);

    /** The most patience that a KMS can ask for. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final int MOST = 1_000;

    private final ConcurrentMap<KeyIdentity, Outage> recent = new ConcurrentHashMap<>();

    private record Outage(KeyUnavailable failure, long until) {}

    void throwIfRecent(KeyIdentity identity, long now) {
        if (recent.isEmpty()) {
            return;
        }
        Outage outage = recent.get(identity);
        if (outage == null) {
            return;
        }
        if (outage.until() - now > 0) {
            throw outage.failure();
        }
        recent.remove(identity, outage);
    }

    void remember(KeyIdentity identity, KeyUnavailable failure, long now) {
        if (recent.size() >= MOST) {
            recent.clear();
        }
        Duration asked = failure.retryAfter().orElse(REMEMBERED);
        Duration patience = asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
        recent.put(identity, new Outage(failure, now + patience.toNanos()));
    }

    void forget(KeyIdentity identity) {
        recent.remove(identity);
    }
}
