package dev.rowseal.key;

import dev.rowseal.event.Event;
import dev.rowseal.event.Untold;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.Kms;
import dev.rowseal.memory.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a key's next set of wrappings. Reads and writes no table. Safe for use by many threads. */
final class Rewraps {

    private final Keks keks;
    private final Deks deks;

    Rewraps(Keks keks, Deks deks) {
        this.keks = keks;
        this.deks = deks;
    }

    /** Whether a wrapping under a KEK of the policy is of its newest material. */
    Kms.Material material(Wrapping wrapping) {
        return keks.kms(wrapping.kekUri()).material(wrapped(wrapping));
    }

    /** The key, wrapped under each of the KEKs with their newest material; empty when it is so already. */
    Optional<StoredKey> under(Collection<String> kekUris, StoredKey key, Untold untold) {
        List<Wrapping> wrappings = new ArrayList<>(key.wrappings());
        boolean changed = false;
        for (String kek : kekUris) {
            Optional<Wrapping> old = key.wrappings().stream()
                    .filter(wrapping -> wrapping.kekUri().equals(kek))
                    .findFirst();
            if (old.isPresent() && material(old.get()) == Kms.Material.NEWEST) {
                continue;
            }
            old.ifPresent(wrappings::remove);
            wrappings.add(under(kek, key, old, untold));
            changed = true;
        }
        return changed ? Optional.of(key.wrappedBy(wrappings)) : Optional.empty();
    }

    private Wrapping under(String kek, StoredKey key, Optional<Wrapping> old, Untold untold) {
        List<Wrapping> ways = new ArrayList<>();
        old.ifPresent(ways::add);
        keks.usable(key).stream().filter(way -> !way.kekUri().equals(kek)).forEach(ways::add);
        return firstThatIsUp(key, ways, way -> {
            Optional<Wrapping> inside = inside(kek, key, way, untold);
            return inside.isPresent() ? inside.get() : through(kek, key, way, untold);
        });
    }

    /**
     * Made by the KMS itself, which checks the context as an unwrap does: what it makes is this row's key or nothing. What
     * arrives may be something else, and the old wrapping is given up for it: the KMS opens it once more, to wrap it again.
     */
    private Optional<Wrapping> inside(String kek, StoredKey key, Wrapping way, Untold untold) {
        Kms kms = keks.kms(kek);
        Kms.KeyContext context = Deks.context(key.record());
        long begun = System.nanoTime();
        try {
            Optional<Wrapping> fresh = kms.reEncrypt(wrapped(way), way.kekUri(), context)
                    .filter(made -> kms.reEncrypt(made, kek, context).isPresent())
                    .map(made -> Deks.wrapping(kek, made));
            if (fresh.isPresent()) {
                untold.ofCall(Event.KEY_WRAPPED, context, kek, begun);
            }
            return fresh;
        } catch (RowsealFailure failure) {
            untold.ofCall(Event.KEY_WRAP_FAILED, context, failure.sqlState() + " " + kek, begun);
            throw failure;
        }
    }

    private Wrapping through(String kek, StoredKey key, Wrapping way, Untold untold) {
        Wrapping fresh;
        try (Secret dek = deks.open(key, way, untold)) {
            fresh = deks.wrap(key.record(), dek, kek, untold);
        }
        // The old one is given up for it: a KEK that wraps and does not unwrap must be noticed now.
        deks.prove(key, fresh, untold);
        return fresh;
    }

    /** The key without its wrapping under a KEK; empty when it has none. Another of the policy's opens it, as was tried. */
    Optional<StoredKey> without(String kekUri, StoredKey key, Untold untold) {
        List<Wrapping> rest = key.wrappings().stream()
                .filter(wrapping -> !wrapping.kekUri().equals(kekUri))
                .toList();
        if (rest.size() == key.wrappings().size()) {
            return Optional.empty();
        }
        List<Wrapping> ways = keks.usable(key.wrappedBy(rest));
        firstThatIsUp(key, ways, way -> {
            deks.prove(key, way, untold);
            return way;
        });
        return Optional.of(key.wrappedBy(rest));
    }

    private interface Step {
        Wrapping by(Wrapping way);
    }

    /** As for every unwrap: only an outage tries the next. */
    private static Wrapping firstThatIsUp(StoredKey key, List<Wrapping> ways, Step step) {
        @Nullable KeyUnavailable outage = null;
        for (Wrapping way : ways) {
            try {
                return step.by(way);
            } catch (KeyUnavailable unavailable) {
                outage = unavailable;
            }
        }
        if (outage != null) {
            throw outage;
        }
        throw new KeyRefused("key " + key.record().keyId() + " of "
                + ReadKey.text(key.record().owner()) + " is wrapped under no other KEK that the policy names; rewrap"
                + " it under one first, where a KEK is still named that opens it");
    }

    private static Kms.Wrapped wrapped(Wrapping wrapping) {
        return new Kms.Wrapped(wrapping.wrappedKey(), wrapping.kekVersion());
    }
}
