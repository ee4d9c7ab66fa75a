package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyRing;
import dev.rowseal.memory.Secret;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A KEK is disabled while its keys are in use all the time: how long that goes on, by a clock that the test turns. */
class RevocationTest extends KeyRings {

    private static final Duration STEP = Duration.ofSeconds(1);
    private static final int STEPS_OF_TTL = (int) TTL.dividedBy(STEP);

    /** What becomes of the refreshes in the background. */
    private enum Background {
        RUNS,
        /** For a minute, as behind others that wait for time-outs. */
        IS_LATE,
        IS_STUCK
    }

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private @Nullable ClockedKeys cache;
    private Duration grace = Duration.ZERO;

    @Override
    KeyCache cache() {
        if (cache == null) {
            cache = new ClockedKeys(TTL, grace, clock, waiting::add);
        }
        return cache;
    }

    private void run(Background background, int step) {
        if (background == Background.IS_STUCK || background == Background.IS_LATE && step % 60 != 0) {
            return;
        }
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDisabledKekStopsEveryUseWithinTheTimeToLiveAndASecond(Background background) {
        for (Duration each : new Duration[] {Duration.ZERO, TTL}) {
            // Each moment in a key's life, a few apart.
            for (int uses = 1; uses < 2 * STEPS_OF_TTL; uses += 17) {
                grace = each;
                disabledAfter(uses, background);
            }
        }
    }

    private void disabledAfter(int uses, Background background) {
        cache = null;
        waiting.clear();
        kms.failWith(null);
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        for (int step = 0; step < uses; step++) {
            use(ring, keyId);
            later(STEP);
            run(background, step);
        }
        kms.failWith(() -> new KeyRefused("disabled"));
        int last = 0;
        for (int step = 1; step <= 2 * STEPS_OF_TTL; step++) {
            later(STEP);
            run(background, step);
            if (uses(ring, keyId)) {
                last = step;
            }
        }
        assertThat(STEP.multipliedBy(last)).as("disabled after %d uses", uses).isLessThanOrEqualTo(TTL.plusSeconds(1));
        ((ClockedKeys) cache()).cleanUp();
        assertThat(Secret.open()).as("wiped").isEqualTo(openAtFirst);
        ring.close();
    }

    /** One of the machine's clocks stands still meanwhile. */
    @Test
    void aSuspendedMachineHasNothingLeft() {
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        kms.failWith(() -> new KeyRefused("disabled"));
        assertThat(uses(ring, keyId)).isTrue();
        clock.set(TTL);
        assertThat(uses(ring, keyId)).isFalse();
        ring.close();
    }

    @ParameterizedTest
    @EnumSource
    void anOutageBeforeItProlongsItByNoMoreThanGrace(Background background) {
        grace = TTL.dividedBy(2);
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        later(STEP);
        kms.failWith(() -> new KeyUnavailable("cut off by whoever does not want it known that the KEK is disabled"));
        int last = 0;
        for (int step = 1; step <= 2 * STEPS_OF_TTL; step++) {
            later(STEP);
            run(background, step);
            if (uses(ring, keyId)) {
                last = step;
            }
        }
        // No sooner either, or grace would be worth nothing.
        assertThat(STEP.multipliedBy(last))
                .isBetween(TTL.plus(grace).minusSeconds(5), TTL.plus(grace).plusSeconds(1));
    }

    private static void use(KeyRing ring, long keyId) {
        assertThat(sealingKey(ring)).isEqualTo(keyId);
        openingKey(ring, "public.patient", keyId);
        index(ring, "email");
    }

    /** Whether anything of it went well. */
    private static boolean uses(KeyRing ring, long keyId) {
        boolean seals = goesWell(() -> sealingKey(ring));
        boolean opens = goesWell(() -> openingKey(ring, "public.patient", keyId));
        return goesWell(() -> index(ring, "email")) || seals || opens;
    }

    private static boolean goesWell(Runnable use) {
        try {
            use.run();
            return true;
        } catch (RowsealFailure refused) {
            return false;
        }
    }
}
