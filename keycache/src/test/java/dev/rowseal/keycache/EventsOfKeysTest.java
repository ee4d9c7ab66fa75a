package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.KeyLife;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRing;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is counted of the keys that a ring and an operator handle. */
class EventsOfKeysTest extends KeyRings {

    private final long[] before =
            Arrays.stream(Event.values()).mapToLong(Events::count).toArray();

    private long since(Event event) {
        return Events.count(event) - before[event.ordinal()];
    }

    @Test
    void aFirstUseAndAnother() {
        KeyRing ring = ring();
        sealingKey(ring);
        assertThat(since(Event.KEY_WRAPPED)).isEqualTo(1);
        assertThat(since(Event.KEY_MADE)).isEqualTo(1);
        assertThat(since(Event.KEY_UNWRAPPED)).as("to prove it, and to use it").isEqualTo(2);
        assertThat(since(Event.CACHE_MISS)).isEqualTo(1);
        assertThat(since(Event.CACHE_HIT)).isZero();

        sealingKey(ring);
        sealingKey(ring);
        assertThat(since(Event.CACHE_HIT)).isEqualTo(2);
        assertThat(since(Event.KEY_UNWRAPPED)).isEqualTo(2);

        ring.close();
        assertThat(since(Event.CACHE_EVICTED)).isEqualTo(1);
    }

    @Test
    void anOutage() {
        KeyRing first = ring();
        sealingKey(first);
        first.close();
        kms.failWith(() -> new KeyUnavailable("down"));
        KeyRing ring = ring();
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyUnavailable.class);
        assertThat(since(Event.KEY_UNWRAP_FAILED)).isEqualTo(1);
        assertThat(since(Event.KEY_WRAP_FAILED)).isZero();
    }

    @Test
    void whatAKmsWrapsAnewByItself() {
        sealingKey(ring());
        oldKms.reEncrypts(true);
        try (KeyLife life = new KeyLife(new KeyPolicy("clinic", kek, List.of(oldKek)), table, TTL, clock)) {
            oldKms.failWith(() -> new KeyUnavailable("down"));
            assertThat(life.rewrap(Set.of(oldKek)).changed()).isEmpty();
            assertThat(since(Event.KEY_WRAP_FAILED)).isEqualTo(1);
            assertThat(since(Event.KEY_WRAPPED)).as("when the key was made").isEqualTo(1);
            oldKms.failWith(null);
            life.rewrap(Set.of(oldKek));
            assertThat(since(Event.KEY_WRAPPED)).isEqualTo(2);
            assertThat(since(Event.KEY_REWRAPPED)).isEqualTo(1);
            assertThat(oldKms.wraps()).as("and by nobody else").isZero();
        }
    }

    /** What it made nobody else might open. */
    @Test
    void whoKeptAnOldPolicyMakesNoKey() {
        sealingKey(ring());
        try (KeyLife left = new KeyLife(new KeyPolicy("clinic", oldKek, List.of()), table, TTL, clock)) {
            assertThatThrownBy(() -> left.rotate("public.patient", 1))
                    .isInstanceOf(KeyRefused.class)
                    .hasMessageContaining("no KEK of this policy opens");
        }
        assertThat(table.all()).hasSize(1);
    }

    @Test
    void whatAnOperatorDoes() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        try (KeyLife life = new KeyLife(new KeyPolicy("clinic", kek, List.of(oldKek)), table, TTL, clock)) {
            life.rotate("public.patient", 1);
            assertThat(since(Event.KEY_MADE)).isEqualTo(2);
            life.rewrap(Set.of(oldKek));
            assertThat(since(Event.KEY_REWRAPPED)).isEqualTo(2);
            life.retire(first);
            life.retire(first);
            assertThat(since(Event.KEY_RETIRED)).isEqualTo(1);
            assertThat(since(Event.KEY_DESTROYED)).isZero();
        }
    }
}
