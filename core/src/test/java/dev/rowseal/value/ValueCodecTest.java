package dev.rowseal.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.second.SecondRefusal;
import dev.rowseal.second.SecondValues;
import dev.rowseal.vectors.Values;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every value comes back, and decoding takes nothing that encoding does not give. */
class ValueCodecTest {

    private static final long SEED = 0xC0DEC;

    @ParameterizedTest
    @EnumSource
    void everyValueComesBackWithAndWithoutPadding(ValueClass valueClass) {
        Random random = new Random(SEED + valueClass.ordinal());
        RandomValues values = new RandomValues(random);
        for (int round = 0; round < 1000; round++) {
            Value value = values.next(valueClass);
            int pad = round % 2 == 0 ? 0 : 1 + random.nextInt(70);
            byte[] encoded = ValueCodec.encode(value, pad);
            String as = "seed " + SEED + ", class " + valueClass + ", round " + round;
            assertThat(encoded.length % Math.max(1, pad)).as(as).isZero();
            assertThat(Values.text(ValueCodec.decode(encoded, valueClass)))
                    .as(as)
                    .isEqualTo(Values.text(value));
        }
    }

    /** Random and nearly right bytes: refused, or exactly the encoding of what they decode to; the second opinion agrees. */
    @ParameterizedTest
    @EnumSource
    void whatDecodesIsCanonical(ValueClass valueClass) {
        Random random = new Random(SEED + 100 + valueClass.ordinal());
        RandomValues values = new RandomValues(random);
        int refused = 0;
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = mutate(ValueCodec.encode(values.next(valueClass), random.nextInt(20)), random);
            String as = "seed " + (SEED + 100) + ", class " + valueClass + ", round " + round;
            Value value;
            try {
                value = ValueCodec.decode(bytes, valueClass);
            } catch (NotAuthentic e) {
                refused++;
                assertThatThrownBy(() -> SecondValues.decode(Values.name(valueClass), bytes))
                        .as(as)
                        .isInstanceOf(SecondRefusal.class);
                continue;
            }
            boolean padded = bytes[0] < 0;
            byte[] again = ValueCodec.encode(value, padded ? bytes.length : 0);
            assertThat(again).as(as).isEqualTo(bytes);
            assertThat(SecondValues.decode(Values.name(valueClass), bytes))
                    .as(as)
                    .isEqualTo(Values.text(value));
        }
        assertThat(refused).isBetween(500, 2990);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\ud800", "a\udc00", "\udc00\ud800", "\ud800\ud800\udc00", "a\ud83e"})
    void unpairedSurrogatesAreRefused(String text) {
        assertThatThrownBy(() -> ValueCodec.encode(new Value.Text(text), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ValueCodec.encode(new Value.Json(text), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limitsAreKept() {
        assertThatThrownBy(() -> ValueCodec.encode(new Value.Bool(true), -1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ValueCodec.encode(new Value.Bool(true), 65_536))
                .isInstanceOf(IllegalArgumentException.class);
        for (int scale : new int[] {131_073, -131_073, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            Value value = new Value.Decimal(new BigDecimal(java.math.BigInteger.ONE, scale));
            assertThatThrownBy(() -> ValueCodec.encode(value, 0)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(ValueCodec.encode(new Value.Bool(true), 65_535)).hasSize(65_535);
    }

    @Test
    void theArrayOfABinaryIsLeftAlone() {
        byte[] bytes = {1, 2, 3};
        byte[] encoded = ValueCodec.encode(new Value.Binary(bytes), 0);
        assertThat(bytes).containsExactly(1, 2, 3);
        assertThat(((Value.Binary) ValueCodec.decode(encoded, ValueClass.BINARY)).bytes())
                .isNotSameAs(bytes);
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        switch (random.nextInt(4)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 4));
            }
            case 2 -> {
                byte first = bytes[0];
                random.nextBytes(bytes);
                bytes[0] = first;
            }
            default -> bytes[0] ^= (byte) 0x80;
        }
        return bytes;
    }
}
