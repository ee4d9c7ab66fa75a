package dev.rowseal.convert;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import org.jspecify.annotations.Nullable;

/** An opened text as a {@link Clob}: read-only, held in memory, forgotten by {@link #free()}. Not for many threads. */
public final class HeldClob implements NClob {

    private @Nullable String text;

    /** Holds the text until it is freed. */
    public HeldClob(String text) {
        this.text = text;
    }

    private String held() throws SQLException {
        if (text == null) {
            throw new SQLException("the large object was freed", "HY010");
        }
        return text;
    }

    @Override
    public long length() throws SQLException {
        return held().length();
    }

    @Override
    public String getSubString(long position, int length) throws SQLException {
        String all = held();
        int from = from(position, all.length());
        if (length < 0) {
            throw new SQLException("a length is not negative", "22003");
        }
        return all.substring(from, (int) Math.min(all.length(), (long) from + length));
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return new StringReader(held());
    }

    @Override
    public Reader getCharacterStream(long position, long length) throws SQLException {
        return new StringReader(getSubString(position, (int) Math.min(length, Integer.MAX_VALUE)));
    }

    @Override
    public InputStream getAsciiStream() throws SQLException {
        return new ByteArrayInputStream(held().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public long position(String sought, long start) throws SQLException {
        String all = held();
        int found = all.indexOf(sought, from(start, all.length()));
        return found < 0 ? -1 : found + 1L;
    }

    @Override
    public long position(Clob sought, long start) throws SQLException {
        return position(sought.getSubString(1, (int) sought.length()), start);
    }

    @Override
    public void free() {
        text = null;
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
    public int setString(long position, String text) throws SQLException {
        throw readOnly();
    }

    @Override
    public int setString(long position, String text, int offset, int length) throws SQLException {
        throw readOnly();
    }

    @Override
    public OutputStream setAsciiStream(long position) throws SQLException {
        throw readOnly();
    }

    @Override
    public Writer setCharacterStream(long position) throws SQLException {
        throw readOnly();
    }

    @Override
    public void truncate(long length) throws SQLException {
        throw readOnly();
    }

    @Override
    public String toString() {
        return "HeldClob[…]";
    }
}
