package dev.rowseal.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;

/** Values of every class from a seed, borders more often than chance would have them. */
public final class RandomValues {

    private final Random random;

    public RandomValues(Random random) {
        this.random = random;
    }

    public Value next(ValueClass valueClass) {
        return switch (valueClass) {
            case TEXT -> new Value.Text(text());
            case JSON -> new Value.Json("{\"a\": \"" + text() + "\"}");
            case INTEGER -> new Value.Int(integer());
            case DECIMAL -> new Value.Decimal(decimal());
            case REAL -> new Value.Real(random.nextInt(4) == 0 ? floats() : Float.intBitsToFloat(random.nextInt()));
            case DOUBLE ->
                new Value.Double(random.nextInt(4) == 0 ? floats() : Double.longBitsToDouble(random.nextLong()));
            case BOOLEAN -> new Value.Bool(random.nextBoolean());
            case DATE -> new Value.Date(date());
            case TIME -> new Value.Time(time());
            case TIMESTAMP -> new Value.Timestamp(LocalDateTime.of(date(), time()));
            case TIMESTAMPTZ ->
                new Value.TimestampTz(OffsetDateTime.of(
                        date().withYear(1 + random.nextInt(9998)),
                        time(),
                        ZoneOffset.ofTotalSeconds(random.nextInt(36 * 3600 + 1) - 18 * 3600)));
            case UUID -> new Value.Uuid(new UUID(random.nextLong(), random.nextLong()));
            case BINARY -> new Value.Binary(bytes());
        };
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(40); left > 0; left--) {
            int codePoint = random.nextInt(random.nextBoolean() ? 0x80 : 0x110000);
            text.appendCodePoint(codePoint >= 0xD800 && codePoint < 0xE000 ? 'x' : codePoint);
        }
        return text.toString();
    }

    private long integer() {
        long border = 1L << random.nextInt(64);
        return random.nextBoolean() ? border + random.nextInt(3) - 1 : random.nextLong() >> random.nextInt(64);
    }

    private BigDecimal decimal() {
        BigInteger unscaled = new BigInteger(random.nextInt(200), random);
        int zeros = random.nextInt(3);
        return new BigDecimal(
                (random.nextBoolean() ? unscaled : unscaled.negate()).multiply(BigInteger.TEN.pow(zeros)),
                random.nextInt(60) - 20);
    }

    private float floats() {
        float[] borders = {
            0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, Float.MAX_VALUE, 1f
        };
        return borders[random.nextInt(borders.length)];
    }

    private LocalDate date() {
        return random.nextInt(10) == 0
                ? (random.nextBoolean() ? LocalDate.MIN : LocalDate.MAX)
                : LocalDate.ofEpochDay(random.nextInt(200_000) - 100_000);
    }

    private LocalTime time() {
        return random.nextInt(10) == 0
                ? LocalTime.MAX
                : LocalTime.ofSecondOfDay(random.nextInt(86_400)).plusNanos(random.nextInt(1_000_000) * 1000L);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        // Ends that look like padding.
        if (bytes.length > 2 && random.nextBoolean()) {
            bytes[bytes.length - 1] = 0;
            bytes[bytes.length - 2] = (byte) 0x80;
        }
        return bytes;
    }
}
