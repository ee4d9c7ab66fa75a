package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.key.KeyCache;
import dev.rowseal.key.KeyRing;
import dev.rowseal.memory.Secret;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fails in the background and is no refusal: nobody loses a key by it that is in its time. */
@Timeout(60)
class RefreshFailsTest extends KeyRings {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private Duration grace = Duration.ZERO;
    private @Nullable ClockedKeys cache;

    @Override
    KeyCache cache() {
        if (cache == null) {
            cache = new ClockedKeys(TTL, grace, clock, waiting::add);
        }
        return cache;
    }

    private void runBackground() {
        for (Runnable task = waiting.poll(); task != null; task = waiting.poll()) {
            task.run();
        }
    }

    private void failsAhead(KeyRing ring, long keyId) {
        long failed = Events.count(Event.KEY_REFRESH_FAILED);
        later(TTL.multipliedBy(8).dividedBy(10));
        assertThat(sealingKey(ring)).isEqualTo(keyId);
        runBackground();
        assertThat(Events.count(Event.KEY_REFRESH_FAILED)).isEqualTo(failed + 1);
        assertThat(Secret.open()).isEqualTo(openAtFirst + 1);
        assertThat(sealingKey(ring)).isEqualTo(keyId);
    }

    /** As where the adapter is not there for one of those who share the key. */
    @Test
    void aWrongSetUpLeavesTheKeyToTheEndOfItsTimeAndNoLonger() {
        grace = TTL;
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        Misconfigured wrong = new Misconfigured("wrong");
        kms.failWith(() -> wrong);
        failsAhead(ring, keyId);
        later(TTL.dividedBy(5));
        assertThatThrownBy(() -> sealingKey(ring)).isSameAs(wrong);
        later(TTL);
        ((ClockedKeys) cache()).cleanUp();
        assertThat(Secret.open()).as("wiped").isEqualTo(openAtFirst);
    }

    /** As of an adapter that has a fault. */
    @Test
    void soDoesAnExceptionOfAnAdapter() {
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        kms.beforeUnwrap(() -> {
            throw new IllegalStateException("a fault");
        });
        failsAhead(ring, keyId);
        later(TTL.dividedBy(5));
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void soDoesASecondKekThatIsSetUpWrongWhileTheFirstIsOut() {
        grace = TTL;
        rotate(PATIENT, 1, kek, oldKek);
        KeyRing ring = ring("clinic", kek, List.of(oldKek));
        long keyId = sealingKey(ring);
        kms.failWith(() -> new KeyUnavailable("out"));
        oldKms.failWith(() -> new Misconfigured("wrong"));
        failsAhead(ring, keyId);
        KeyUnavailable out = new KeyUnavailable("out, too");
        oldKms.failWith(() -> out);
        later(TTL.dividedBy(5));
        assertThatThrownBy(() -> sealingKey(ring)).as("and no grace").isSameAs(out);
        kms.failWith(null);
        later(Duration.ofSeconds(2));
        assertThat(sealingKey(ring)).isEqualTo(keyId);
    }

    /** As where the keystore or the token is taken away: an outage that comes later is no way around it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWrongSetUpEndsGraceUntilTheKeyWasGivenAgain(boolean ahead) {
        grace = TTL;
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        Misconfigured wrong = new Misconfigured("the keystore is gone");
        kms.failWith(() -> wrong);
        if (ahead) {
            failsAhead(ring, keyId);
            later(TTL.dividedBy(5));
        } else {
            later(TTL);
            assertThatThrownBy(() -> sealingKey(ring)).isSameAs(wrong);
        }
        KeyUnavailable outage = new KeyUnavailable("out");
        kms.failWith(() -> outage);
        assertThatThrownBy(() -> sealingKey(ring)).isSameAs(outage);
        kms.failWith(null);
        later(Duration.ofSeconds(2));
        assertThat(sealingKey(ring)).isEqualTo(keyId);
        kms.failWith(() -> outage);
        later(TTL);
        assertThat(sealingKey(ring)).as("lent for grace").isEqualTo(keyId);
    }

    /** A generation that others made, under a KEK that this one's policy does not have yet. */
    @Test
    void whatIsRefusedOfTheNextKeyTakesNoneFromThoseWhoUseThisOne() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        KeyRing other = ring("clinic", oldKek, List.of(kek));
        assertThat(openingKey(other, "public.patient", first)).isEqualTo(first);
        rotate(PATIENT, 2, oldKek);
        int unwraps = kms.unwraps();
        failsAhead(ring, first);
        assertThat(openingKey(other, "public.patient", first)).isEqualTo(first);
        assertThat(kms.unwraps()).isEqualTo(unwraps);
        later(TTL.dividedBy(5));
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyRefused.class);
    }

    /** Whoever asked has wiped it already. */
    @Test
    void whatIsOpenedAfterARefusalStays() {
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        later(TTL.multipliedBy(8).dividedBy(10));
        assertThat(sealingKey(ring)).isEqualTo(keyId);
        kms.failWith(() -> new KeyRefused("denied"));
        ((ClockedKeys) cache()).afterRefresh = () -> {
            assertThat(Secret.open()).isEqualTo(openAtFirst);
            kms.failWith(null);
            assertThat(sealingKey(ring)).isEqualTo(keyId);
        };
        int unwraps = kms.unwraps();
        runBackground();
        assertThat(Secret.open()).isEqualTo(openAtFirst + 1);
        assertThat(sealingKey(ring)).isEqualTo(keyId);
        assertThat(kms.unwraps()).isEqualTo(unwraps + 2);
    }

    /** What the one asks for is no reason to leave the other in peace, which may be back. */
    @Test
    void theOutageOfOneKekIsNotRememberedOfTheOther() {
        rotate(PATIENT, 1, kek, oldKek);
        KeyRing ring = ring("clinic", kek, List.of(oldKek));
        kms.failWith(() -> new KeyUnavailable("out"));
        oldKms.failWith(() -> new KeyUnavailable("throttled", null, Duration.ofSeconds(10)));
        // It takes longer to fail than the other's outage is believed.
        oldKms.beforeUnwrap(() -> later(Duration.ofSeconds(2)));
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyUnavailable.class);
        kms.failWith(null);
        int asked = oldKms.unwraps();
        assertThat(sealingKey(ring)).isPositive();
        assertThat(oldKms.unwraps()).isEqualTo(asked);
    }
}
