package dev.rowseal.convert;

/** A getter of {@link java.sql.ResultSet}, and what its further argument is. */
public enum Getter {
    STRING("getString"),
    NSTRING("getNString"),
    BOOLEAN("getBoolean"),
    BYTE("getByte"),
    SHORT("getShort"),
    INT("getInt"),
    LONG("getLong"),
    FLOAT("getFloat"),
    DOUBLE("getDouble"),
    /** The argument is the scale, an {@code Integer}, or null. */
    BIG_DECIMAL("getBigDecimal"),
    BYTES("getBytes"),
    /** The argument is a {@code Calendar} or null. */
    DATE("getDate"),
    /** The argument is a {@code Calendar} or null. */
    TIME("getTime"),
    /** The argument is a {@code Calendar} or null. */
    TIMESTAMP("getTimestamp"),
    ASCII_STREAM("getAsciiStream"),
    UNICODE_STREAM("getUnicodeStream"),
    BINARY_STREAM("getBinaryStream"),
    CHARACTER_STREAM("getCharacterStream"),
    NCHARACTER_STREAM("getNCharacterStream"),
    OBJECT("getObject"),
    /** The argument is the {@code Class} asked for. */
    OBJECT_CLASS("getObject(…, Class)"),
    /** The argument is the type map. */
    OBJECT_MAP("getObject(…, Map)"),
    CLOB("getClob"),
    NCLOB("getNClob"),
    BLOB("getBlob"),
    ARRAY("getArray"),
    URL("getURL"),
    REF("getRef"),
    ROW_ID("getRowId"),
    SQLXML("getSQLXML");

    private final String method;

    Getter(String method) {
        this.method = method;
    }

    /** The method as messages name it. */
    public String method() {
        return method;
    }
}
