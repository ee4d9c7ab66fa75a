package dev.rowseal.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.memory.Secret;
import dev.rowseal.vectors.Vector;
import java.nio.ByteBuffer;
import java.util.Locale;

/** What a vector says of a commitment. */
public final class CommitmentChecks {

    private CommitmentChecks() {}

    /** Checks one vector of case {@code commitment}. */
    public static void check(Vector vector) {
        Purpose purpose = Purpose.valueOf(vector.get("purpose").toUpperCase(Locale.ROOT));
        KeyRecord record = new KeyRecord(
                vector.number("key-id"),
                new KeyOwner(vector.get("namespace"), vector.get("owner"), purpose),
                (int) vector.number("generation"),
                vector.number("created-at"));
        try (Secret dek = Secret.take(ByteBuffer.wrap(vector.bytes("dek")))) {
            boolean matches = vector.get("outcome").equals("matches");
            assertThat(Commitment.matches(dek, record, vector.bytes("commitment")))
                    .isEqualTo(matches);
            if (matches) {
                assertThat(Commitment.info(record)).isEqualTo(vector.bytes("info"));
                assertThat(Commitment.of(dek, record)).isEqualTo(vector.bytes("commitment"));
            }
        }
    }
}
