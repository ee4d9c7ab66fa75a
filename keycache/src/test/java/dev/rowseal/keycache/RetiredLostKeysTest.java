package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rowseal.event.Event;
import dev.rowseal.event.Events;
import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.StoredKey;
import dev.rowseal.key.Wrapping;
import dev.rowseal.memory.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that seal no longer, and that the key table has forgotten. */
@Timeout(60)
class RetiredLostKeysTest extends KeyRings {

    /** The second of three generations, retired, which comes back by who opened it; nobody has the third. */
    private long aboveTheNewest(KeyRing opens) {
        long second = lost(opens);
        assertThat(openingKey(opens, "public.patient", second)).isEqualTo(second);
        return second;
    }

    private long lost(KeyRing opens) {
        if (table.ofOwner(PATIENT).isEmpty()) {
            rotate(PATIENT, 1, kek);
        }
        long second = rotate(PATIENT, 2, kek);
        long third = rotate(PATIENT, 3, kek);
        // This table counts its ids: what is made next gets none that was lost.
        ring().sealing("public.visit").close();
        table.setState(second, KeyState.RETIRED);
        assertThat(openingKey(opens, "public.patient", second)).isEqualTo(second);
        table.remove(second);
        table.remove(third);
        later(TTL);
        return second;
    }

    /** Who opens it seals under none before it, and the one behind it is gone. */
    @Test
    void oneThatComesBackAboveAllOthersIsFollowed() {
        KeyRing ring = ring();
        long second = aboveTheNewest(ring);
        long first = table.ofOwner(PATIENT).get(0).record().keyId();

        long newest = sealingKey(ring);
        assertThat(newest).isNotIn(first, second);
        assertThat(table.ofOwner(PATIENT))
                .extracting(key -> key.record().keyId(), key -> key.record().generation(), StoredKey::state)
                .containsExactlyInAnyOrder(
                        tuple(first, 1, KeyState.ACTIVE),
                        tuple(second, 2, KeyState.RETIRED),
                        tuple(newest, 3, KeyState.ACTIVE));
        for (KeyRing one : new KeyRing[] {ring, ring()}) {
            assertThat(openingKey(one, "public.patient", second)).isEqualTo(second);
            assertThat(sealingKey(one)).isEqualTo(newest);
            later(TTL);
            assertThat(sealingKey(one)).isEqualTo(newest);
        }
        assertThat(table.ofOwner(PATIENT)).hasSize(3);
    }

    /** Others too, whether they have sealed under the one before it or have the next. */
    @Test
    void allGoOn() {
        KeyRing older = ring();
        sealingKey(older);
        KeyRing ring = ring();
        KeyRing next = ring();
        long second = aboveTheNewest(ring);
        long newest = sealingKey(older);
        assertThat(openingKey(older, "public.patient", second)).isEqualTo(second);
        for (KeyRing one : List.of(older, ring, next)) {
            assertThat(sealingKey(one)).isEqualTo(newest);
        }
    }

    /** Others may; he seals under no key that is older than one he has seen, and so nobody does who opens it. */
    @Test
    void whereNoneMayBeMadeItComesBackAllTheSame() {
        KeyRing ring = ring();
        long second = lost(ring);
        kms.failWrapsWith(() -> new KeyRefused("may not wrap"));
        long told = Events.count(Event.KEY_ROTATION_FAILED);
        assertThat(openingKey(ring, "public.patient", second)).isEqualTo(second);
        assertThat(Events.count(Event.KEY_ROTATION_FAILED)).isEqualTo(told + 1);
        assertThat(table.ofOwner(PATIENT)).hasSize(2);
        assertThatThrownBy(() -> sealingKey(ring))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("may not wrap");
        later(Duration.ofSeconds(2));
        kms.failWrapsWith(null);
        long third = rotate(PATIENT, 3, kek);
        assertThat(sealingKey(ring)).isEqualTo(third);
        assertThat(openingKey(ring, "public.patient", second)).isEqualTo(second);
    }

    /** What it sealed opens, whatever the KMS does; and who has put it back makes its successor as soon as he can. */
    @Test
    void inAnOutageItComesBackAllTheSameAndIsFollowedLater() {
        KeyRing ring = ring();
        long second = lost(ring);
        kms.failWrapsWith(() -> new KeyUnavailable("nobody answers"));
        assertThat(openingKey(ring, "public.patient", second)).isEqualTo(second);
        assertThat(table.ofOwner(PATIENT)).hasSize(2);
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyUnavailable.class);
        kms.failWrapsWith(null);
        long newest = sealingKey(ring);
        assertThat(newest).isNotEqualTo(second);
        assertThat(table.ofOwner(PATIENT)).hasSize(3);
        assertThat(openingKey(ring(), "public.patient", second)).isEqualTo(second);
        assertThat(sealingKey(ring())).isEqualTo(newest);
    }

    /** The one behind it needs no KMS, and keeps its place. */
    @Test
    void theOneBehindItComesBackFirstWhereItIsKnown() {
        KeyRing ring = ring();
        sealingKey(ring());
        long second = rotate(PATIENT, 2, kek);
        long third = rotate(PATIENT, 3, kek);
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(third);
        table.setState(second, KeyState.RETIRED);
        assertThat(openingKey(ring, "public.patient", second)).isEqualTo(second);
        table.remove(second);
        table.remove(third);
        later(TTL);
        assertThat(openingKey(ring, "public.patient", second)).isEqualTo(second);
        assertThat(table.ofOwner(PATIENT))
                .extracting(key -> key.record().keyId(), key -> key.record().generation(), StoredKey::state)
                .contains(tuple(second, 2, KeyState.RETIRED), tuple(third, 3, KeyState.ACTIVE))
                .hasSize(3);
        assertThat(sealingKey(ring)).isEqualTo(third);
    }

    /** Whoever has the one that seals puts it back; nobody makes another for an owner that has none. */
    @Test
    void whereNoneIsActiveNoneIsMade() {
        KeyRing ring = ring();
        sealingKey(ring());
        long second = rotate(PATIENT, 2, kek);
        table.setState(second, KeyState.RETIRED);
        assertThat(openingKey(ring, "public.patient", second)).isEqualTo(second);
        table.all().forEach(key -> table.remove(key.record().keyId()));
        later(TTL);
        assertThat(openingKey(ring, "public.patient", second)).isEqualTo(second);
        assertThat(table.ofOwner(PATIENT)).hasSize(1);
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyRefused.class);
    }

    /** It came back before any active one, which nobody could follow. */
    @Test
    void whereAllWereLostItIsFollowedWhenTheOneThatSealsIsBack() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        long second = lost(ring);
        table.remove(first);
        long newest = sealingKey(ring);
        assertThat(newest).isNotIn(first, second);
        assertThat(table.ofOwner(PATIENT))
                .extracting(key -> key.record().keyId(), key -> key.record().generation(), StoredKey::state)
                .containsExactlyInAnyOrder(
                        tuple(first, 1, KeyState.ACTIVE),
                        tuple(second, 2, KeyState.RETIRED),
                        tuple(newest, 3, KeyState.ACTIVE));
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(newest);
        assertThat(table.ofOwner(PATIENT)).hasSize(3);
    }

    @Test
    void soItIsWhereAnotherProcessPutsThatBack() {
        KeyRing seals = ring();
        long first = sealingKey(seals);
        KeyRing opens = ring();
        long second = lost(opens);
        table.remove(first);
        assertThat(openingKey(opens, "public.patient", second)).isEqualTo(second);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> sealingKey(opens)).isInstanceOf(KeyRefused.class);
        }
        assertThat(sealingKey(seals)).isEqualTo(first);
        kms.failWrapsWith(() -> new KeyRefused("may not wrap"));
        long told = Events.count(Event.KEY_ROTATION_FAILED);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> sealingKey(opens)).hasMessageContaining("may not wrap");
            later(Duration.ofSeconds(2));
        }
        assertThat(Events.count(Event.KEY_ROTATION_FAILED)).as("once").isEqualTo(told + 1);
        kms.failWrapsWith(null);
        assertThat(sealingKey(opens)).isNotIn(first, second);
        assertThat(table.ofOwner(PATIENT)).hasSize(3);
    }

    /** As where whoever put it back has ended before he could make one. */
    @Test
    void rotationByAgeFollowsIt() {
        long first = rotate(PATIENT, 1, kek);
        long second = rotate(PATIENT, 2, kek);
        table.setState(second, KeyState.RETIRED);
        later(Duration.ofDays(2));
        KeyRing ring = ring(new KeyPolicy("clinic", kek, List.of(), Optional.of(Duration.ofDays(1))));
        long newest = sealingKey(ring);
        assertThat(newest).isNotIn(first, second);
        assertThat(table.ofOwner(PATIENT))
                .extracting(key -> key.record().keyId(), key -> key.record().generation(), StoredKey::state)
                .contains(tuple(newest, 3, KeyState.ACTIVE))
                .hasSize(3);
    }

    /** What is newest may be a tombstone, or have come back as it was before a rewrap: the next opens for all as what seals does. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACTIVE")
    void whatFollowsItIsWrappedAsTheOneThatSeals(KeyState state) {
        rotate(PATIENT, 1, kek, oldKek);
        long second = rotate(PATIENT, 2, kek);
        table.setState(second, state);
        if (state == KeyState.DESTROYED) {
            table.setWrappings(second);
        }
        later(Duration.ofDays(2));
        KeyRing ring = ring(new KeyPolicy("clinic", kek, List.of(oldKek), Optional.of(Duration.ofDays(1))));
        long newest = sealingKey(ring);
        assertThat(table.byId(newest).orElseThrow().wrappings())
                .extracting(Wrapping::kekUri)
                .containsExactly(kek, oldKek);
        assertThat(table.byId(newest).orElseThrow().record().generation()).isEqualTo(3);
    }

    /** Whoever writes the table may have altered its wrapping before it was lost. */
    @Test
    void oneWhoseLastRowIsNotAuthenticIsForgottenAtOnce() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        rotate(PATIENT, 2, kek);
        later(TTL);
        long second = sealingKey(ring);
        assertThat(openingKey(ring, "public.patient", first)).isEqualTo(first);
        Wrapping good = table.byId(first).orElseThrow().wrappings().get(0);
        byte[] altered = good.wrappedKey().clone();
        altered[altered.length - 1] ^= 1;
        table.setWrappings(first, new Wrapping(good.kekUri(), good.kekVersion(), altered));
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(second);
        table.remove(first);
        rotate(new KeyRecord(first + 7, PATIENT, 1, clock.millis()), record -> record, kek);
        later(TTL);
        int open = Secret.open();
        long lost = Events.count(Event.KEY_LOST);

        assertThat(sealingKey(ring)).isEqualTo(second);
        assertThat(Secret.open()).isEqualTo(open - 1);
        assertThat(Events.count(Event.KEY_LOST)).isEqualTo(lost + 1);
        assertThat(table.byId(first)).isEmpty();
        later(TTL);
        assertThatThrownBy(() -> openingKey(ring, "public.patient", first)).isInstanceOf(NotAuthentic.class);
        int unwraps = kms.unwraps();
        int reads = table.reads.get();
        for (int i = 0; i < 50; i++) {
            assertThatThrownBy(() -> openingKey(ring, "public.patient", first))
                    .isInstanceOfAny(KeyRefused.class, NotAuthentic.class);
        }
        assertThat(kms.unwraps()).isLessThanOrEqualTo(unwraps + 1);
        assertThat(table.reads.get() - reads).isLessThan(10);
    }
}
