package dev.rowseal.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.util.Arrays;

/** Bytes that the application makes, as {@link HeapClob} holds text. Not for many threads. */
final class HeapBlob implements Blob {

    private static final byte[] NONE = {};

    private final Blob shadow;
    private boolean isSet;
    private byte[] bytes = NONE;

    HeapBlob(Blob shadow) {
        this.shadow = shadow;
    }

    private byte[] readable() throws SQLException {
        shadow.length();
        return bytes;
    }

    private void set(byte[] value) {
        bytes = value;
        isSet = true;
    }

    @Override
    public long length() throws SQLException {
        return readable().length;
    }

    @Override
    public byte[] getBytes(long position, int length) throws SQLException {
        byte[] all = readable();
        if (position < 1 || length < 0 || position - 1 > all.length) {
            return shadow.getBytes(position, length);
        }
        int from = (int) position - 1;
        return Arrays.copyOfRange(all, from, (int) Math.min(all.length, (long) from + length));
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        return new ByteArrayInputStream(readable());
    }

    @Override
    public InputStream getBinaryStream(long position, long length) throws SQLException {
        byte[] all = readable();
        if (!isSet || position < 1 || length < 0 || position - 1 > all.length - length) {
            return shadow.getBinaryStream(position, length);
        }
        return new ByteArrayInputStream(all, (int) position - 1, (int) length);
    }

    @Override
    public int setBytes(long position, byte[] value) throws SQLException {
        HeapClob.requireValue(value);
        shadow.setBytes(position, NONE);
        set(value.clone());
        return value.length;
    }

    @Override
    public int setBytes(long position, byte[] value, int offset, int length) throws SQLException {
        HeapClob.requireValue(value);
        if (offset < 0 || length < 0 || offset > value.length) {
            return shadow.setBytes(position, new byte[value.length], offset, length);
        }
        shadow.setBytes(position, NONE, 0, 0);
        set(Arrays.copyOfRange(value, offset, (int) Math.min(value.length, (long) offset + length)));
        return bytes.length;
    }

    @Override
    public OutputStream setBinaryStream(long position) throws SQLException {
        OutputStream ends = shadow.setBinaryStream(position);
        return new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
                ends.close();
                set(toByteArray());
            }
        };
    }

    @Override
    public void truncate(long length) throws SQLException {
        shadow.truncate(length);
        bytes = Arrays.copyOf(bytes, (int) Math.min(length, bytes.length));
    }

    @Override
    public long position(byte[] sought, long start) throws SQLException {
        shadow.position(NONE, start);
        throw unsupported();
    }

    @Override
    public long position(Blob sought, long start) throws SQLException {
        shadow.position(NONE, start);
        throw unsupported();
    }

    /** What the shadow refuses; should it once do it, the refusal is Rowseal's. */
    private static SQLException unsupported() {
        return Failures.refused("this on a Blob that the application made", "bind an array of bytes");
    }

    @Override
    public void free() throws SQLException {
        shadow.free();
        bytes = NONE;
    }

    @Override
    public String toString() {
        return "HeapBlob[…]";
    }
}
