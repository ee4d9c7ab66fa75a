package dev.rowseal.jdbc;

import dev.rowseal.convert.HeldBlob;
import dev.rowseal.convert.HeldClob;
import dev.rowseal.plan.Plan;
import java.io.InputStream;
import java.io.Reader;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Large objects, streams, and arrays that the application made, as they are when they are set, for drivers that take them
 * then: the application may fill, close or free them before the statement is executed. A large object that a wrapped driver
 * made cannot be filled again, and stays where it is.
 */
final class LargeObjects {

    /** Bytes or characters of one object. */
    private static final int LIMIT = 16 << 20;

    private LargeObjects() {}

    /** Keeps what a parameter of a plan is set to, with a copy of a large object. */
    static void put(
            @Nullable Bound[] parameters,
            int index,
            Bound set,
            Plan.@Nullable Rewritten plan,
            PreparedStatement wrapped,
            Vendor vendor)
            throws SQLException {
        if (set.value() instanceof Reader || set.value() instanceof InputStream) {
            boolean sealed = plan != null && plan.parameters().get(index) != null;
            Bound taken = vendor.takesWhenSet() ? TakenStream.of(set, vendor.takes(set.type()), sealed) : set;
            requireOwn(parameters, index, taken.value());
            parameters[index] = taken;
        } else {
            parameters[index] = taken(set, wrapped, vendor);
        }
    }

    /** Values are sealed before open ones are read: of a stream that two parameters share, each might get what is the other's. */
    private static void requireOwn(@Nullable Bound[] parameters, int index, @Nullable Object stream)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Bound other = parameters[i];
            if (i != index && other != null && other.value() == stream) {
                throw Failures.refused(
                        "one stream for two parameters, which is read when the statement is executed",
                        "set each to a stream of its own");
            }
        }
    }

    private static Bound taken(Bound bound, PreparedStatement wrapped, Vendor vendor) throws SQLException {
        Object value = bound.value();
        if (value instanceof RowsealArray array && bound.type().typeName() == null) {
            RowsealArray kept = array.kept();
            return new Bound(kept, bound.type(), replay(bound.type(), kept));
        }
        if (!vendor.takesWhenSet()) {
            return bound;
        }
        // A vendor's type has a number that only its own overload understands.
        if (value == null || bound.type().typeName() != null || isOf(wrapped, value)) {
            return bound;
        }
        if (value instanceof Blob blob) {
            HeldBlob copy = new HeldBlob(bytes(blob));
            return new Bound(copy, bound.type(), replay(bound.type(), copy));
        }
        if (value instanceof Clob clob) {
            HeldClob copy = new HeldClob(text(clob));
            return new Bound(copy, bound.type(), replay(bound.type(), copy));
        }
        return bound;
    }

    private static boolean isOf(PreparedStatement wrapped, Object value) {
        return value.getClass().getPackage() == wrapped.getClass().getPackage();
    }

    private static byte[] bytes(Blob blob) throws SQLException {
        return within(blob.length()) == 0 ? new byte[0] : blob.getBytes(1, (int) blob.length());
    }

    private static String text(Clob clob) throws SQLException {
        return within(clob.length()) == 0 ? "" : clob.getSubString(1, (int) clob.length());
    }

    private static long within(long length) throws SQLException {
        if (length > LIMIT) {
            throw Failures.refused("a large object of more than 16 MiB as a parameter", "bind a stream of it");
        }
        return length;
    }

    private static Replay replay(BindType type, Object copy) {
        Integer target = type.targetType();
        Integer scale = type.scale();
        return switch (type.setter()) {
            case ARRAY -> (wrapped, position) -> wrapped.setArray(position, (Array) copy);
            case BLOB -> (wrapped, position) -> wrapped.setBlob(position, (Blob) copy);
            case CLOB -> (wrapped, position) -> wrapped.setClob(position, (Clob) copy);
            case NCLOB -> (wrapped, position) -> wrapped.setNClob(position, (NClob) copy);
            default -> (wrapped, position) -> setObject(wrapped, position, copy, target, scale);
        };
    }

    static void setObject(
            PreparedStatement wrapped, int position, Object copy, @Nullable Integer target, @Nullable Integer scale)
            throws SQLException {
        if (target == null) {
            wrapped.setObject(position, copy);
        } else if (scale == null) {
            wrapped.setObject(position, copy, target);
        } else {
            wrapped.setObject(position, copy, target, scale);
        }
    }
}
