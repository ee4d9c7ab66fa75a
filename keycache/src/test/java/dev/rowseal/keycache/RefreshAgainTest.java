package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyRing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** A try to refresh a key ahead of time whose end is never told. */
class RefreshAgainTest extends KeyRings {

    private static final Duration DUE = TTL.multipliedBy(8).dividedBy(10);

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean deep;
    private final ClockedKeys cache = new ClockedKeys(TTL, Duration.ZERO, clock, this::takeOn);

    @Override
    KeyCache cache() {
        return cache;
    }

    private void takeOn(Runnable task) {
        if (deep) {
            throw new StackOverflowError();
        }
        waiting.add(task);
    }

    @Test
    void itIsOverWhenTheTimeOfTheKeyIs() {
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        later(DUE);
        deep = true;
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(StackOverflowError.class);
        deep = false;
        assertThat(sealingKey(ring)).isEqualTo(keyId);
        assertThat(waiting).as("while it may still be trying").isEmpty();
        later(TTL.minus(DUE));
        sealingKey(ring);
        later(DUE);
        sealingKey(ring);
        assertThat(waiting).hasSize(1);
    }
}
