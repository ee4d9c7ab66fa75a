package dev.rowseal.convert;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Opened bytes as a {@link Blob}: read-only, held in memory, forgotten by {@link #free()}. Not for many threads. */
public final class HeldBlob implements Blob {

    private byte @Nullable [] bytes;

    /** Takes the array over. */
    public HeldBlob(byte[] bytes) {
        this.bytes = bytes;
    }

    private byte[] held() throws SQLException {
        if (bytes == null) {
            throw new SQLException("the large object was freed", "HY010");
        }
        return bytes;
    }

    @Override
    public long length() throws SQLException {
        return held().length;
    }

    @Override
    public byte[] getBytes(long position, int length) throws SQLException {
        byte[] all = held();
        int from = from(position, all.length);
        if (length < 0) {
            throw new SQLException("a length is not negative", "22003");
        }
        return Arrays.copyOfRange(all, from, (int) Math.min(all.length, (long) from + length));
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        return new ByteArrayInputStream(held());
    }

    @Override
    public InputStream getBinaryStream(long position, long length) throws SQLException {
        return new ByteArrayInputStream(getBytes(position, (int) Math.min(length, Integer.MAX_VALUE)));
    }

    @Override
    public long position(byte[] sought, long start) throws SQLException {
        byte[] all = held();
        for (int at = from(start, all.length); at + sought.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + sought.length, sought, 0, sought.length)) {
                return at + 1L;
            }
        }
        return -1;
    }

    @Override
    public long position(Blob sought, long start) throws SQLException {
        return position(sought.getBytes(1, (int) sought.length()), start);
    }

    @Override
    public void free() {
        bytes = null;
    }

    private static int from(long position, int length) throws SQLException {
        if (position < 1 || position > length + 1L) {
            throw new SQLException("the position is outside of the large object", "22003");
        }
        return (int) position - 1;
    }

    private static SQLException readOnly() {
        return new SQLFeatureNotSupportedException(
                "a sealed column's large object is read-only: bind a new value", "0A000");
    }

    @Override
    public int setBytes(long position, byte[] bytes) throws SQLException {
        throw readOnly();
    }

    @Override
    public int setBytes(long position, byte[] bytes, int offset, int length) throws SQLException {
        throw readOnly();
    }

    @Override
    public OutputStream setBinaryStream(long position) throws SQLException {
        throw readOnly();
    }

    @Override
    public void truncate(long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public String toString() {
        return "HeldBlob[…]";
    }
}
