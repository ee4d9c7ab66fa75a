package dev.rowseal.jdbc;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Array} whose rows do not lead back to the wrapped driver; otherwise it is the wrapped one. One that the
 * application makes is made by the wrapped driver when it is read or bound to an open column, and not before: for a sealed
 * column it never is. Not for many threads.
 */
final class RowsealArray implements Array {

    private final RowsealConnection connection;
    private final String type;
    private final int baseType;
    private Object @Nullable [] elements;
    private @Nullable Array delegate;

    private RowsealArray(
            RowsealConnection connection,
            String type,
            int baseType,
            Object @Nullable [] elements,
            @Nullable Array delegate) {
        this.connection = connection;
        this.type = type;
        this.baseType = baseType;
        this.elements = elements;
        this.delegate = delegate;
    }

    /** One that the database sent. */
    RowsealArray(Array delegate, RowsealConnection connection) {
        this(connection, "", 0, null, delegate);
    }

    /** One that the application makes; the wrapped driver is asked about its type only. */
    static Array made(RowsealConnection connection, String type, Object[] elements) throws SQLException {
        if (elements == null) {
            return new RowsealArray(connection.delegate().createArrayOf(type, elements), connection);
        }
        Array none = connection.delegate().createArrayOf(type, new Object[0]);
        int baseType = none.getBaseType();
        none.free();
        return new RowsealArray(connection, type, baseType, Snapshot.of(elements), null);
    }

    /** The same array, to outlive this when it is freed: drivers take an array when it is set. */
    RowsealArray kept() {
        return elements == null ? this : new RowsealArray(connection, type, baseType, elements, null);
    }

    /** What the application made it of; null when it did not, or has freed it. */
    Object @Nullable [] elements() {
        return elements;
    }

    /** The type that the driver gives the elements, of {@link java.sql.Types}. */
    int madeOf() {
        return baseType;
    }

    private Array delegate() throws SQLException {
        Array known = delegate;
        if (known == null) {
            known = connection.delegate().createArrayOf(type, Objects.requireNonNull(elements));
            delegate = known;
        }
        return known;
    }

    private <T> T elements(T given) throws SQLException {
        return Screen.pass("an array", given, connection, null);
    }

    private ResultSet rows(ResultSet rows) throws SQLException {
        return new RowsealResultSet(rows, connection, null, null);
    }

    @Override
    public String getBaseTypeName() throws SQLException {
        return delegate().getBaseTypeName();
    }

    @Override
    public int getBaseType() throws SQLException {
        return delegate().getBaseType();
    }

    @Override
    public Object getArray() throws SQLException {
        return elements(delegate().getArray());
    }

    @Override
    public Object getArray(Map<String, Class<?>> types) throws SQLException {
        return elements(delegate().getArray(types));
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        return elements(delegate().getArray(index, count));
    }

    @Override
    public Object getArray(long index, int count, Map<String, Class<?>> types) throws SQLException {
        return elements(delegate().getArray(index, count, types));
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        return rows(delegate().getResultSet());
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> types) throws SQLException {
        return rows(delegate().getResultSet(types));
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        return rows(delegate().getResultSet(index, count));
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> types) throws SQLException {
        return rows(delegate().getResultSet(index, count, types));
    }

    /** One that was never made is freed as an empty one, which says of itself what the driver's says. */
    @Override
    public void free() throws SQLException {
        if (elements != null) {
            elements = new Object[0];
        }
        delegate().free();
        elements = null;
    }

    /** As the wrapped one: drivers send an array that is not theirs by its text. */
    @Override
    public String toString() {
        try {
            String text = delegate().toString();
            // H2's begins with a name: a list stands somewhere.
            elements("[" + text);
            return text;
        } catch (SQLException e) {
            throw new IllegalStateException("the array could not be made", e);
        }
    }
}
