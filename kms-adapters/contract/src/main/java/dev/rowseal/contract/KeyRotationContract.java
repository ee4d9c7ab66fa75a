package dev.rowseal.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.KeyStatus;
import dev.rowseal.key.Purpose;
import dev.rowseal.kms.Kms.Material;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/**
 * Looking at keys, and rotating them, by command and by age.
 */
public abstract class KeyRotationContract extends KeyUsers {

    protected KeyRotationContract() {}

    @Test
    void statusTellsEachKeyAndWhoOpensIt() {
        KeyRing ring = ring(policy());
        long first = seals(ring);
        indexes(ring);
        life(policy()).rotate(PATIENT, 1);
        kms.rotate();
        life(policy()).rotate(PATIENT, 2);
        life(policy()).retire(first);

        List<KeyStatus> keys = life(policy()).status();
        assertThat(keys).extracting(key -> key.record().generation()).containsExactly(1, 1, 2, 3);
        assertThat(keys.get(0).record().owner().purpose()).isEqualTo(Purpose.INDEX);
        assertThat(keys)
                .extracting(KeyStatus::state)
                .containsExactly(KeyState.ACTIVE, KeyState.RETIRED, KeyState.ACTIVE, KeyState.ACTIVE);
        assertThat(keys)
                .extracting(key -> key.wrappings().get(0).material())
                .containsExactly(Material.OLDER, Material.OLDER, Material.OLDER, Material.NEWEST);
        assertThat(keys.get(1).retiredAt()).isPositive();

        KeyStatus foreign =
                life(new KeyPolicy("clinic", other, List.of())).status().get(3);
        assertThat(foreign.wrappings()).singleElement().satisfies(wrapping -> {
            assertThat(wrapping.kekUri()).isEqualTo(kek);
            assertThat(wrapping.named()).isFalse();
            assertThat(wrapping.material()).isEqualTo(Material.UNTOLD);
        });
        kms.failWith(() -> new KeyUnavailable("out"));
        assertThat(life(policy()).status().get(3).wrappings().get(0).material()).isEqualTo(Material.UNTOLD);
    }

    @Test
    void aRotationIsFollowedWithinTheTimeToLiveWithoutAnError() {
        KeyRing one = ring(policy());
        KeyRing two = ring(policy());
        long first = seals(one);
        assertThat(seals(two)).isEqualTo(first);

        assertThat(life(policy()).rotate(PATIENT, 1)).isTrue();
        for (KeyRing ring : List.of(one, two)) {
            assertThat(seals(ring)).isEqualTo(first);
        }
        clock.advance(TTL);
        long second = seals(one);
        assertThat(second).isNotEqualTo(first);
        assertThat(seals(two)).isEqualTo(second);
        for (KeyRing ring : List.of(one, two)) {
            assertThat(opens(ring, first)).isEqualTo(first);
        }
    }

    @Test
    void aRotationThatIsRepeatedMakesNothing() {
        seals(ring(policy()));
        assertThat(life(policy()).rotate(PATIENT, 1)).isTrue();
        assertThat(life(policy()).rotate(PATIENT, 1)).isFalse();
        assertThat(life(policy()).rotate(PATIENT, 0)).isFalse();

        assertThat(table().ofNamespace("clinic")).hasSize(2);
        assertThatThrownBy(() -> life(policy()).rotate(PATIENT, 3)).isInstanceOf(KeyRefused.class);
        assertThatThrownBy(() -> life(policy()).rotate("public.nothing", 1)).isInstanceOf(KeyRefused.class);
        assertThat(life(policy()).rotate("public.nothing", 0)).isTrue();
        assertThat(table().ofNamespace("clinic")).hasSize(3);
    }

    @Test
    void ofManyWhoRotateAtOnceOneMakesTheGeneration() throws Exception {
        long first = seals(ring(policy()));
        for (int generation = 1; generation <= 3; generation++) {
            int from = generation;
            List<Boolean> made = atOnce(() -> life(policy()).rotate(PATIENT, from));
            assertThat(made).containsOnlyOnce(true);
        }

        assertThat(table().ofNamespace("clinic"))
                .extracting(key -> key.record().generation())
                .containsExactly(1, 2, 3, 4);
        clock.advance(TTL);
        assertThat(seals(ring(policy()))).isEqualTo(newest());
        assertThat(opens(ring(policy()), first)).isEqualTo(first);
    }

    @Test
    void aRotationThatCannotBeUnwrappedMakesNothing() {
        seals(ring(policy()));
        kms.beforeUnwrap(() -> {
            throw new KeyRefused("wrap alone is granted");
        });
        try {
            assertThatThrownBy(() -> life(policy()).rotate(PATIENT, 1)).isInstanceOf(KeyRefused.class);
        } finally {
            kms.beforeUnwrap(() -> {});
        }
        assertThat(table().ofNamespace("clinic")).hasSize(1);
    }

    @Test
    void aKeyThatIsOldEnoughIsRotatedByWhoUsesIt() {
        KeyPolicy ageing = new KeyPolicy("clinic", kek, List.of(), Optional.of(Duration.ofDays(90)));
        KeyRing one = ring(ageing);
        KeyRing two = ring(ageing);
        long first = seals(one);
        indexes(one);
        clock.advance(Duration.ofDays(89));
        assertThat(seals(one)).isEqualTo(first);
        expire();
        clock.advance(Duration.ofDays(1));

        long second = seals(one);
        assertThat(second).isNotEqualTo(first);
        assertThat(seals(two)).isEqualTo(second);
        indexes(one);
        assertThat(opens(two, first)).isEqualTo(first);
        assertThat(table().ofNamespace("clinic")).hasSize(3);
    }

    @Test
    void ofManyThreadsThatFindAKeyTooOldOneHasTheNextMade() throws Exception {
        KeyPolicy ageing = new KeyPolicy("clinic", kek, List.of(), Optional.of(Duration.ofDays(90)));
        KeyRing ring = ring(ageing);
        long first = seals(ring);
        expire();
        clock.advance(Duration.ofDays(90));
        int wraps = kms.wraps();
        // Long enough for all to wait for the one unwrap, and find the key too old together.
        kms.beforeUnwrap(() -> LockSupport.parkNanos(300_000_000));
        atOnce(() -> seals(ring) != first);
        kms.beforeUnwrap(() -> {});

        assertThat(kms.wraps() - wraps).isEqualTo(1);
        assertThat(seals(ring)).isNotEqualTo(first);
    }

    @Test
    void anOldKeyThatCannotBeRotatedGoesOnSealing() {
        KeyPolicy ageing = new KeyPolicy("clinic", kek, List.of(), Optional.of(Duration.ofDays(90)));
        KeyRing ring = ring(ageing);
        long first = seals(ring);
        expire();
        clock.advance(Duration.ofDays(90));
        int wraps = kms.wraps();
        kms.beforeUnwrap(() -> {
            if (kms.wraps() > wraps) {
                throw new KeyUnavailable("out, after the wrap");
            }
        });

        assertThat(seals(ring)).isEqualTo(first);
        kms.beforeUnwrap(() -> {});
        expire();
        assertThat(seals(ring)).isNotEqualTo(first);
    }
}
