package dev.rowseal.jdbc;

/** Which family of setters or updaters was called; {@link BindType} tells what else it was given. */
enum Setter {
    ARRAY,
    ASCII_STREAM,
    BIG_DECIMAL,
    BINARY_STREAM,
    BLOB,
    BOOLEAN,
    BYTE,
    BYTES,
    CHARACTER_STREAM,
    CLOB,
    DATE,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    NCHARACTER_STREAM,
    NCLOB,
    NSTRING,
    NULL,
    OBJECT,
    REF,
    ROW_ID,
    SHORT,
    SQLXML,
    STRING,
    TIME,
    TIMESTAMP,
    UNICODE_STREAM,
    URL;

    private final BindType plain = BindType.plain(this);

    /** The binding of a setter that was given nothing but its value. */
    BindType plain() {
        return plain;
    }
}
