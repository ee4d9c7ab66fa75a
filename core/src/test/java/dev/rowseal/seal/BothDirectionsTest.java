package dev.rowseal.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.memory.Secret;
import dev.rowseal.second.SecondEnvelope;
import dev.rowseal.second.SecondRefusal;
import dev.rowseal.second.SecondValues;
import dev.rowseal.value.RandomValues;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import dev.rowseal.vectors.Values;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random values in random places: what either implementation seals, the other opens, and only in its place. */
class BothDirectionsTest {

    private static final long SEED = 20261125;
    private static final int ROUNDS = 200;
    private static final List<ValueClass> ROW_CLASSES = List.of(
            ValueClass.TEXT,
            ValueClass.INTEGER,
            ValueClass.DECIMAL,
            ValueClass.DATE,
            ValueClass.TIME,
            ValueClass.TIMESTAMP,
            ValueClass.TIMESTAMPTZ,
            ValueClass.UUID,
            ValueClass.BINARY);

    @ParameterizedTest
    @EnumSource
    void eachOpensWhatTheOtherSealed(ValueClass valueClass) {
        Random random = new Random(SEED + valueClass.ordinal());
        RandomValues values = new RandomValues(random);
        for (int round = 0; round < ROUNDS; round++) {
            Value value = values.next(valueClass);
            String text = Values.text(value);
            int pad = random.nextBoolean() ? 0 : 1 + random.nextInt(100);
            List<Value> components = components(values, random);
            byte[] dek = bytes(random, 32);
            long keyId = 1 + (random.nextInt() & 0x7FFF_FFFFL) * 2;
            String name = Values.text(values.next(ValueClass.TEXT)) + "t";
            SecondEnvelope second = new SecondEnvelope(
                    dek, keyId, "n" + name, name, "c" + round, Values.name(valueClass), rowId(components));
            ColumnContext column = ColumnContext.of("n" + name, name, "c" + round, valueClass);
            RowId row = RowId.of(components);
            try (DataKey key = DataKey.of(keyId, Secret.take(ByteBuffer.wrap(dek.clone())), RunLimits.DEFAULT)) {
                String as = "seed " + SEED + ", class " + valueClass + ", round " + round;
                byte[] first = Sealer.seal(key, column, row, value, pad);
                assertThat(SecondValues.decode(Values.name(valueClass), second.open(first)))
                        .as(as)
                        .isEqualTo(text);
                byte[] other = second.seal(
                        SecondValues.encode(Values.name(valueClass), text, pad), bytes(random, 12), bytes(random, 12));
                assertThat(Values.text(Sealer.open(key, column, row, other)))
                        .as(as)
                        .isEqualTo(text);
                RowId elsewhere = RowId.of(List.of(new Value.Text("elsewhere")));
                assertThatThrownBy(() -> Sealer.open(key, column, elsewhere, other))
                        .as(as)
                        .isNotNull();
                other[other.length - 1] ^= 1;
                assertThatThrownBy(() -> second.open(other)).as(as).isInstanceOf(SecondRefusal.class);
            }
        }
    }

    private static List<Value> components(RandomValues values, Random random) {
        List<Value> components = new ArrayList<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            components.add(values.next(ROW_CLASSES.get(random.nextInt(ROW_CLASSES.size()))));
        }
        return components;
    }

    private static byte[] rowId(List<Value> components) {
        return SecondValues.rowId(components.stream()
                .map(value -> Map.entry(Values.name(value.valueClass()), Values.text(value)))
                .toList());
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
