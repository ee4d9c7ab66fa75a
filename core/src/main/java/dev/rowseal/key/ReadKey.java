package dev.rowseal.key;

import dev.rowseal.failure.KeyRefused;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A key row as it was read.
 *
 * @param stored the row
 * @param ways how it can be opened, in the policy's order of KEKs; empty where the policy names none of the row's KEKs
 * @param readAt taken before the table was asked
 * @param spread 0 to 1, random: keys that many processes read together are not read anew together
 */
record ReadKey(StoredKey stored, List<Way> ways, Freshness.Moment readAt, double spread) {

    ReadKey(StoredKey stored, List<Way> ways, Freshness.Moment readAt) {
        this(stored, ways, readAt, ThreadLocalRandom.current().nextDouble());
    }

    /** Whether it was read after another. */
    boolean isNewerThan(ReadKey other) {
        return readAt.nanos() - other.readAt.nanos() > 0;
    }

    /** Whether it should be read anew before it is too old to be used: from 60 to 80 % of the time to live on. */
    boolean isDue(long nanos, Duration ttl) {
        return nanos - readAt.nanos() >= ttl.toNanos() * (0.6 + 0.2 * spread);
    }

    /** One wrapping under a KEK that the policy names, and what the key is cached by when it was opened through it. */
    record Way(Wrapping wrapping, KeyIdentity identity) {}

    KeyOwner owner() {
        return stored.record().owner();
    }

    long keyId() {
        return stored.record().keyId();
    }

    int generation() {
        return stored.record().generation();
    }

    boolean active() {
        return stored.state() == KeyState.ACTIVE;
    }

    boolean destroyed() {
        return stored.state() == KeyState.DESTROYED;
    }

    /** The ways, of which there is at least one. */
    List<Way> waysOrRefuse() {
        if (ways.isEmpty()) {
            List<String> keks =
                    stored.wrappings().stream().map(Wrapping::kekUri).toList();
            throw new KeyRefused("key " + stored.record().keyId() + " of "
                    + text(stored.record().owner())
                    + " can be opened by " + (keks.isEmpty() ? "no KEK" : String.join(", ", keks))
                    + (keks.isEmpty() ? "" : ", which the policy does not name; add it under unwrap if it is yours"));
        }
        return ways;
    }

    /** How messages name an owner. */
    static String text(KeyOwner owner) {
        String kind = owner.purpose() == Purpose.DATA ? "table " : "lookup group ";
        return kind + owner.owner() + " in namespace " + owner.namespace();
    }
}
