package dev.rowseal.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Repeats an updater's call on a wrapped result set. A call that hands over a stream can be repeated once. */
@FunctionalInterface
interface UpdateReplay {

    /** Updates column {@code position}, from 1, of {@code target}'s row. */
    void on(ResultSet target, int position) throws SQLException;
}
