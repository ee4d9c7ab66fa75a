package dev.rowseal.value;

/**
 * What a value is, as the envelope knows it. The class, not the declared type, is bound to the value, so that
 * {@code int} may become {@code bigint} and {@code varchar} may become {@code text} without re-sealing.
 */
public enum ValueClass {
    TEXT(0x01),
    INTEGER(0x02),
    DECIMAL(0x03),
    REAL(0x04),
    DOUBLE(0x05),
    BOOLEAN(0x06),
    DATE(0x07),
    TIME(0x08),
    TIMESTAMP(0x09),
    TIMESTAMPTZ(0x0A),
    UUID(0x0B),
    BINARY(0x0C),
    JSON(0x0D);

    private final byte tag;

    ValueClass(int tag) {
        this.tag = (byte) tag;
    }

    /** The byte that stands for this class in encodings, associated data and row ids; 1 to 127. */
    public byte tag() {
        return tag;
    }
}
