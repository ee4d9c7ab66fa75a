package dev.rowseal.keycache;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.KeyIdentity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a KMS could not give a moment ago. For that moment nobody asks again: callers learn at once what they would
 * learn after a time-out each, and a KMS that is throttling is left in peace. Only who grants the KMS more than those who met the
 * outage asks for himself: it may be no outage for him. Of those who differ each
 * outage is remembered beside the others'. Safe for use by many threads.
 */
final class Outages {

    /** For how long an outage is believed, unless the KMS asked for more patience. Short: it may be over. */
    static final Duration REMEMBERED = Duration.ofSeconds(1);

    /** The most patience that a KMS can ask for. */
    static final Duration LONGEST = Duration.ofSeconds(10);

    private static final int MOST = 1_000;

    /** Of one key: those who share it grant a KMS the same as a rule. */
    private static final int MOST_OF_A_KEY = 8;

    private final ConcurrentMap<KeyIdentity, List<Outage>> recent = new ConcurrentHashMap<>();

    private record Outage(KeyUnavailable failure, Times met, long until) {

        boolean isOver(long now) {
            return until - now <= 0;
        }

        /** Whether this one holds for all for whom another would, and for as long. */
        boolean serves(Outage other) {
            return met.isAsPatientAs(other.met) && until - other.until >= 0;
        }
    }

    void throwIfRecent(KeyIdentity identity, Times user, long now) {
        if (recent.isEmpty()) {
            return;
        }
        for (Outage outage : recent.getOrDefault(identity, List.of())) {
            if (!outage.isOver(now) && outage.met().isAsPatientAs(user)) {
                throw outage.failure();
            }
        }
        recent.computeIfPresent(identity, (same, all) -> without(all, outage -> outage.isOver(now)));
    }

    void remember(KeyIdentity identity, Times met, KeyUnavailable failure, long now) {
        if (recent.size() >= MOST) {
            recent.clear();
        }
        Duration asked = failure.retryAfter().orElse(REMEMBERED);
        Duration patience = asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
        Outage outage = new Outage(failure, met, now + patience.toNanos());
        recent.merge(identity, List.of(outage), (there, next) -> with(there, outage, now));
        if (met.isOver()) {
            // Either whoever sees the last of them leave saw this outage, or this sees that they were leaving.
            forget(met);
        }
    }

    /** One more, beside those that hold for others or for longer. */
    private static List<Outage> with(List<Outage> there, Outage next, long now) {
        List<Outage> all = new ArrayList<>();
        for (Outage outage : there) {
            if (!outage.isOver(now)) {
                if (outage.serves(next)) {
                    return there;
                }
                if (!next.serves(outage)) {
                    all.add(outage);
                }
            }
        }
        if (all.size() == MOST_OF_A_KEY) {
            // Whoever met it asks once more.
            all.remove(0);
        }
        all.add(next);
        return List.copyOf(all);
    }

    private static @Nullable List<Outage> without(List<Outage> all, Predicate<Outage> gone) {
        List<Outage> others = all.stream().filter(gone.negate()).toList();
        return others.isEmpty() ? null : others;
    }

    void forget(KeyIdentity identity) {
        recent.remove(identity);
    }

    /** Forgets what some users met, who have left. */
    void forget(Times gone) {
        for (KeyIdentity identity : recent.keySet()) {
            recent.computeIfPresent(identity, (same, all) -> without(all, outage -> outage.met() == gone));
        }
    }
}
