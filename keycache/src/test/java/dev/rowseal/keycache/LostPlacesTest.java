package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.Lease;
import dev.rowseal.key.StoredKey;
import dev.rowseal.memory.Secret;
import dev.rowseal.seal.ColumnContext;
import dev.rowseal.seal.DataKey;
import dev.rowseal.seal.RowId;
import dev.rowseal.seal.RunLimits;
import dev.rowseal.seal.Sealer;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A data key that the key table has forgotten, and whose generation was given to another key since. */
@Timeout(60)
class LostPlacesTest extends KeyRings {

    private static final ColumnContext SSN = ColumnContext.of("clinic", "public.patient", "ssn", ValueClass.TEXT);
    private static final RowId ROW = RowId.of(List.of(new Value.Int(71)));
    private static final Value SEALED = new Value.Text("078-05-1120");

    private static byte[] sealed(KeyRing ring) {
        try (Lease<DataKey> lease = ring.sealing("public.patient")) {
            return Sealer.seal(lease.key(), SSN, ROW, SEALED, 0);
        }
    }

    private static Value opened(KeyRing ring, long keyId, byte[] envelope) {
        try (Lease<DataKey> lease = ring.opening("public.patient", keyId)) {
            return Sealer.open(lease.key(), SSN, ROW, envelope);
        }
    }

    /** As by a process that made a first key after the failover. */
    private long takePlace(long keyId) {
        table.remove(keyId);
        return rotate(new KeyRecord(keyId + 7, PATIENT, 1, clock.millis()), record -> record, kek);
    }

    @Test
    void itGoesOnAsARetiredKeyOfAnotherGeneration() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        byte[] envelope = sealed(ring);
        StoredKey lost = table.byId(first).orElseThrow();
        long other = takePlace(first);
        byte[] theirs = sealed(ring());
        later(TTL);
        long restored = Events.count(Event.KEY_RESTORED);

        long newest = sealingKey(ring);
        assertThat(newest).isNotIn(first, other);
        assertThat(Events.count(Event.KEY_RESTORED)).isEqualTo(restored + 1);
        assertThat(table.all())
                .extracting(key -> key.record().keyId(), key -> key.record().generation(), StoredKey::state)
                .containsExactlyInAnyOrder(
                        tuple(other, 1, KeyState.ACTIVE),
                        tuple(first, 2, KeyState.RETIRED),
                        tuple(newest, 3, KeyState.ACTIVE));
        StoredKey placed = table.byId(first).orElseThrow();
        assertThat(placed.record().createdAt()).isEqualTo(lost.record().createdAt());
        assertThat(placed.maxLease()).isGreaterThanOrEqualTo(TTL.plusHours(1).toMillis());
        assertThat(placed.retiredAt()).isBetween(table.now() - 60_000, table.now());
        assertThat(placed.wrappings()).isEqualTo(lost.wrappings());
        for (KeyRing one : List.of(ring, ring())) {
            assertThat(opened(one, first, envelope)).isEqualTo(SEALED);
            assertThat(opened(one, other, theirs)).isEqualTo(SEALED);
            assertThat(sealingKey(one)).isEqualTo(newest);
            later(TTL);
            assertThat(sealingKey(one)).isEqualTo(newest);
        }
        assertThat(table.all()).hasSize(3);
        assertThat(Events.count(Event.KEY_RESTORED)).isEqualTo(restored + 1);
    }

    /** The server that has the new place may be lost as well. */
    @Test
    void itComesBackAgainWhereItsNewPlaceIsLostToo() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        byte[] envelope = sealed(ring);
        takePlace(first);
        later(TTL);
        sealingKey(ring);
        assertThat(table.byId(first).orElseThrow().record().generation()).isEqualTo(2);

        table.remove(first);
        later(TTL);
        sealingKey(ring);
        assertThat(table.byId(first).orElseThrow().state()).isEqualTo(KeyState.RETIRED);
        assertThat(opened(ring(), first, envelope)).isEqualTo(SEALED);
    }

    /** Rights in the database, as a KMS's: the process seals under what is there. */
    @Test
    void whoMayNotInsertSealsUnderTheOther() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        long other = takePlace(first);
        later(TTL);
        table.beforeInsert = () -> {
            throw new Misconfigured("may not insert into rowseal_keys");
        };
        long told = Events.count(Event.KEY_LOST);
        assertThat(sealingKey(ring)).isEqualTo(other);
        assertThat(Events.count(Event.KEY_LOST)).isEqualTo(told + 1);
        table.beforeInsert = () -> {};
        later(TTL);
        sealingKey(ring);
        assertThat(table.byId(first)).isPresent();
    }

    /** The KMS is asked for one of two; the other needs it not. */
    @Test
    void oneThatCannotComeBackKeepsNoOtherFromIt() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        byte[] old = sealed(ring);
        long second = rotate(new KeyRecord(first + 3, PATIENT, 2, clock.millis()), record -> record, kek);
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(second);
        byte[] envelope = sealed(ring);
        assertThat(opened(ring, first, old)).isEqualTo(SEALED);
        table.remove(second);
        takePlace(first);
        later(TTL);
        kms.failWith(() -> new KeyUnavailable("out"));
        // By the grace that this ring has: the newest is in the table again.
        assertThat(sealingKey(ring)).isEqualTo(second);
        assertThat(table.byId(second)).isPresent();
        assertThat(table.byId(first)).isEmpty();
        kms.failWith(null);
        later(TTL);
        sealingKey(ring);
        assertThat(opened(ring(), first, old)).isEqualTo(SEALED);
        assertThat(opened(ring(), second, envelope)).isEqualTo(SEALED);
    }

    /** What the other sealed may be read first: its key is known then, and the lost one is missed all the same. */
    @Test
    void soItDoesWhereTheOthersValuesAreOpenedFirst() {
        for (int generation = 1; generation <= 2; generation++) {
            KeyRing ring = ring();
            long first = sealingKey(ring);
            byte[] envelope = sealed(ring);
            table.remove(first);
            long other = rotate(new KeyRecord(first + 7, PATIENT, generation, clock.millis()), record -> record, kek);
            byte[] theirs = sealed(ring());
            later(TTL);
            assertThat(opened(ring, other, theirs)).isEqualTo(SEALED);
            sealingKey(ring);
            assertThat(table.byId(first)).isPresent();
            assertThat(opened(ring(), first, envelope)).isEqualTo(SEALED);
            table.all().forEach(key -> table.remove(key.record().keyId()));
        }
    }

    /** Of two generations that were lost who has the newer one puts it back, and not the other for him who has that. */
    @Test
    void anOlderGenerationComesBackWhereTheNewerOneIsKnown() {
        for (boolean opens : new boolean[] {false, true}) {
            KeyRing ring = ring();
            long older = sealingKey(ring);
            byte[] envelope = sealed(ring);
            KeyRing next = ring();
            long newer = rotate(PATIENT, 2, kek);
            byte[] theirs = sealed(next);
            table.remove(older);
            table.remove(newer);
            later(TTL);
            assertThat(sealingKey(next)).isEqualTo(newer);
            assertThat(table.byId(older)).isEmpty();
            assertThat(opened(ring, newer, theirs)).isEqualTo(SEALED);
            if (opens) {
                assertThat(opened(ring, older, envelope)).isEqualTo(SEALED);
            } else {
                assertThat(sealingKey(ring)).isEqualTo(newer);
            }
            assertThat(table.all())
                    .extracting(key -> key.record().keyId(), key -> key.record().generation(), StoredKey::state)
                    .containsExactlyInAnyOrder(tuple(older, 1, KeyState.ACTIVE), tuple(newer, 2, KeyState.ACTIVE));
            table.all().forEach(key -> table.remove(key.record().keyId()));
        }
    }

    @Test
    void soItDoesWhereItIsMissedByWhoOpens() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        byte[] envelope = sealed(ring);
        long other = takePlace(first);
        later(TTL);
        assertThat(opened(ring, first, envelope)).isEqualTo(SEALED);
        assertThat(table.all()).hasSize(3);
        KeyRing next = ring();
        assertThat(opened(next, first, envelope)).isEqualTo(SEALED);
        assertThat(sealingKey(next)).isNotIn(first, other);
    }

    /** It is a retired key of another record now. */
    @Test
    void whoGivesItAnotherPlaceForgetsWhatItWas() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        takePlace(first);
        later(Duration.ofSeconds(2));
        int inMemory = Secret.open();
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
        assertThat(table.byId(first).orElseThrow().state()).isEqualTo(KeyState.RETIRED);
        assertThat(Secret.open()).as("under its new record alone").isEqualTo(inMemory);
        kms.failWith(() -> new KeyRefused("disabled"));
        assertThatThrownBy(() -> sealingKey(ring)).hasMessageContaining("disabled");
    }

    /** The generation that it has now lies below the one that it had, and his cache is his own. */
    @Test
    void whoOpensItWhereAnotherGaveItItsPlaceSealsWithItNoLonger() {
        long second = rotate(PATIENT, 2, kek);
        KeyRing neighbour = ring();
        assertThat(sealingKey(neighbour)).isEqualTo(second);
        KeyRing ring = new KeyRing(
                new KeyPolicy("clinic", kek, List.of()),
                table,
                new ClockedKeys(TTL, Duration.ZERO, clock, Runnable::run),
                RunLimits.DEFAULT,
                clock,
                clock::nanos);
        rings.add(ring);
        assertThat(sealingKey(ring)).isEqualTo(second);
        table.remove(second);
        rotate(new KeyRecord(second + 7, PATIENT, 2, clock.millis()), record -> record, kek);
        later(Duration.ofSeconds(2));
        assertThat(openingKey(neighbour, "public.patient", second)).isEqualTo(second);
        assertThat(table.byId(second).orElseThrow().record().generation()).isEqualTo(1);
        assertThat(openingKey(ring, "public.patient", second)).isEqualTo(second);
        assertThat(sealingKey(ring)).isNotEqualTo(second);
    }

    @Test
    void allWhoSealedWithItGoOn() {
        KeyRing ring = ring();
        KeyRing neighbour = ring();
        long first = sealingKey(ring);
        byte[] envelope = sealed(neighbour);
        takePlace(first);
        later(TTL);
        table.beforeInsert = () -> {
            table.beforeInsert = () -> {};
            sealed(neighbour);
        };
        long newest = sealingKey(ring);
        assertThat(sealingKey(neighbour)).isEqualTo(newest);
        assertThat(opened(neighbour, first, envelope)).isEqualTo(SEALED);
        assertThat(opened(ring, first, envelope)).isEqualTo(SEALED);
        assertThat(table.all()).hasSize(3);
    }

    @Test
    void twoThatWereLostOfOneGenerationBothGoOn() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        byte[] envelope = sealed(ring);
        long second = takePlace(first);
        KeyRing next = ring();
        byte[] theirs = sealed(next);
        table.remove(second);
        rotate(new KeyRecord(second + 7, PATIENT, 1, clock.millis()), record -> record, kek);
        later(TTL);
        long newest = sealingKey(ring);
        assertThat(sealingKey(next)).isGreaterThanOrEqualTo(newest);
        for (KeyRing one : List.of(ring, next, ring())) {
            later(TTL);
            sealingKey(one);
            assertThat(opened(one, first, envelope)).isEqualTo(SEALED);
            assertThat(opened(one, second, theirs)).isEqualTo(SEALED);
        }
    }

    @Test
    void whereTheKmsIsOutItIsTriedAgain() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        byte[] envelope = sealed(ring);
        takePlace(first);
        later(TTL);
        kms.failWith(() -> new KeyUnavailable("out"));
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyUnavailable.class);
        kms.failWith(null);
        later(Duration.ofSeconds(2));
        sealingKey(ring);
        assertThat(opened(ring(), first, envelope)).isEqualTo(SEALED);
    }

    /** A key that nobody may unwrap is not brought under another generation by a process that still has it. */
    @Test
    void whereTheKmsRefusesItIsForgottenAtOnce() {
        for (boolean authentic : new boolean[] {true, false}) {
            KeyRing ring = ring();
            long first = sealingKey(ring);
            long other = takePlace(first);
            later(TTL);
            kms.failWith(() -> authentic ? new KeyRefused("disabled") : new NotAuthentic("not its own"));
            assertThatThrownBy(() -> sealingKey(ring)).hasMessageContaining(authentic ? "disabled" : "not its own");
            assertThat(table.byId(first)).isEmpty();
            assertThat(Secret.open()).isEqualTo(openAtFirst);
            kms.failWith(null);
            table.remove(other);
        }
    }

    /** Its only right is to unwrap, which is all that sealing takes; others may make room. */
    @Test
    void whoMayNotMakeRoomSealsUnderTheOther() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        byte[] envelope = sealed(ring);
        long other = takePlace(first);
        kms.failWrapsWith(() -> new KeyRefused("may not wrap"));
        later(TTL);
        long lost = Events.count(Event.KEY_LOST);
        assertThat(sealingKey(ring)).isEqualTo(other);
        assertThat(Events.count(Event.KEY_LOST)).isEqualTo(lost + 1);

        later(Duration.ofSeconds(2));
        int unwraps = kms.unwraps();
        int reads = table.reads.get();
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> opened(ring, first, envelope)).isInstanceOf(KeyRefused.class);
            assertThat(sealingKey(ring)).isEqualTo(other);
        }
        assertThat(kms.unwraps()).isLessThanOrEqualTo(unwraps + 1);
        assertThat(table.reads.get() - reads).isLessThan(20);
        assertThat(Events.count(Event.KEY_LOST)).isEqualTo(lost + 2);

        kms.failWrapsWith(null);
        long third = rotate(PATIENT, 3, kek);
        kms.failWrapsWith(() -> new KeyRefused("may not wrap"));
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(third);
        assertThat(opened(ring(), first, envelope)).isEqualTo(SEALED);
    }

    @Test
    void whereAnotherMakesRoomMeanwhileItGoesOnThere() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        byte[] envelope = sealed(ring);
        takePlace(first);
        later(TTL);
        kms.failWrapsWith(() -> {
            kms.failWrapsWith(null);
            rotate(PATIENT, 3, kek);
            kms.failWrapsWith(() -> new KeyRefused("may not wrap"));
            return new KeyRefused("may not wrap");
        });
        assertThat(opened(ring, first, envelope)).isEqualTo(SEALED);
        assertThat(table.all()).hasSize(3);
    }

    @Test
    void whereNoKeyIsActiveItIsRefused() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        table.setState(takePlace(first), KeyState.RETIRED);
        later(TTL);
        assertThatThrownBy(() -> sealingKey(ring)).hasMessageContaining("another key is in its place");
        assertThat(table.all()).hasSize(1);
    }
}
