package dev.rowseal.jdbc;

import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.seal.Sighting;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.io.PushbackReader;
import java.io.Reader;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What a value passes that comes through a column or parameter which is not sealed. Of streams and large objects it looks at
 * the beginning, and they are given on as they were.
 */
final class Screen {

    private final String through;
    private final RowsealConnection connection;

    private Screen(String through, RowsealConnection connection) {
        this.through = through;
        this.connection = connection;
    }

    /** Whether a value is one of the most there are, which pass. Makes no object. */
    static boolean isOrdinary(@Nullable Object value) {
        if (value instanceof String text) {
            return !Sighting.isWorthALook(text);
        }
        return value == null
                || value instanceof Number
                || value instanceof byte[] bytes && !Sighting.isWorthALook(bytes);
    }

    /**
     * Lets a value through, wrapped where it leads to rows.
     *
     * @param through what it came through, for the message
     * @throws SQLException for an envelope under a key that this database knows: it came around the planner
     */
    static <T extends @Nullable Object> T pass(
            String through, T value, RowsealConnection connection, @Nullable Statement statement) throws SQLException {
        if (isOrdinary(value)) {
            return value;
        }
        if (value instanceof ResultSet rows) {
            return value instanceof RowsealResultSet
                    ? value
                    : ours(new RowsealResultSet(rows, connection, statement, null));
        }
        if (value instanceof Array array) {
            return value instanceof RowsealArray ? value : ours(new RowsealArray(array, connection));
        }
        return ours(new Screen(through, connection).looked(value));
    }

    private Object looked(Object value) throws SQLException {
        try {
            if (value instanceof InputStream stream) {
                return looked(stream);
            }
            if (value instanceof Reader reader) {
                return looked(reader);
            }
        } catch (IOException unreadable) {
            if (unreadable.getCause() instanceof SQLException failed) {
                throw Failures.cleaned(failed);
            }
            // Its message may hold anything.
            throw new SQLException("the beginning of " + through + " could not be read", "58030");
        }
        if (value instanceof String text) {
            look(text);
        } else if (value instanceof byte[] bytes) {
            look(bytes);
        } else if (value instanceof Object[] elements) {
            // What H2 nests are arrays and result sets of its own.
            boolean any = elements.getClass().getComponentType() == Object.class;
            for (int i = 0; i < elements.length; i++) {
                Object passed = pass(through, elements[i], connection, null);
                elements[i] = any ? passed : elements[i];
            }
        } else if (value instanceof Blob || value instanceof Clob) {
            lookAtLarge(value);
        } else if (value instanceof SQLXML xml) {
            look(xml.getString());
        } else if (value instanceof Map<?, ?> map) {
            looked(map.values().toArray());
        } else if (isOfPostgresql(value.getClass())) {
            look(value.toString());
        }
        return value;
    }

    /** Whether it is what PostgreSQL's driver makes of records, JSON and types that it does not know: what it holds is its text. */
    private static boolean isOfPostgresql(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (each.getName().equals("org.postgresql.util.PGobject")) {
                return true;
            }
        }
        return false;
    }

    /** PostgreSQL's large objects are no cells: each look would be a question, and is none that autocommit allows. */
    private void lookAtLarge(Object value) throws SQLException {
        if (!connection.database().vendor().keepsLargeObjectsInCells()) {
            return;
        }
        if (value instanceof Blob blob) {
            look(blob.getBytes(1, Sighting.LOOK));
        } else if (value instanceof Clob clob) {
            look(clob.getSubString(1, Sighting.LOOK));
        }
    }

    private InputStream looked(InputStream value) throws IOException, SQLException {
        InputStream stream = value.markSupported() ? value : new PushbackInputStream(value, Sighting.LOOK);
        byte[] beginning;
        if (stream instanceof PushbackInputStream back) {
            beginning = back.readNBytes(Sighting.LOOK);
            back.unread(beginning);
        } else {
            stream.mark(Sighting.LOOK);
            beginning = stream.readNBytes(Sighting.LOOK);
            stream.reset();
        }
        look(beginning);
        return stream;
    }

    private Reader looked(Reader value) throws IOException, SQLException {
        Reader reader = value.markSupported() ? value : new PushbackReader(value, Sighting.LOOK);
        if (reader.markSupported()) {
            reader.mark(Sighting.LOOK);
        }
        char[] beginning = new char[Sighting.LOOK];
        int length = 0;
        for (int read = 0; read >= 0 && length < beginning.length; length += Math.max(read, 0)) {
            read = reader.read(beginning, length, beginning.length - length);
        }
        if (reader instanceof PushbackReader back) {
            back.unread(beginning, 0, length);
        } else {
            reader.reset();
        }
        look(new String(beginning, 0, length));
        return reader;
    }

    private void look(byte @Nullable [] bytes) throws SQLException {
        if (bytes != null && Sighting.isWorthALook(bytes)) {
            refuseWhere(known -> Sighting.in(bytes, known));
        }
    }

    private void look(@Nullable String text) throws SQLException {
        if (text != null && Sighting.isWorthALook(text)) {
            refuseWhere(known -> Sighting.in(text, known));
        }
    }

    private interface Look {
        boolean finds(LongPredicate known);
    }

    private void refuseWhere(Look look) throws SQLException {
        try {
            if (look.finds(connection.database()::isKeyId)) {
                throw Failures.refused(
                        "to hand out a sealed value that came through " + through + ", which was not planned",
                        "select the sealed column from its own table, by name or with *");
            }
        } catch (RowsealFailure failure) {
            throw Failures.of(failure);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // rows and arrays are only asked for as such
    private static <T> T ours(Object value) {
        return (T) value;
    }
}
