package dev.rowseal.value;

import static dev.rowseal.value.ValueCodec.bad;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.UUID;

/** The body of each class's encoding: what follows the tag. Big-endian throughout. */
final class ValueBody {

    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private ValueBody() {}

    /** The body, in an array of its own that the caller may overwrite. */
    static byte[] encode(Value value) {
        // A chain and not a switch: patterns in switch came after Java 17.
        if (value instanceof Value.Text text) {
            return Utf8.encode(text.text());
        } else if (value instanceof Value.Json json) {
            return Utf8.encode(json.json());
        } else if (value instanceof Value.Int integer) {
            return integer(integer.number());
        } else if (value instanceof Value.Decimal decimal) {
            return decimal(decimal.number());
        } else if (value instanceof Value.Real real) {
            return ByteBuffer.allocate(4)
                    .putInt(Float.floatToIntBits(real.number()))
                    .array();
        } else if (value instanceof Value.Double number) {
            return i64(java.lang.Double.doubleToLongBits(number.number()));
        } else if (value instanceof Value.Bool bool) {
            return new byte[] {(byte) (bool.truth() ? 1 : 0)};
        } else if (value instanceof Value.Date date) {
            return i64(date.date().toEpochDay());
        } else if (value instanceof Value.Time time) {
            return i64(time.time().toNanoOfDay());
        } else if (value instanceof Value.Timestamp timestamp) {
            return timestamp(timestamp.timestamp());
        } else if (value instanceof Value.TimestampTz timestamp) {
            return timestampTz(timestamp.timestamp());
        } else if (value instanceof Value.Uuid uuid) {
            return uuid(uuid.uuid());
        } else if (value instanceof Value.Binary binary) {
            return binary.bytes().clone();
        }
        throw new AssertionError(value.valueClass());
    }

    static Value decode(ByteBuffer body, ValueClass valueClass) {
        try {
            return switch (valueClass) {
                case TEXT -> new Value.Text(Utf8.decode(body));
                case JSON -> new Value.Json(Utf8.decode(body));
                case INTEGER -> new Value.Int(integer(body));
                case DECIMAL -> new Value.Decimal(decimal(body));
                case REAL -> new Value.Real(real(exactly(4, body).getInt()));
                case DOUBLE -> new Value.Double(real(exactly(8, body).getLong()));
                case BOOLEAN -> new Value.Bool(bool(exactly(1, body).get()));
                case DATE ->
                    new Value.Date(LocalDate.ofEpochDay(exactly(8, body).getLong()));
                case TIME ->
                    new Value.Time(LocalTime.ofNanoOfDay(exactly(8, body).getLong()));
                case TIMESTAMP -> new Value.Timestamp(timestamp(exactly(12, body), ZoneOffset.UTC));
                case TIMESTAMPTZ -> new Value.TimestampTz(timestampTz(exactly(16, body)));
                case UUID -> new Value.Uuid(new UUID(exactly(16, body).getLong(), body.getLong()));
                case BINARY -> new Value.Binary(rest(body));
            };
        } catch (DateTimeException e) {
            // Its message would show the value, so it is not passed on.
            throw bad("holds a date or time out of range");
        }
    }

    private static byte[] decimal(BigDecimal number) {
        if (Math.abs((long) number.scale()) > ValueCodec.MOST_SCALE) {
            throw new IllegalArgumentException("a decimal's scale is within ±" + ValueCodec.MOST_SCALE);
        }
        byte[] unscaled = number.unscaledValue().toByteArray();
        byte[] body = ByteBuffer.allocate(4 + unscaled.length)
                .putInt(number.scale())
                .put(unscaled)
                .array();
        Arrays.fill(unscaled, (byte) 0);
        return body;
    }

    private static BigDecimal decimal(ByteBuffer body) {
        if (body.remaining() < 5) {
            throw bad("is too short");
        }
        int scale = body.getInt();
        if (Math.abs((long) scale) > ValueCodec.MOST_SCALE) {
            throw bad("holds a decimal out of range");
        }
        minimal(body);
        return new BigDecimal(new BigInteger(body.array(), start(body), body.remaining()), scale);
    }

    /** Two's complement in as few bytes as have the sign, as {@link BigInteger#toByteArray} gives it. */
    private static byte[] integer(long number) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(number < 0 ? ~number : number);
        byte[] body = new byte[bits / Byte.SIZE + 1];
        long left = number;
        for (int at = body.length - 1; at >= 0; at--) {
            body[at] = (byte) left;
            left >>= Byte.SIZE;
        }
        return body;
    }

    private static long integer(ByteBuffer body) {
        if (!body.hasRemaining() || body.remaining() > Long.BYTES) {
            throw bad("holds an integer of no such length");
        }
        minimal(body);
        long number = body.get();
        while (body.hasRemaining()) {
            number = number << Byte.SIZE | body.get() & 0xFF;
        }
        return number;
    }

    // A leading byte that only repeats the sign of the next one is refused: each number has one encoding.
    private static void minimal(ByteBuffer number) {
        int at = number.position();
        if (number.remaining() > 1 && number.get(at) == (number.get(at + 1) < 0 ? -1 : 0)) {
            throw bad("holds a number that is not in its shortest form");
        }
    }

    private static int start(ByteBuffer body) {
        return body.arrayOffset() + body.position();
    }

    private static float real(int bits) {
        float number = Float.intBitsToFloat(bits);
        if (Float.floatToIntBits(number) != bits) {
            throw bad("holds another NaN than the one");
        }
        return number;
    }

    private static double real(long bits) {
        double number = java.lang.Double.longBitsToDouble(bits);
        if (java.lang.Double.doubleToLongBits(number) != bits) {
            throw bad("holds another NaN than the one");
        }
        return number;
    }

    private static boolean bool(byte body) {
        if (body != 0 && body != 1) {
            throw bad("holds a boolean that is neither");
        }
        return body == 1;
    }

    private static byte[] timestamp(LocalDateTime timestamp) {
        return ByteBuffer.allocate(12)
                .putLong(timestamp.toEpochSecond(ZoneOffset.UTC))
                .putInt(timestamp.getNano())
                .array();
    }

    private static byte[] timestampTz(OffsetDateTime timestamp) {
        return ByteBuffer.allocate(16)
                .putLong(timestamp.toEpochSecond())
                .putInt(timestamp.getNano())
                .putInt(timestamp.getOffset().getTotalSeconds())
                .array();
    }

    private static LocalDateTime timestamp(ByteBuffer body, ZoneOffset offset) {
        long second = body.getLong();
        int nano = body.getInt();
        if (nano < 0 || nano >= NANOS_PER_SECOND) {
            throw bad("holds a date or time out of range");
        }
        return LocalDateTime.ofEpochSecond(second, nano, offset);
    }

    private static OffsetDateTime timestampTz(ByteBuffer body) {
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(body.getInt(body.position() + 12));
        return OffsetDateTime.of(timestamp(body, offset), offset);
    }

    private static byte[] uuid(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    private static byte[] i64(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static ByteBuffer exactly(int length, ByteBuffer body) {
        if (body.remaining() != length) {
            throw bad("has another length than its class");
        }
        return body;
    }

    private static byte[] rest(ByteBuffer body) {
        return Arrays.copyOfRange(body.array(), start(body), start(body) + body.remaining());
    }
}
