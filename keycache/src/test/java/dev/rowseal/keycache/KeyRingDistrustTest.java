package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.Purpose;
import dev.rowseal.key.StoredKey;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the ring does not believe the key table or the KMS. */
class KeyRingDistrustTest extends KeyRings {

    @Test
    void aKekThatWrapsButCannotUnwrapMakesNoKey() {
        KeyRing ring = ring();
        kms.beforeUnwrap(() -> {
            throw new KeyRefused("not allowed to decrypt");
        });

        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(KeyRefused.class);
        assertThat(table.all()).isEmpty();
    }

    @Test
    void aKeyOfAnotherTableNamespaceOrPurposeIsNotAuthentic() {
        KeyRing ring = ring();
        long keyId = sealingKey(ring);
        index(ring, "email");
        long indexKeyId = table.all().get(1).record().keyId();

        assertThatThrownBy(() -> openingKey(ring, "public.invoice", keyId))
                .isInstanceOf(NotAuthentic.class)
                .hasMessageContaining("public.invoice")
                .hasMessageContaining("public.patient");
        assertThatThrownBy(() -> openingKey(ring("other", kek, List.of()), "public.patient", keyId))
                .isInstanceOf(NotAuthentic.class);
        assertThatThrownBy(() -> openingKey(ring, "email", indexKeyId)).isInstanceOf(NotAuthentic.class);
    }

    @Test
    void anUnknownKeyIsRefusedAndAskedForAgainSoon() {
        KeyRing ring = ring();
        assertThatThrownBy(() -> openingKey(ring, "public.patient", 1)).isInstanceOf(KeyRefused.class);
        int reads = table.reads.get();
        assertThatThrownBy(() -> openingKey(ring, "public.patient", 1)).isInstanceOf(KeyRefused.class);
        assertThat(table.reads.get()).isEqualTo(reads);

        rotate(PATIENT, 1, kek);
        later(Duration.ofSeconds(1));
        assertThat(openingKey(ring, "public.patient", 1)).isEqualTo(1);
    }

    @Test
    void aKeyTableThatGoesBackInTimeGetsItsKeyBack() {
        KeyRing ring = ring();
        sealingKey(ring);
        long second = rotate(PATIENT, 2, kek);
        openingKey(ring, "public.patient", second);
        table.remove(second);
        later(TTL);

        assertThat(sealingKey(ring)).isEqualTo(second);
        assertThat(table.all()).hasSize(2);
    }

    @Test
    void aKeyTableThatSaysThatAnOlderKeyIsTheNewestIsRefused() {
        KeyRing ring = ring();
        sealingKey(ring);
        long second = rotate(PATIENT, 2, kek);
        openingKey(ring, "public.patient", second);
        table.setState(second, KeyState.RETIRED);
        later(TTL);

        assertThatThrownBy(() -> sealingKey(ring))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("generation 2")
                .hasMessageContaining("public.patient");
    }

    /** Whoever writes the key table could else have a row put back that was never a key. */
    @Test
    void aRowThatNeverOpenedIsNotPutBack() {
        long forged = rotate(
                new KeyRecord(9, PATIENT, 1, 1), record -> new KeyRecord(9, PATIENT, 2, record.createdAt()), kek);
        KeyRing ring = ring();
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(NotAuthentic.class);
        table.remove(forged);
        later(TTL);
        sealingKey(ring);
        assertThat(table.all()).noneMatch(key -> key.record().createdAt() == 1);
    }

    @Test
    void aForgedNewerGenerationNeitherSealsNorRaisesTheFloor() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        long forged = rotate(
                new KeyRecord(9, PATIENT, 1_000, 1), record -> new KeyRecord(9, PATIENT, 2, record.createdAt()), kek);

        assertThatThrownBy(() -> openingKey(ring, "public.patient", forged)).isInstanceOf(NotAuthentic.class);
        later(TTL);
        assertThatThrownBy(() -> sealingKey(ring)).isInstanceOf(NotAuthentic.class);

        table.remove(forged);
        later(TTL);
        assertThat(sealingKey(ring)).isEqualTo(first);
    }

    @Test
    void aRowThatWasAlteredInAnyFieldIsNotAuthentic() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        StoredKey stored = table.all().get(0);
        KeyRecord record = stored.record();
        List<KeyRecord> altered = List.of(
                new KeyRecord(record.keyId(), record.owner(), 2, record.createdAt()),
                new KeyRecord(record.keyId(), record.owner(), 1, record.createdAt() + 1));
        for (KeyRecord forged : altered) {
            table.tamper(
                    first,
                    key -> new StoredKey(
                            forged, key.state(), key.commitment(), key.wrappings(), 0, key.maxLease(), key.revision()));
            later(TTL);

            assertThatThrownBy(() -> openingKey(ring, "public.patient", first))
                    .as("%s, though the key itself is cached", forged)
                    .isInstanceOf(NotAuthentic.class)
                    .hasMessageContaining("commitment");
        }
    }

    @Test
    void aRowGivenToAnotherTableIsNotAuthenticThoughItsKeyIsCached() {
        KeyRing ring = ring();
        long first = sealingKey(ring);
        KeyOwner invoice = new KeyOwner("clinic", "public.invoice", Purpose.DATA);
        table.tamper(
                first,
                key -> new StoredKey(
                        new KeyRecord(first, invoice, 1, key.record().createdAt()),
                        key.state(),
                        key.commitment(),
                        key.wrappings(),
                        0,
                        key.maxLease(),
                        key.revision()));

        assertThatThrownBy(() -> ring.sealing("public.invoice")).isInstanceOf(NotAuthentic.class);
    }

    @Test
    void aWrappingUnderAKekThatThePolicyDoesNotNameIsNotTried() {
        rotate(PATIENT, 1, oldKek);
        int unwraps = oldKms.unwraps();

        assertThatThrownBy(() -> sealingKey(ring()))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining(oldKek)
                .hasMessageContaining("unwrap");
        assertThat(oldKms.unwraps()).isEqualTo(unwraps);
        assertThat(sealingKey(ring("clinic", kek, List.of(oldKek)))).isEqualTo(1);
    }

    @Test
    void twoGenerationsOfAnIndexAreRefused() {
        KeyRing ring = ring();
        byte[] first = index(ring, "email");
        long second = rotate(new KeyOwner("clinic", "email", Purpose.INDEX), 2, kek);
        later(TTL);

        assertThatThrownBy(() -> index(ring, "email"))
                .isInstanceOf(KeyRefused.class)
                .hasMessageContaining("lookup group email");
        table.setState(1, KeyState.DESTROYED);
        later(TTL);
        assertThatThrownBy(() -> index(ring, "email")).as("another than it had").isInstanceOf(KeyRefused.class);

        table.setState(1, KeyState.ACTIVE);
        table.remove(second);
        later(TTL);
        assertThat(index(ring, "email")).isEqualTo(first);
    }
}
