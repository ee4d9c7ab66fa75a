package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.key.KeyLife;
import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.KeyRing;
import dev.rowseal.key.StoredKey;
import dev.rowseal.key.Wrapping;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys move from a keystore to another provider's KMS and back while they are used; altered ones do not. */
class ProviderChangeTest extends KeyRings {

    @Test
    void fromAKeystoreToAKmsAndBack(@TempDir Path folder) {
        String local = "local-kms:" + folder.resolve("keys.p12");
        KeyRing before = ring("clinic", local, List.of());
        long first = sealingKey(before);
        byte[] index = index(before, "email");

        move(local, kek);
        later(Duration.ofDays(1));
        KeyRing after = ring("clinic", kek, List.of());
        assertThat(openingKey(after, "public.patient", first)).isEqualTo(first);
        assertThat(index(after, "email")).isEqualTo(index);

        move(kek, local);
        later(Duration.ofDays(1));
        assertThat(openingKey(before, "public.patient", first)).isEqualTo(first);
        assertThat(index(before, "email")).isEqualTo(index);
    }

    @Test
    void aKeyWhoseRowWasAlteredIsNotMoved() {
        long first = sealingKey(ring());
        table.tamper(
                first,
                key -> new StoredKey(
                        new KeyRecord(first, PATIENT, 1, key.record().createdAt() + 1),
                        key.state(),
                        key.commitment(),
                        key.wrappings(),
                        0,
                        key.maxLease(),
                        key.revision()));
        try (KeyLife life = new KeyLife(new KeyPolicy("clinic", oldKek, List.of(kek)), table, TTL, clock)) {
            assertThat(life.rewrap(Set.of(oldKek)).failed())
                    .hasEntrySatisfying(first, failure -> assertThat(failure).isInstanceOf(NotAuthentic.class));
        }
        assertThat(table.all().get(0).wrappings()).extracting(Wrapping::kekUri).containsExactly(kek);
    }

    private void move(String from, String to) {
        KeyPolicy policy = new KeyPolicy("clinic", to, List.of(from));
        try (KeyLife life = new KeyLife(policy, table, TTL, clock)) {
            assertThat(life.rewrap(Set.of(to)).changed()).hasSize(2);
            assertThat(life.drop(from).changed()).hasSize(2);
            assertThat(life.status())
                    .allSatisfy(key -> assertThat(key.wrappings())
                            .singleElement()
                            .satisfies(wrapping -> assertThat(wrapping.kekUri()).isEqualTo(to)));
        }
    }
}
