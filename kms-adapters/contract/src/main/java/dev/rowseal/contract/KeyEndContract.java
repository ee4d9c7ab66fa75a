package dev.rowseal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.Departure;
import dev.rowseal.key.Destruction;
import dev.rowseal.key.KeyLife;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.StoredKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Retiring and destroying keys.
 */
public abstract class KeyEndContract extends KeyUsers {

    protected KeyEndContract() {}

    @Test
    void onlyAKeyThatWasFollowedIsRetired() {
        KeyRing ring = ring(policy());
        long first = seals(ring);
        indexes(ring);
        KeyLife life = life(policy());
        assertThatThrownBy(() -> life.retire(first))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("rotate");
        long index = table().ofNamespace("clinic").get(0).record().keyId();
        assertThatThrownBy(() -> life.retire(index))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("reindex");
        assertThatThrownBy(() -> life.retire(4_000_000_000L)).isInstanceOf(KeyRefused.class);

        life.rotate(PATIENT, 1);
        assertThat(life.retire(first)).isTrue();
        assertThat(life.retire(first)).isFalse();
        assertThat(seals(ring)).as("within the time to live").isEqualTo(first);
        clock.advance(TTL);
        long second = seals(ring);
        assertThat(second).isNotEqualTo(first);
        assertThat(opens(ring, first)).isEqualTo(first);
        assertThatThrownBy(() -> life.retire(second)).isInstanceOf(KeyRefused.class);
    }

    @Test
    void aKeyIsDestroyedWhenAllLeasesAreOverAndNoValueNamesIt() {
        KeyRing ring = ring(policy());
        KeyLife life = life(policy());
        assertThatThrownBy(() -> life.destroy(seals(ring), (owner, id) -> 0)).isInstanceOf(KeyRefused.class);
        long first = retiredKey(ring, life);
        List<Long> counted = new ArrayList<>();

        assertThat(life.destroy(first, (owner, id) -> counted.add(id) ? 0 : 1))
                .isInstanceOfSatisfying(
                        Destruction.Waiting.class,
                        waiting -> assertThat(waiting.remaining()).isBetween(LEASE.minusMinutes(1), LEASE));
        assertThat(counted).as("counted too early a value may still come").isEmpty();
        clock.advance(LEASE);
        assertThat(life.destroy(first, (owner, id) -> 3)).isEqualTo(new Destruction.InUse(3));
        assertThat(opens(ring, first)).isEqualTo(first);
        assertThat(life.destroy(first, (owner, id) -> counted.add(id) ? 0 : 1)).isEqualTo(new Destruction.Done());

        assertThat(counted).containsExactly(first);
        StoredKey tombstone = stored(first);
        assertThat(tombstone.state()).isEqualTo(KeyState.DESTROYED);
        assertThat(tombstone.wrappings()).isEmpty();
        assertThat(tombstone.commitment()).hasSize(32);
        assertThat(life.destroy(first, (owner, id) -> 3)).as("again").isEqualTo(new Destruction.Done());
        clock.advance(TTL);
        assertThatThrownBy(() -> opens(ring, first))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("destroyed");
        assertThat(seals(ring)).isNotEqualTo(first);
        assertThat(life.rewrap(Set.of(kek)).failed()).isEmpty();
        assertThat(life.drop(other).failed()).isEmpty();
        assertThatThrownBy(() -> life.retire(first)).isInstanceOf(KeyRefused.class);
    }

    @Test
    void aCountThatFailsDestroysNothing() {
        KeyLife life = life(policy());
        long first = retiredKey(ring(policy()), life);
        clock.advance(LEASE);
        assertThatThrownBy(() -> life.destroy(first, (owner, id) -> {
                    throw new KeyUnavailable("the table is locked");
                }))
                .isInstanceOf(KeyUnavailable.class);
        assertThat(stored(first).wrappings()).hasSize(1);
    }

    @Test
    void whoHoldsKeysForLongerSaysSoBeforeItDoes() {
        KeyLife life = life(policy());
        long first = seals(ring(policy()));
        assertThat(stored(first).maxLease()).isEqualTo(LEASE.toMillis());
        KeyRing longer = ring(policy(), Duration.ofHours(8));
        assertThat(opens(longer, first)).isEqualTo(first);
        assertThat(stored(first).maxLease()).isEqualTo(Duration.ofHours(9).toMillis());
        assertThat(seals(ring(policy()))).isEqualTo(first);
        assertThat(stored(first).maxLease()).isEqualTo(Duration.ofHours(9).toMillis());

        life.rotate(PATIENT, 1);
        life.retire(first);
        clock.advance(LEASE);
        assertThat(life.destroy(first, (owner, id) -> 0)).isInstanceOf(Destruction.Waiting.class);
        assertThat(stored(newest()).maxLease())
                .as("the next generation inherits it")
                .isGreaterThan(LEASE.toMillis());
        clock.advance(Duration.ofHours(8));
        assertThat(life.destroy(first, (owner, id) -> 0)).isEqualTo(new Destruction.Done());
    }

    @Test
    void aChangeMeanwhileIsSeenBeforeTheDestruction() {
        KeyLife life = life(policy());
        long first = retiredKey(ring(policy()), life);
        clock.advance(LEASE);
        // Between the count and the destruction somebody says that he holds the key for long.
        Destruction outcome = life.destroy(first, (owner, id) -> {
            StoredKey row = stored(first);
            assertThat(table().change(
                                    row,
                                    new StoredKey(
                                            row.record(),
                                            row.state(),
                                            row.commitment(),
                                            row.wrappings(),
                                            row.retiredAt(),
                                            Duration.ofHours(8).toMillis(),
                                            row.revision() + 1)))
                    .isTrue();
            return 0;
        });

        assertThat(outcome).isInstanceOf(Destruction.Waiting.class);
        assertThat(stored(first).wrappings()).hasSize(1);
    }

    @Test
    void aRetirementThatWasKilledHalfwayDestroysNothingUntilItIsDated() {
        KeyRing ring = ring(policy());
        long first = seals(ring);
        KeyLife life = life(policy());
        life.rotate(PATIENT, 1);
        StoredKey row = stored(first);
        StoredKey undated = new StoredKey(
                row.record(),
                KeyState.RETIRED,
                row.commitment(),
                row.wrappings(),
                0,
                row.maxLease(),
                row.revision() + 1);
        assertThat(table().change(row, undated)).isTrue();
        clock.advance(Duration.ofDays(1));

        assertThat(life.destroy(first, (owner, id) -> 0)).isInstanceOf(Destruction.Waiting.class);
        assertThat(stored(first).retiredAt()).isPositive();
        assertThat(life.retire(first)).isFalse();
        clock.advance(LEASE);
        assertThat(life.destroy(first, (owner, id) -> 0)).isEqualTo(new Destruction.Done());
    }

    @Test
    void whoseValuesArriveWhenTheirKeyCouldBeGoneIsTold() {
        KeyRing ring = ring(policy());
        KeyLife life = life(policy());
        long first = retiredKey(ring, life);
        Departure departed = ring.departure();
        assertThat(seals(ring)).as("within the time to live").isEqualTo(first);

        ring.requireArrived(PATIENT, departed);
        clock.advance(LEASE.minusMinutes(1));
        assertThat(life.destroy(first, (owner, id) -> 0)).isInstanceOf(Destruction.Waiting.class);
        ring.requireArrived(PATIENT, departed);
        clock.advance(Duration.ofMinutes(2));
        assertThatThrownBy(() -> ring.requireArrived(PATIENT, departed))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("key " + first)
                .hasMessageContaining("write it again");
        assertThat(life.destroy(first, (owner, id) -> 0)).isEqualTo(new Destruction.Done());
        assertThatThrownBy(() -> ring.requireArrived(PATIENT, departed)).isInstanceOf(KeyRefused.class);
        ring.requireArrived("public.visit", departed);

        Departure next = ring.departure();
        clock.advance(Duration.ofDays(30));
        ring.requireArrived(PATIENT, next);
    }

    /** He had read that it is retired, and sealed under the next. */
    @Test
    void whoDepartedLongAfterAKeyWasRetiredMayTakeHisTime() {
        KeyRing ring = ring(policy());
        // Somebody may hold it for so long that the waiting ends on the way.
        Duration longest = Duration.ofHours(8);
        assertThat(opens(ring(policy(), longest), seals(ring))).isPositive();
        long first = retiredKey(ring, life(policy()));
        clock.advance(LEASE.plusMinutes(2));
        assertThat(seals(ring)).isNotEqualTo(first);
        Departure departed = ring.departure();
        clock.advance(longest);
        ring.requireArrived(PATIENT, departed);
        assertThat(life(policy()).destroy(first, (owner, id) -> 0)).isEqualTo(new Destruction.Done());
        ring.requireArrived(PATIENT, departed);
    }

    /** The retirement seems to be older than it is, and the waiting ends early. */
    @Test
    void whoseKeyWasRetiredBeforeTheTablesClockSteppedForwardIsTold() {
        KeyRing ring = ring(policy());
        KeyLife life = life(policy());
        long first = retiredKey(ring, life);
        clock.stepTable(Duration.ofMinutes(55));
        Departure departed = ring.departure();
        assertThat(seals(ring)).isEqualTo(first);
        clock.advance(Duration.ofMinutes(52));
        assertThat(life.destroy(first, (owner, id) -> 0)).isEqualTo(new Destruction.Done());
        assertThatThrownBy(() -> ring.requireArrived(PATIENT, departed))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("write it again");
    }

    /** Though that was retired only just before. */
    @Test
    void whoSealedUnderAnotherKeyMayTakeHisTime() {
        KeyRing ring = ring(policy());
        KeyLife life = life(policy());
        long first = retiredKey(ring, life);
        clock.advance(TTL.plusMinutes(1));
        Departure departed = ring.departure();
        assertThat(seals(ring, departed)).isNotEqualTo(first);
        Departure untold = ring.departure();
        assertThat(seals(ring)).isNotEqualTo(first);
        clock.advance(LEASE);
        ring.requireArrived(PATIENT, departed);
        assertThatThrownBy(() -> ring.requireArrived(PATIENT, untold))
                .as("which keys is not known")
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("key " + first);
        assertThat(life.destroy(first, (owner, id) -> 0)).isEqualTo(new Destruction.Done());
        ring.requireArrived(PATIENT, departed);
        assertThatThrownBy(() -> ring.requireArrived(PATIENT, untold)).isInstanceOf(KeyRefused.class);
    }

    @Test
    void whoseKeyWasRetiredMeanwhileIsTold() {
        KeyRing ring = ring(policy());
        KeyLife life = life(policy());
        Departure departed = ring.departure();
        long first = seals(ring, departed);
        assertThat(retiredKey(ring, life)).isEqualTo(first);
        clock.advance(LEASE.minusMinutes(1));
        ring.requireArrived(PATIENT, departed);
        clock.advance(Duration.ofMinutes(2));
        assertThatThrownBy(() -> ring.requireArrived(PATIENT, departed))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("key " + first)
                .hasMessageContaining("write it again");
        assertThat(life.destroy(first, (owner, id) -> 0)).isEqualTo(new Destruction.Done());
        assertThatThrownBy(() -> ring.requireArrived(PATIENT, departed)).isInstanceOf(KeyRefused.class);
    }

    @Test
    void whoSealedUnderSeveralKeysIsToldOfEach() {
        KeyRing ring = ring(policy());
        KeyLife life = life(policy());
        Departure all = ring.departure();
        Departure apart = ring.departure();
        long first = seals(ring, all);
        assertThat(seals(ring, all)).isEqualTo(first);
        assertThat(retiredKey(ring, life)).isEqualTo(first);
        clock.advance(TTL);
        Departure later = ring.departure();
        long second = seals(ring, all);
        assertThat(second).isNotEqualTo(first).isEqualTo(seals(ring, later));
        assertThat(seals(ring, all)).isEqualTo(second);
        apart.join(later);
        later.join(all);
        clock.advance(LEASE);
        ring.requireArrived(PATIENT, apart);
        for (Departure told : List.of(all, later)) {
            assertThatThrownBy(() -> ring.requireArrived(PATIENT, told))
                    .isInstanceOf(KeyRefused.class)
                    .hasMessageContaining("key " + first);
        }
        life.rotate(PATIENT, 2);
        life.retire(second);
        clock.advance(LEASE.plusMinutes(1));
        assertThatThrownBy(() -> ring.requireArrived(PATIENT, apart))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("key " + second);
    }

    /** The clock of the table stepped forward by so much that the waiting was over before he departed. */
    @Test
    void whoseKeysWaitingWasOverBeforeIsTold() {
        KeyRing ring = ring(policy());
        KeyLife life = life(policy());
        long first = retiredKey(ring, life);
        clock.stepTable(LEASE.multipliedBy(3));
        Departure departed = ring.departure();
        assertThat(seals(ring, departed)).isEqualTo(first);
        clock.advance(Duration.ofMinutes(51));
        assertThatThrownBy(() -> ring.requireArrived(PATIENT, departed))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("write it again");
    }

    @Test
    void whoseKeyIsNotEndedMayTakeHisTime() {
        KeyRing ring = ring(policy());
        seals(ring);
        Departure departed = ring.departure();
        clock.advance(Duration.ofDays(30));
        ring.requireArrived(PATIENT, departed);
        retiredKey(ring, life(policy()));
        ring.requireArrived(PATIENT, departed);
        clock.advance(LEASE.plusMinutes(1));
        assertThatThrownBy(() -> ring.requireArrived(PATIENT, departed)).isInstanceOf(KeyRefused.class);
    }

    @Test
    void aRetirementWithoutADateEndsNothing() {
        KeyRing ring = ring(policy());
        long first = seals(ring);
        Departure departed = ring.departure();
        life(policy()).rotate(PATIENT, 1);
        StoredKey row = stored(first);
        assertThat(table().change(
                                row,
                                new StoredKey(
                                        row.record(),
                                        KeyState.RETIRED,
                                        row.commitment(),
                                        row.wrappings(),
                                        0,
                                        row.maxLease(),
                                        row.revision() + 1)))
                .isTrue();
        clock.advance(Duration.ofDays(1));
        ring.requireArrived(PATIENT, departed);
    }
}
