package dev.rowseal.jdbc;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.NClob;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;

/** Which getter was called, and the class that its result must have. */
enum ReadType {
    ARRAY(Array.class),
    ASCII_STREAM(InputStream.class),
    /** Its argument is the scale, an Integer, or null. */
    BIG_DECIMAL(BigDecimal.class),
    BINARY_STREAM(InputStream.class),
    BLOB(Blob.class),
    BOOLEAN(Boolean.class),
    BYTE(Byte.class),
    BYTES(byte[].class),
    CHARACTER_STREAM(Reader.class),
    CLOB(Clob.class),
    /** Its argument is a Calendar or null, as with TIME and TIMESTAMP. */
    DATE(Date.class),
    DOUBLE(Double.class),
    FLOAT(Float.class),
    INT(Integer.class),
    LONG(Long.class),
    NCHARACTER_STREAM(Reader.class),
    NCLOB(NClob.class),
    NSTRING(String.class),
    OBJECT(Object.class),
    /** Its argument is the wanted class, of which the result is an instance: null and primitive ones are to be refused. */
    OBJECT_CLASS(Object.class),
    /** Its argument is the map from type names to classes, or null. */
    OBJECT_MAP(Object.class),
    REF(Ref.class),
    ROW_ID(RowId.class),
    SHORT(Short.class),
    SQLXML(SQLXML.class),
    STRING(String.class),
    TIME(Time.class),
    TIMESTAMP(Timestamp.class),
    UNICODE_STREAM(InputStream.class),
    URL(URL.class);

    private final Class<?> result;

    ReadType(Class<?> result) {
        this.result = result;
    }

    /** The class that a result other than null must be an instance of. */
    Class<?> result() {
        return result;
    }
}
