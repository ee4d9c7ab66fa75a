package dev.rowseal.convert;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;

/** Reads streams and large objects to their end or to the length that was given, at most {@link #LIMIT}. */
final class Drain {

    /** Bytes or characters of one value; a sealed value is held in memory as a whole. */
    static final int LIMIT = 16 << 20;

    private Drain() {}

    static String text(Column column, Reader reader, long length) throws SQLException {
        StringBuilder text = new StringBuilder();
        char[] some = new char[8192];
        long wanted = length < 0 ? Long.MAX_VALUE : length;
        try {
            while (text.length() < wanted) {
                int count = reader.read(some, 0, (int) Math.min(some.length, wanted - text.length()));
                if (count < 0) {
                    break;
                }
                text.append(some, 0, count);
                within(column, text.length());
            }
        } catch (IOException e) {
            throw unreadable(column, e);
        }
        return text.toString();
    }

    static String text(Column column, InputStream stream, Charset charset, long length) throws SQLException {
        return text(column, new InputStreamReader(stream, charset), length);
    }

    static byte[] bytes(Column column, InputStream stream, long length) throws SQLException {
        int wanted = (int) Math.min(length < 0 ? Long.MAX_VALUE : length, LIMIT + 1L);
        try {
            byte[] bytes = stream.readNBytes(wanted);
            within(column, bytes.length);
            return bytes;
        } catch (IOException e) {
            throw unreadable(column, e);
        }
    }

    static String text(Column column, Clob clob) throws SQLException {
        within(column, clob.length());
        return clob.length() == 0 ? "" : clob.getSubString(1, (int) clob.length());
    }

    static byte[] bytes(Column column, Blob blob) throws SQLException {
        within(column, blob.length());
        return blob.length() == 0 ? new byte[0] : blob.getBytes(1, (int) blob.length());
    }

    private static void within(Column column, long length) throws SQLException {
        if (length > LIMIT) {
            throw Foreseen.failure(
                    "column " + column
                            + ": the value is larger than 16 MiB, the most that one sealed value holds; split it",
                    "22001",
                    0);
        }
    }

    private static SQLException unreadable(Column column, IOException cause) {
        return new SQLException("column " + column + ": the bound stream could not be read", "HY000", cause);
    }
}
