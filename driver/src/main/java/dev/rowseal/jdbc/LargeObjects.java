package dev.rowseal.jdbc;

import dev.rowseal.convert.HeldBlob;
import dev.rowseal.convert.HeldClob;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Large objects, and arrays that the application made, as they are when they are set, for drivers that take them then: the
 * application may fill or free them before the statement is executed. What a wrapped driver made cannot be filled again, and stays where it is.
 */
final class LargeObjects {

    /** Bytes or characters of one object. */
    private static final int LIMIT = 16 << 20;

    private LargeObjects() {}

    /** A parameter whose large object is a copy. */
    static Bound taken(Bound bound, PreparedStatement wrapped, Vendor vendor) throws SQLException {
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

    private static void setObject(
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
