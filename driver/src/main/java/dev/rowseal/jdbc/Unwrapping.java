package dev.rowseal.jdbc;

import java.sql.SQLException;
import java.sql.Wrapper;
import org.jspecify.annotations.Nullable;

/** Unwrapping: to Rowseal's own types, and to the wrapped driver's only where the application allowed it. */
final class Unwrapping {

    private Unwrapping() {}

    static boolean isWrapperFor(Object self, Wrapper delegate, Class<?> type, SealedDatabase database)
            throws SQLException {
        requireType(type);
        return type.isInstance(self)
                || database.allowsUnwrap() && (type.isInstance(delegate) || delegate.isWrapperFor(type));
    }

    static <T> T unwrap(Object self, Wrapper delegate, Class<T> type, SealedDatabase database) throws SQLException {
        requireType(type);
        if (type.isInstance(self)) {
            return type.cast(self);
        }
        if (!database.allowsUnwrap()) {
            throw Failures.refused(
                    "to unwrap to " + type.getName() + ", through which plaintext could leave",
                    "set rowseal.allow-unwrap=true if the application needs it and names no sealed table through it");
        }
        return type.isInstance(delegate) ? type.cast(delegate) : delegate.unwrap(type);
    }

    private static void requireType(@Nullable Class<?> type) throws SQLException {
        if (type == null) {
            throw new SQLException("there is nothing to unwrap to: the type is null", "HY009");
        }
    }
}
