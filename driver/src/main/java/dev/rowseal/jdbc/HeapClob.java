package dev.rowseal.jdbc;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A text that the application makes, on a connection whose driver would store it before anyone knows for which column: here
 * it stays on the heap. A <em>shadow</em> of the wrapped driver goes through the same states with nothing in it, so that
 * errors are the driver's own. Bound to an open column, the driver reads it as it reads any. Not for many threads.
 */
final class HeapClob implements NClob {

    private final NClob shadow;
    private boolean isSet;
    private String text = "";

    HeapClob(NClob shadow) {
        this.shadow = shadow;
    }

    private String readable() throws SQLException {
        shadow.length();
        return text;
    }

    private void set(String value) {
        text = value;
        isSet = true;
    }

    @Override
    public long length() throws SQLException {
        return readable().length();
    }

    @Override
    public String getSubString(long position, int length) throws SQLException {
        String all = readable();
        if (position < 1 || length < 0 || position - 1 > all.length()) {
            return shadow.getSubString(position, length);
        }
        int from = (int) position - 1;
        return all.substring(from, (int) Math.min(all.length(), (long) from + length));
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return new StringReader(readable());
    }

    @Override
    public Reader getCharacterStream(long position, long length) throws SQLException {
        String all = readable();
        if (!isSet || position < 1 || length < 0 || position - 1 > all.length() - length) {
            return shadow.getCharacterStream(position, length);
        }
        return new StringReader(all.substring((int) position - 1, (int) (position - 1 + length)));
    }

    @Override
    public InputStream getAsciiStream() throws SQLException {
        return new ByteArrayInputStream(readable().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int setString(long position, String value) throws SQLException {
        requireValue(value);
        shadow.setString(position, "");
        set(value);
        return value.length();
    }

    @Override
    public int setString(long position, String value, int offset, int length) throws SQLException {
        requireValue(value);
        if (offset < 0 || length < 0 || offset > value.length()) {
            return shadow.setString(position, "x".repeat(value.length()), offset, length);
        }
        shadow.setString(position, "", 0, 0);
        set(value.substring(offset, (int) Math.min(value.length(), (long) offset + length)));
        return text.length();
    }

    @Override
    public Writer setCharacterStream(long position) throws SQLException {
        Writer ends = shadow.setCharacterStream(position);
        return new StringWriter() {
            @Override
            public void close() throws IOException {
                ends.close();
                set(toString());
            }
        };
    }

    @Override
    public OutputStream setAsciiStream(long position) throws SQLException {
        shadow.setAsciiStream(position);
        throw unsupported();
    }

    @Override
    public void truncate(long length) throws SQLException {
        shadow.truncate(length);
        text = text.substring(0, (int) Math.min(length, text.length()));
    }

    @Override
    public long position(String sought, long start) throws SQLException {
        shadow.position("", start);
        throw unsupported();
    }

    @Override
    public long position(Clob sought, long start) throws SQLException {
        shadow.position("", start);
        throw unsupported();
    }

    /** The driver would fail with no SQLException. */
    static void requireValue(@Nullable Object value) throws SQLException {
        if (value == null) {
            throw new SQLException("a large object is not set to null; bind NULL instead", "22004");
        }
    }

    /** What the shadow refuses; should it once do it, the refusal is Rowseal's. */
    private static SQLException unsupported() {
        return Failures.refused("this on a Clob that the application made", "bind a String");
    }

    @Override
    public void free() throws SQLException {
        shadow.free();
        text = "";
    }

    @Override
    public String toString() {
        return "HeapClob[…]";
    }
}
