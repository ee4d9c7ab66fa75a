package dev.rowseal.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.memory.Secret;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every bit of an envelope and of its associated data matters, and so does every byte that is missing. */
class TamperingTest {

    private static final ColumnContext COLUMN = ColumnContext.of("clinic", "patient", "ssn", ValueClass.TEXT);
    private static final RowId ROW = RowId.of(List.of(new Value.Int(42), new Value.Text("DE")));

    private final DataKey key = DataKey.of(7, Secret.random(), RunLimits.DEFAULT);

    @AfterEach
    void close() {
        key.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "078-05-1120",
                "sixteen bytes..",
                "a text that is longer than one block of the cipher is"
            })
    void everyBitOfTheEnvelope(String text) {
        byte[] envelope = Sealer.seal(key, COLUMN, ROW, new Value.Text(text), 0);
        for (int bit = 0; bit < envelope.length * Byte.SIZE; bit++) {
            byte[] flipped = flip(envelope, bit);
            assertThatThrownBy(() -> Sealer.open(key, COLUMN, ROW, flipped))
                    .as("bit %d", bit)
                    .isInstanceOf(NotAuthentic.class)
                    .hasMessageContaining("patient.ssn");
        }
        assertThat(Sealer.open(key, COLUMN, ROW, envelope)).isEqualTo(new Value.Text(text));
    }

    @Test
    void everyTruncationAndSomeExtensions() {
        byte[] envelope = Sealer.seal(key, COLUMN, ROW, new Value.Text("078-05-1120"), 0);
        for (int length = 0; length <= envelope.length + 33; length++) {
            byte[] cut = Arrays.copyOf(envelope, length);
            if (length != envelope.length) {
                assertThatThrownBy(() -> Sealer.open(key, COLUMN, ROW, cut))
                        .as("length %d", length)
                        .isInstanceOf(NotAuthentic.class);
            }
        }
        for (int from = 1; from < envelope.length; from++) {
            byte[] tail = Arrays.copyOfRange(envelope, from, envelope.length);
            assertThatThrownBy(() -> Sealer.open(key, COLUMN, ROW, tail)).isInstanceOf(NotAuthentic.class);
        }
    }

    @Test
    void everyBitAndTruncationOfTheAssociatedData() {
        byte[] associatedData = COLUMN.associatedData(1, 7, ROW);
        byte[] envelope = key.seal(new byte[] {1, 'a'}, associatedData);
        assertThat(key.open(envelope, associatedData)).containsExactly(1, 'a');
        for (int bit = 0; bit < associatedData.length * Byte.SIZE; bit++) {
            assertThat(key.open(envelope, flip(associatedData, bit)))
                    .as("bit %d", bit)
                    .isNull();
        }
        for (int length = 0; length < associatedData.length; length++) {
            assertThat(key.open(envelope, Arrays.copyOf(associatedData, length)))
                    .as("length %d", length)
                    .isNull();
        }
        assertThat(key.open(envelope, Arrays.copyOf(associatedData, associatedData.length + 1)))
                .isNull();
    }

    @Test
    void everyBitOfEachFieldOfThePlace() {
        byte[] envelope = Sealer.seal(key, COLUMN, ROW, new Value.Text("078-05-1120"), 0);
        for (String name : List.of("clinic", "patient", "ssn")) {
            for (int bit = 0; bit < name.length() * 7; bit++) {
                char[] letters = name.toCharArray();
                letters[bit / 7] ^= (char) (1 << bit % 7);
                String other = new String(letters);
                ColumnContext elsewhere = ColumnContext.of(
                        name.equals("clinic") ? other : "clinic",
                        name.equals("patient") ? other : "patient",
                        name.equals("ssn") ? other : "ssn",
                        ValueClass.TEXT);
                assertThatThrownBy(() -> Sealer.open(key, elsewhere, ROW, envelope))
                        .isInstanceOf(NotAuthentic.class);
            }
        }
        for (ValueClass other : ValueClass.values()) {
            if (other != ValueClass.TEXT) {
                ColumnContext elsewhere = ColumnContext.of("clinic", "patient", "ssn", other);
                assertThatThrownBy(() -> Sealer.open(key, elsewhere, ROW, envelope))
                        .isInstanceOf(NotAuthentic.class);
            }
        }
    }

    @Test
    void aMessageNeverShowsTheEnvelopeOrTheValue() {
        byte[] envelope = Sealer.seal(key, COLUMN, ROW, new Value.Text("078-05-1120"), 0);
        String hex = dev.rowseal.second.SecondCrypto.hex(envelope);
        for (int bit = 0; bit < envelope.length * Byte.SIZE; bit += 5) {
            byte[] flipped = flip(envelope, bit);
            assertThatThrownBy(() -> Sealer.open(key, COLUMN, ROW, flipped)).satisfies(thrown -> {
                for (Throwable at = thrown; at != null; at = at.getCause()) {
                    assertThat(at.getMessage())
                            .doesNotContain("078")
                            .doesNotContain(hex.substring(14, 22))
                            .doesNotContain("42")
                            .doesNotContain("DE");
                }
            });
        }
    }

    private static byte[] flip(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        return flipped;
    }
}
