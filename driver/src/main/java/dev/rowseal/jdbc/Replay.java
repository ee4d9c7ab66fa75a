package dev.rowseal.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Repeats a setter's call on a wrapped statement. A call that hands over a stream can be repeated once. */
@FunctionalInterface
interface Replay {

    /** Sets the value as parameter {@code position}, from 1, of {@code target}. */
    void on(PreparedStatement target, int position) throws SQLException;
}
