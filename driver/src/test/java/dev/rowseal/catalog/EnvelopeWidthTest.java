package dev.rowseal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.seal.Envelope;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueCodec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The room that is asked for is exactly what the widest value takes: the codec itself is the oracle. */
class EnvelopeWidthTest {

    private static final Map<String, Value> WIDEST = Map.ofEntries(
            Map.entry("char(7)", new Value.Text("😀".repeat(7))),
            Map.entry("varchar(11)", new Value.Text("😀".repeat(11))),
            Map.entry("smallint", new Value.Int(Short.MIN_VALUE)),
            Map.entry("integer", new Value.Int(Integer.MIN_VALUE)),
            Map.entry("bigint", new Value.Int(Long.MIN_VALUE)),
            Map.entry("real", new Value.Real(Float.MIN_VALUE)),
            Map.entry("double", new Value.Double(Double.MIN_VALUE)),
            Map.entry("boolean", new Value.Bool(true)),
            Map.entry("date", new Value.Date(LocalDate.MIN)),
            Map.entry("time", new Value.Time(LocalTime.MAX)),
            Map.entry("timestamp", new Value.Timestamp(LocalDateTime.MIN)),
            Map.entry("timestamptz", new Value.TimestampTz(OffsetDateTime.MIN)),
            Map.entry("uuid", new Value.Uuid(new UUID(-1, -1))));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 16, 64, 1000})
    void theWidestValueFitsExactly(int pad) {
        WIDEST.forEach((type, value) -> assertThat(width(type, pad))
                .as(type)
                .isEqualTo(Envelope.OVERHEAD + ValueCodec.encode(value, pad == 1 ? 0 : pad).length));
    }

    @Test
    void decimalsOfEveryPrecisionFitExactly() {
        for (int digits = 1; digits <= 1000; digits++) {
            BigDecimal widest = new BigDecimal(
                    BigInteger.TEN.pow(digits).subtract(BigInteger.ONE).negate(), 0);
            assertThat(width("decimal(" + digits + ",0)", 1))
                    .as("%s digits", digits)
                    .isEqualTo(Envelope.OVERHEAD + ValueCodec.encode(new Value.Decimal(widest), 0).length);
        }
    }

    @Test
    void textTakesWhatItsFormTakes() {
        for (int length = 1; length < 40; length++) {
            byte[] envelope = new byte[Envelope.OVERHEAD + 1 + 4 * length];
            System.arraycopy(Envelope.pending(1), 0, envelope, 0, Envelope.OVERHEAD);
            assertThat(EnvelopeWidth.of(DeclaredType.parse("varchar(" + length + ")"), 1, Storage.TEXT))
                    .hasValue(Envelope.toText(envelope).length());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "binary", "json"})
    void typesWithoutALimitHaveNone(String type) {
        assertThat(EnvelopeWidth.of(DeclaredType.parse(type), 1, Storage.BINARY))
                .isEmpty();
    }

    private static long width(String type, int pad) {
        return EnvelopeWidth.of(DeclaredType.parse(type), pad, Storage.BINARY).orElseThrow();
    }
}
