package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LeasedKeyTest {

    private final AtomicInteger wipes = new AtomicInteger();
    private final LeasedKey key = new LeasedKey(wipes::incrementAndGet);

    @Test
    void isBornWithOneLease() {
        key.retire();
        assertThat(wipes).hasValue(0);
        key.release();
        assertThat(wipes).hasValue(1);
    }

    @Test
    void isWipedWhenRetiredWithoutLeases() {
        key.release();
        assertThat(wipes).hasValue(0);
        key.retire();
        key.retire();
        assertThat(wipes).hasValue(1);
    }

    @Test
    void isNotLeasedAfterRetirementNeitherInUseNorWiped() {
        key.retire();
        assertThat(key.acquire()).isFalse();
        key.release();
        assertThat(key.acquire()).isFalse();
        assertThat(wipes).hasValue(1);
    }

    @Test
    void aLeaseReleasesOnce() {
        HeldLease<AutoCloseable> first = new HeldLease<>(key, AutoCloseable.class, false);
        assertThat(key.acquire()).isTrue();
        key.retire();
        first.close();
        first.close();
        assertThat(wipes).as("the second lease is open").hasValue(0);
        assertThatThrownBy(first::key).isInstanceOf(IllegalStateException.class);
        key.release();
        assertThat(wipes).hasValue(1);
    }

    @Test
    void aWipeThatFailsIsHeardOf() {
        LeasedKey broken = new LeasedKey(() -> {
            throw new java.io.IOException("broken");
        });
        broken.retire();
        assertThatThrownBy(broken::release).isInstanceOf(IllegalStateException.class);
    }

    /** Random steps against a model in plain words. */
    @RepeatedTest(200)
    void doesWhatTheEssaySays() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int leases = 1;
        boolean retired = false;
        List<String> story = new ArrayList<>();
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    story.add("acquire");
                    assertThat(key.acquire()).as("seed %d: %s", seed, story).isEqualTo(!retired);
                    leases += retired ? 0 : 1;
                }
                case 2 -> {
                    if (leases > 0) {
                        story.add("release");
                        key.release();
                        leases--;
                    }
                }
                default -> {
                    if (random.nextInt(8) == 0) {
                        story.add("retire");
                        key.retire();
                        retired = true;
                    }
                }
            }
            assertThat(wipes.get()).as("seed %d: %s", seed, story).isEqualTo(retired && leases == 0 ? 1 : 0);
        }
    }
}
