package dev.rowseal.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What was in a stream or reader when it was set, for drivers that read it then: the application may close it, or set
 * another parameter to what follows, before the statement is executed, and may execute it again. Held in memory.
 */
final class TakenStream {

    /** More than a sealed value may have by one, which is told where its column is known. */
    private static final int TOO_LARGE = (16 << 20) + 1;

    private static final int MOST = 1 << 30;

    private final @Nullable String text;
    private final byte[] bytes;

    private TakenStream(@Nullable String text, byte[] bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    /**
     * A parameter whose stream was read.
     *
     * @param length how much the driver takes of it; below 0 when it reads it later, and so it stays
     * @param sealed whether it is the value of a sealed column
     */
    static Bound of(Bound bound, long length, boolean sealed) throws SQLException {
        BindType type = bound.type();
        if (length < 0 || type.typeName() != null && jdbcType(type) == null) {
            return bound;
        }
        int most = (int) Math.min(length, sealed ? TOO_LARGE : MOST + 1);
        TakenStream taken;
        try {
            if (bound.value() instanceof Reader reader) {
                taken = new TakenStream(text(reader, most), new byte[0]);
            } else if (bound.value() instanceof InputStream stream) {
                taken = new TakenStream(null, bytes(stream, type.setter(), most));
            } else {
                return bound;
            }
        } catch (IOException e) {
            throw new SQLException("the stream that a parameter was set to could not be read", "HY000", e);
        }
        if (!sealed && Math.max(taken.text == null ? 0 : taken.text.length(), taken.bytes.length) > MOST) {
            throw Failures.refused("a stream of more than 1 GiB beside a sealed column", "write it by itself");
        }
        return new Bound(taken, type, (wrapped, position) -> taken.set(wrapped, position, type));
    }

    /** The stream or reader, at its beginning. */
    Object anew() {
        return text == null ? stream() : new StringReader(text);
    }

    private InputStream stream() {
        return new ByteArrayInputStream(bytes);
    }

    private Reader reader() {
        return new StringReader(text == null ? "" : text);
    }

    private static String text(Reader reader, int most) throws IOException {
        StringBuilder text = new StringBuilder();
        char[] some = new char[8192];
        int count = 0;
        while (count >= 0 && text.length() < most) {
            count = reader.read(some, 0, Math.min(some.length, most - text.length()));
            text.append(some, 0, Math.max(0, count));
        }
        return text.toString();
    }

    private static byte[] bytes(InputStream stream, Setter setter, int most) throws IOException {
        return switch (setter) {
            case ASCII_STREAM -> decoded(stream, StandardCharsets.US_ASCII, most);
            case UNICODE_STREAM -> decoded(stream, StandardCharsets.UTF_8, most);
            default -> stream.readNBytes(most);
        };
    }

    /** The bytes that a driver's decoder takes for so many characters; as any, it reads ahead. */
    private static byte[] decoded(InputStream stream, Charset charset, int most) throws IOException {
        ByteArrayOutputStream taken = new ByteArrayOutputStream();
        InputStream noted = new FilterInputStream(stream) {
            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int count = super.read(into, from, length);
                taken.write(into, from, Math.max(0, count));
                return count;
            }
        };
        text(new InputStreamReader(noted, charset), most);
        return taken.toByteArray();
    }

    /** The standard's own type that {@code setObject} was given; null when it was a vendor's or none. */
    private static @Nullable JDBCType jdbcType(BindType type) {
        for (JDBCType one : JDBCType.values()) {
            if (one.getName().equals(type.typeName())
                    && one.getVendorTypeNumber().equals(type.targetType())) {
                return one;
            }
        }
        return null;
    }

    /** Calls the setter again. It holds no more than the length that was given, which only PostgreSQL's driver looks at. */
    private void set(PreparedStatement wrapped, int position, BindType type) throws SQLException {
        switch (type.setter()) {
            case CHARACTER_STREAM -> setCharacters(wrapped, position, type);
            case ASCII_STREAM -> setAscii(wrapped, position, type);
            case UNICODE_STREAM -> setUnicode(wrapped, position, (int) type.size());
            case BINARY_STREAM -> wrapped.setBinaryStream(position, stream());
            case BLOB -> wrapped.setBlob(position, stream());
            case CLOB -> wrapped.setClob(position, reader());
            case NCLOB -> wrapped.setNClob(position, reader());
            case NCHARACTER_STREAM -> wrapped.setNCharacterStream(position, reader());
            default -> setObject(wrapped, position, type);
        }
    }

    private void setCharacters(PreparedStatement wrapped, int position, BindType type) throws SQLException {
        if (type.isSized()) {
            wrapped.setCharacterStream(position, reader(), (int) type.size());
        } else {
            wrapped.setCharacterStream(position, reader());
        }
    }

    /** What the decoder took ahead is behind the length. */
    private void setAscii(PreparedStatement wrapped, int position, BindType type) throws SQLException {
        if (type.isSized()) {
            wrapped.setAsciiStream(position, stream(), (int) type.size());
        } else {
            wrapped.setAsciiStream(position, stream());
        }
    }

    @SuppressWarnings("deprecation") // PostgreSQL's driver has it still
    private void setUnicode(PreparedStatement wrapped, int position, int size) throws SQLException {
        wrapped.setUnicodeStream(position, stream(), size);
    }

    private void setObject(PreparedStatement wrapped, int position, BindType type) throws SQLException {
        Object copy = anew();
        JDBCType named = jdbcType(type);
        if (named == null) {
            LargeObjects.setObject(wrapped, position, copy, type.targetType(), type.scale());
        } else if (type.scale() == null) {
            wrapped.setObject(position, copy, named);
        } else {
            wrapped.setObject(position, copy, named, type.scale());
        }
    }
}
