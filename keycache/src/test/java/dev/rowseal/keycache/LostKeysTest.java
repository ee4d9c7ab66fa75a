package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.StoredKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that the key table has forgotten, as after a failover, and what is never put back. */
@Timeout(60)
class LostKeysTest extends KeyRings {

    /** The longest that anybody may hold a key, and how long destroying waits. */
    private static final Duration LEASE = TTL.plusHours(1);

    /** As after a failover to a server that had not heard of it yet: values were sealed under it and acknowledged. */
    @Test
    void aKeyThatVanishedIsPutBackAsItWas() {
        KeyRing ring = ring();
        sealingKey(ring);
        rotate(PATIENT, 2, kek);
        later(TTL);
        long second = sealingKey(ring);
        index(ring, "email");
        List<StoredKey> all = table.all();
        long before = Events.count(Event.KEY_RESTORED);
        all.forEach(key -> table.remove(key.record().keyId()));
        later(TTL);

        assertThat(sealingKey(ring)).isEqualTo(second);
        index(ring, "email");
        assertThat(Events.count(Event.KEY_RESTORED)).isEqualTo(before + 3);
        assertThat(table.all())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("revision")
                .containsExactlyInAnyOrderElementsOf(all);
        assertThat(sealingKey(ring())).isEqualTo(second);
    }

    @Test
    void anIndexKeyThatVanishedIsToldOfWhereAnotherTookItsPlace() {
        KeyRing ring = ring();
        byte[] index = index(ring, "email");
        table.all().forEach(key -> table.remove(key.record().keyId()));
        // Another id, or the row is not lost.
        sealingKey(ring());
        assertThat(index(ring(), "email")).isNotEqualTo(index);
        later(TTL);

        assertThatThrownBy(() -> index(ring, "email"))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("another key is in its place");
        assertThat(table.all()).hasSize(2);
    }

    /** Who read it before it was lost, and changes it now, shall find that it is another; also where the clock is behind. */
    @Test
    void itsRevisionIsOneThatItNeverHad() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        for (int again = 0; again < 2; again++) {
            long revision = table.now() + 1_000_000 + again;
            table.tamper(
                    first,
                    key -> new StoredKey(
                            key.record(), key.state(), key.commitment(), key.wrappings(), 0, key.maxLease(), revision));
            later(TTL);
            sealingKey(ring);
            table.remove(first);
            later(TTL);
            sealingKey(ring);
            assertThat(table.byId(first).orElseThrow().revision()).isGreaterThan(revision);
        }
    }

    @Test
    void whoOnlyOpensPutsAKeyBackToo() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        later(TTL);
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
        table.remove(first);
        later(TTL);
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
        assertThat(table.all()).hasSize(1);
        assertThatThrownBy(() -> openingKey(ring, "public.visit", first)).isInstanceOf(NotAuthentic.class);
    }

    /** All who sealed with it miss it at once, and one is first. */
    @Test
    void whoIsSecondToPutAKeyBackGoesOn() {
        KeyRing ring = ring();
        KeyRing other = ring();
        long first = sealingKey(ring);
        assertThat(sealingKey(other)).isEqualTo(first);
        table.remove(first);
        later(TTL);
        table.beforeInsert = () -> {
            table.beforeInsert = () -> {};
            assertThat(sealingKey(other)).isEqualTo(first);
        };
        assertThat(sealingKey(ring)).isEqualTo(first);
        assertThat(table.all()).hasSize(1);

        table.remove(first);
        later(TTL);
        table.beforeInsert = () -> {
            table.beforeInsert = () -> {};
            assertThat(openingKey(other, "public.patient", first)).isEqualTo(first);
        };
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
        assertThat(table.all()).hasSize(1);
    }

    @Test
    void aKeyIsNotPutBackInAStateThatItHasLeft() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        rotate(PATIENT, 2, kek);
        table.setState(first, KeyState.RETIRED);
        later(TTL);
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
        table.setState(first, KeyState.DESTROYED);
        later(TTL);
        assertThatThrownBy(() -> openingKey(ring, "public.patient", first)).isInstanceOf(KeyRefused.class);
        long second = sealingKey(ring);
        table.remove(first);
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(second);
        assertThatThrownBy(() -> openingKey(ring, "public.patient", first)).isInstanceOf(KeyRefused.class);
        assertThat(table.all()).hasSize(1);
    }

    /** As {@link #aKeyIsNotPutBackInAStateThatItHasLeft}, of a process that never seals. */
    @Test
    void whoOnlyOpensPutsNoDestroyedKeyBack() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        later(TTL);
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
        table.setState(first, KeyState.DESTROYED);
        later(TTL);
        assertThatThrownBy(() -> openingKey(ring, "public.patient", first)).hasMessageContaining("was destroyed");
        table.remove(first);
        later(TTL);
        assertThatThrownBy(() -> openingKey(ring, "public.patient", first)).isInstanceOf(KeyRefused.class);
        assertThat(table.all()).isEmpty();
    }

    /** By then it may have been destroyed, and its tombstone lost. */
    @Test
    void whatWasReadTooLongAgoIsNotPutBack() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        table.remove(first);
        later(LEASE.minusMillis(1));
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
        table.remove(first);
        later(LEASE);
        assertThatThrownBy(() -> openingKey(ring, "public.patient", first)).isInstanceOf(KeyRefused.class);
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyRefused.class);
        assertThat(table.all()).isEmpty();
    }

    /** While the clock is wrong it may have been destroyed; and then it may not have been. */
    @Test
    void aClockThatIsSetBackMakesNobodyForgetWhatIsMissing() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        long other = rotate(PATIENT, 2, kek);
        table.remove(first);
        clock.set(Duration.ofHours(-3));
        assertThat(sealingKey(ring)).isEqualTo(other);
        assertThat(table.all()).hasSize(1);
        clock.set(Duration.ofHours(3));
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(other);
        assertThat(table.byId(first)).isPresent();
    }

    @Test
    void whatIsGivenUpIsTold() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        long other = rotate(PATIENT, 2, kek);
        table.remove(first);
        long lost = Events.count(Event.KEY_LOST);
        later(LEASE);
        assertThat(sealingKey(ring)).isEqualTo(other);
        assertThat(Events.count(Event.KEY_LOST)).isEqualTo(lost + 1);
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(other);
        assertThat(Events.count(Event.KEY_LOST)).isEqualTo(lost + 1);
        assertThat(table.all()).hasSize(1);
    }

    @Test
    void whatWasRetiredTooLongAgoIsNotPutBack() {
        for (boolean over : new boolean[] {false, true}) {
            KeyRing ring = ring();
            long first = sealingKey(ring);
            table.tamper(first, key -> retired(key, table.now() - LEASE.toMillis() + (over ? 0 : 60_000)));
            later(TTL);
            assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
            table.remove(first);
            later(TTL);
            if (over) {
                assertThatThrownBy(() -> openingKey(ring, "public.patient", first))
                        .isInstanceOf(KeyRefused.class);
            } else {
                assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
            }
            assertThat(table.all()).hasSize(over ? 0 : 1);
            table.remove(first);
        }
    }

    private static StoredKey retired(StoredKey key, long retiredAt) {
        return new StoredKey(
                key.record(),
                KeyState.RETIRED,
                key.commitment(),
                key.wrappings(),
                retiredAt,
                key.maxLease(),
                key.revision() + 1);
    }

    @Test
    void whoFindsThatAnotherWasFirstGoesOn() {
        KeyRing ring = ring();
        KeyRing other = ring();
        long first = sealingKey(ring);
        assertThat(sealingKey(other)).isEqualTo(first);
        table.remove(first);
        later(TTL);
        table.beforeOfOwner = () -> {
            table.beforeOfOwner = () -> {};
            assertThat(sealingKey(other)).isEqualTo(first);
        };
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
    }

    @Test
    void allWhoMissAKeyAtOnceGoOn() throws Exception {
        int threads = 8;
        List<KeyRing> both = List.of(ring(), ring());
        long first = sealingKey(both.get(0));
        assertThat(sealingKey(both.get(1))).isEqualTo(first);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 200; round++) {
                table.remove(first);
                later(TTL);
                CyclicBarrier together = new CyclicBarrier(threads);
                List<Future<Long>> all = new ArrayList<>();
                for (int thread = 0; thread < threads; thread++) {
                    KeyRing ring = both.get(thread % 2);
                    boolean seals = thread >= 6;
                    all.add(executor.submit(() -> {
                        together.await();
                        return seals ? sealingKey(ring) : openingKey(ring, "public.patient", first);
                    }));
                }
                for (Future<Long> one : all) {
                    assertThat(one.get()).isEqualTo(first);
                }
                assertThat(table.all()).hasSize(1);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    /** What cannot be put back is believed to be absent for as long as any other. */
    @Test
    void whatCannotBePutBackIsNotTriedAgainAtEachOpening() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        table.remove(first);
        long other = rotate(new KeyRecord(first + 7, PATIENT, 1, clock.millis()), record -> record, kek);
        table.setState(other, KeyState.RETIRED);
        later(TTL);
        int reads = table.reads.get();
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> openingKey(ring, "public.patient", first)).isInstanceOf(KeyRefused.class);
        }
        assertThat(table.reads.get() - reads).isLessThan(10);
    }

    /** It would outrank all that is proved later, and come back when its forger has deleted it. */
    @Test
    void aForgedRowUnderTheIdOfAKeyIsNotPutBack() {
        List<UnaryOperator<StoredKey>> forgeries = List.of(
                key -> new StoredKey(
                        new KeyRecord(
                                key.record().keyId(),
                                PATIENT,
                                1_000,
                                key.record().createdAt()),
                        key.state(),
                        key.commitment(),
                        key.wrappings(),
                        0,
                        key.maxLease(),
                        key.revision() + 1),
                key -> new StoredKey(
                        key.record(),
                        key.state(),
                        new byte[32],
                        key.wrappings(),
                        0,
                        key.maxLease(),
                        key.revision() + 1),
                key -> new StoredKey(
                        key.record(), key.state(), key.commitment(), List.of(), 0, key.maxLease(), key.revision() + 1));
        for (UnaryOperator<StoredKey> forgery : forgeries) {
            KeyRing ring = ring();
            long first = sealingKey(ring);
            StoredKey row = table.byId(first).orElseThrow();
            table.tamper(first, forgery);
            later(TTL);
            assertThatThrownBy(() -> sealingKey(ring)).isInstanceOfAny(NotAuthentic.class, KeyRefused.class);
            table.remove(first);
            later(TTL);
            assertThat(sealingKey(ring)).isEqualTo(first);
            assertThat(table.all())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("revision")
                    .containsExactly(row);
            table.remove(first);
        }
    }
}
