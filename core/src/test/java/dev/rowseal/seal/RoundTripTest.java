package dev.rowseal.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.memory.Secret;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sealed for a place opens there and nowhere else. */
class RoundTripTest {

    private static final ColumnContext SSN = ColumnContext.of("clinic", "patient", "ssn", ValueClass.TEXT);
    private static final RowId ALICE = RowId.of(List.of(new Value.Int(1)));
    private static final RowId BOB = RowId.of(List.of(new Value.Int(2)));

    @Test
    void opensWhereItWasSealed() {
        try (DataKey key = DataKey.of(7, Secret.random(), RunLimits.DEFAULT)) {
            byte[] envelope = Sealer.seal(key, SSN, ALICE, new Value.Text("078-05-1120"), 0);
            assertThat(envelope).hasSize(Envelope.OVERHEAD + 12);
            assertThat(Envelope.keyId(envelope)).isEqualTo(7);
            assertThat(Sealer.open(key, SSN, ALICE, envelope)).isEqualTo(new Value.Text("078-05-1120"));
        }
    }

    @Test
    void opensNowhereElse() {
        try (DataKey key = DataKey.of(7, Secret.random(), RunLimits.DEFAULT)) {
            byte[] envelope = Sealer.seal(key, SSN, ALICE, new Value.Text("078-05-1120"), 0);
            assertThatThrownBy(() -> Sealer.open(key, SSN, BOB, envelope))
                    .isInstanceOf(NotAuthentic.class)
                    .hasMessageContaining("patient.ssn")
                    .hasMessageNotContaining("078");
        }
    }
}
