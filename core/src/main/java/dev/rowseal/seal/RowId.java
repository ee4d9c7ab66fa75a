package dev.rowseal.seal;

import dev.rowseal.fields.Fields;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import dev.rowseal.value.ValueCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Which row a value belongs to: the encoded primary key (docs/format/row-id.md). Equal primary keys, as the database has
 * it, give equal bytes. Immutable and thread-safe; {@code toString} shows nothing of it.
 */
public final class RowId {

    private final byte[] bytes;

    private RowId(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The row id of a primary key's components, in the policy's order and of the policy's classes, as stored.
     *
     * @throws IllegalArgumentException when there is no component, one is of a class that cannot identify a row (real,
     *     double, boolean, json), or one of them or all together are longer than 65,535 bytes; the message does not show
     *     them
     */
    public static RowId of(List<Value> components) {
        if (components.isEmpty()) {
            throw new IllegalArgumentException("a row id has at least one component");
        }
        Fields fields = new Fields();
        for (Value component : components) {
            fields.u8(component.valueClass().tag()).lp(encode(component), "a component of the row id");
        }
        byte[] bytes = fields.bytes();
        if (bytes.length > Fields.MOST) {
            throw new IllegalArgumentException("the row id has " + bytes.length + " bytes; the most is " + Fields.MOST);
        }
        return new RowId(bytes);
    }

    /** The encoded row id; a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    byte[] encoded() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowId that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "RowId[…]";
    }

    private static byte[] encode(Value component) {
        return switch (component.valueClass()) {
            case INTEGER -> ascii(Long.toString(((Value.Int) component).number()));
            case DECIMAL -> decimal(((Value.Decimal) component).number());
            // The instant alone: the offset is that of a session, not of the row.
            case TIMESTAMPTZ -> body(((Value.TimestampTz) component).atUtc());
            case TEXT, DATE, TIME, TIMESTAMP, UUID, BINARY -> body(component);
            case REAL, DOUBLE, BOOLEAN, JSON -> throw refused(component.valueClass());
        };
    }

    private static byte[] decimal(BigDecimal number) {
        BigDecimal bare = number.stripTrailingZeros();
        // Looked at before it is written out: a few bytes of exponent can stand for gigabytes of zeros.
        if (Math.abs((long) bare.scale()) > Fields.MOST) {
            throw new IllegalArgumentException("a decimal of the row id has too many digits");
        }
        return ascii(bare.toPlainString());
    }

    private static byte[] body(Value component) {
        byte[] encoded = ValueCodec.encode(component, 0);
        return Arrays.copyOfRange(encoded, 1, encoded.length);
    }

    private static byte[] ascii(String digits) {
        return digits.getBytes(StandardCharsets.US_ASCII);
    }

    private static IllegalArgumentException refused(ValueClass valueClass) {
        return new IllegalArgumentException("a value of the class " + valueClass + " cannot identify a row");
    }
}
