package dev.rowseal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.key.KeyChanges;
import dev.rowseal.key.KeyLife;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.StoredKey;
import dev.rowseal.key.Wrapping;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * New KEK material, other KEKs and other providers, under the eyes of those who use the keys.
 */
public abstract class KeyWrappingContract extends KeyUsers {

    protected KeyWrappingContract() {}

    @Test
    void newMaterialOfTheKekReachesEveryKey() {
        KeyRing ring = ring(policy());
        long first = retiredKey(ring, life(policy()));
        long second = seals(ring(policy()));
        indexes(ring);
        kms.rotate();

        KeyChanges changes = life(policy()).rewrap(Set.of(kek));
        assertThat(changes.changed()).hasSize(3);
        assertThat(changes.failed()).isEmpty();
        assertThat(life(policy()).rewrap(Set.of(kek)).unchanged()).hasSize(3);
        kms.destroyOldMaterial();
        clock.advance(TTL);
        expire();
        assertThat(opens(ring, first)).isEqualTo(first);
        assertThat(opens(ring, second)).isEqualTo(second);
        indexes(ring);
    }

    @Test
    void aRewrapThatIsNotNoticedYetDisturbsNobody() {
        KeyRing ring = ring(policy());
        long first = seals(ring);
        kms.rotate();
        life(policy()).rewrap(Set.of(kek));

        assertThat(seals(ring)).isEqualTo(first);
        expire();
        assertThat(seals(ring)).isEqualTo(first);
        clock.advance(TTL);
        assertThat(opens(ring, first)).isEqualTo(first);
    }

    @Test
    void anotherKekIsAddedAndTheFirstDropped() {
        KeyRing old = ring(policy());
        long first = seals(old);
        indexes(old);

        assertThat(life(bothKeks()).rewrap(Set.of(other)).changed()).hasSize(2);
        assertThat(keks(first)).containsExactlyInAnyOrder(kek, other);
        clock.advance(TTL);
        expire();
        assertThat(seals(old)).as("who does not know the new KEK yet").isEqualTo(first);
        KeyRing next = ring(new KeyPolicy("clinic", other, List.of()));
        assertThat(seals(next)).as("who does not know the old one any more").isEqualTo(first);

        assertThatThrownBy(() -> life(policy()).drop(kek)).isInstanceOf(KeyRefused.class);
        assertThat(life(bothKeks()).drop(kek).changed()).hasSize(2);
        assertThat(life(bothKeks()).drop(kek).unchanged()).hasSize(2);
        assertThat(keks(first)).containsExactly(other);
        clock.advance(TTL);
        expire();
        assertThat(seals(next)).isEqualTo(first);
        indexes(next);
    }

    @Test
    void theLastWrappingThatOpensIsNotDropped() {
        long first = seals(ring(policy()));
        KeyPolicy unknowing = new KeyPolicy("clinic", other, List.of());
        assertThat(life(unknowing).drop(kek).failed()).containsOnlyKeys(first);

        life(bothKeks()).rewrap(Set.of(other));
        otherKms.failWith(() -> new KeyRefused("denied"));
        assertThat(life(bothKeks()).drop(kek).failed()).containsOnlyKeys(first);
        otherKms.failWith(null);
        assertThat(keks(first)).containsExactlyInAnyOrder(kek, other);
    }

    @Test
    void aKekThatThePolicyDoesNotNameWrapsNothing() {
        seals(ring(policy()));
        assertThatThrownBy(() -> life(policy()).rewrap(Set.of(other))).isInstanceOf(KeyRefused.class);
        assertThat(otherKms.wraps()).isZero();
    }

    @Test
    void aNewGenerationHasTheWrappingsOfTheOneBefore() {
        seals(ring(policy()));
        life(bothKeks()).rewrap(Set.of(other));
        life(bothKeks()).rotate(PATIENT, 1);
        clock.advance(TTL);

        assertThat(keks(seals(ring(policy())))).containsExactlyInAnyOrder(kek, other);
    }

    @Test
    void whatTheKmsCanDoByItselfNeverEntersTheProcess() {
        long first = seals(ring(policy()));
        kms.reEncrypts(true);
        otherKms.reEncrypts(true);
        kms.rotate();
        int unwraps = kms.unwraps();

        assertThat(life(policy()).rewrap(Set.of(kek)).changed()).containsExactly(first);
        assertThat(life(bothKeks()).rewrap(Set.of(other)).changed()).containsExactly(first);
        assertThat(kms.reEncryptions() + otherKms.reEncryptions())
                .as("each once, and once more to prove it")
                .isEqualTo(4);
        assertThat(kms.unwraps()).isEqualTo(unwraps);
        assertThat(otherKms.unwraps()).isZero();
        kms.destroyOldMaterial();
        expire();
        clock.advance(TTL);
        assertThat(opens(ring(policy()), first)).isEqualTo(first);
        assertThat(opens(ring(new KeyPolicy("clinic", other, List.of())), first))
                .isEqualTo(first);
    }

    @Test
    void aFailedRewrapLeavesTheOldWrapping() {
        KeyRing ring = ring(policy());
        long first = seals(ring);
        kms.rotate();
        int wraps = kms.wraps();
        // The KEK wraps, and then does not unwrap what it wrapped.
        kms.beforeUnwrap(() -> {
            if (kms.wraps() > wraps) {
                throw new KeyRefused("denied");
            }
        });
        KeyChanges changes = life(policy()).rewrap(Set.of(kek));
        kms.beforeUnwrap(() -> {});

        assertThat(changes.failed()).containsOnlyKeys(first);
        assertThat(stored(first).revision()).isEqualTo(1);
        expire();
        assertThat(seals(ring)).isEqualTo(first);
    }

    @Test
    void whatTheKmsMadeByItselfAndArrivesDamagedReplacesNothing() {
        KeyRing ring = ring(policy());
        long first = seals(ring);
        kms.reEncrypts(true);
        kms.rotate();
        kms.damagesReEncrypted(true);
        KeyChanges changes = life(policy()).rewrap(Set.of(kek));
        kms.damagesReEncrypted(false);

        assertThat(changes.failed())
                .hasEntrySatisfying(first, failure -> assertThat(failure).isInstanceOf(NotAuthentic.class));
        assertThat(stored(first).revision()).isEqualTo(1);
        expire();
        assertThat(seals(ring)).isEqualTo(first);
    }

    @Test
    void aWrappingThatIsNotItsOwnIsNeverWrappedAnew() {
        long first = seals(ring(policy()));
        life(policy()).rotate(PATIENT, 1);
        long second = seals(ring(policy()));
        expire();
        StoredKey row = stored(first);
        Wrapping stolen = stored(second).wrappings().get(0);
        StoredKey swapped = new StoredKey(
                row.record(),
                row.state(),
                row.commitment(),
                List.of(stolen),
                row.retiredAt(),
                row.maxLease(),
                row.revision() + 1);
        assertThat(table().change(row, swapped)).isTrue();
        kms.rotate();
        for (boolean inside : new boolean[] {false, true}) {
            kms.reEncrypts(inside);
            assertThat(life(policy()).rewrap(Set.of(kek)).failed())
                    .hasEntrySatisfying(first, failure -> assertThat(failure).isInstanceOf(NotAuthentic.class));
        }
        assertThat(stored(first).revision()).isEqualTo(2);
    }

    @Test
    void ofManyWhoRewrapAndRetireAtOnceAllEndWithTheSame() throws Exception {
        long first = seals(ring(policy()));
        life(policy()).rotate(PATIENT, 1);
        kms.rotate();
        List<Boolean> done = atOnce(() -> {
            KeyLife life = life(bothKeks());
            assertThat(life.rewrap(Set.of(kek, other)).failed()).isEmpty();
            life.retire(first);
            return life.drop(kek).failed().isEmpty();
        });

        assertThat(done).containsOnly(true);
        assertThat(table().ofNamespace("clinic"))
                .allSatisfy(key ->
                        assertThat(key.wrappings()).extracting(Wrapping::kekUri).containsExactly(other));
        assertThat(stored(first).state()).isEqualTo(KeyState.RETIRED);
        expire();
        assertThat(opens(ring(bothKeks()), first)).isEqualTo(first);
    }
}
