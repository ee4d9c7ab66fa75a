package dev.rowseal.jdbc;

import java.sql.CallableStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Repeats a setter's call by name on a wrapped statement. A call that hands over a stream can be repeated once. */
@FunctionalInterface
interface NamedReplay {

    /** Sets the value as the parameter of that name. */
    void on(CallableStatement target, @Nullable String name) throws SQLException;
}
