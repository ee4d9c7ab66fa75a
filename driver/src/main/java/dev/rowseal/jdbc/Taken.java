package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
import java.sql.SQLException;

/**
 * What an application takes of a change of several steps, as the method says by which it runs it.
 *
 * @param counts whether it takes a count
 * @param rows whether it takes rows
 * @param as what it is given
 */
record Taken<T>(boolean counts, boolean rows, As<T> as) {

    /** What an application is given of a change. */
    interface As<T> {
        T of(Changed changed) throws SQLException;
    }

    static final Taken<Integer> COUNT = new Taken<>(true, false, Changed::intCount);
    static final Taken<Long> LARGE_COUNT = new Taken<>(true, false, Changed::count);
    static final Taken<Boolean> WHETHER_ROWS = new Taken<>(true, true, Changed::hasRows);

    /** Refuses, before anything is changed, what the change does not give. */
    void require(Plan.Stepped plan) throws SQLException {
        if (plan.whole().result() == null && !counts) {
            throw Failures.refused("to run a change with executeQuery", "run it with executeUpdate or execute");
        }
        if (plan.whole().result() != null && !rows) {
            throw Failures.refused(
                    "to run a change that gives rows for its count", "run it with executeQuery or execute");
        }
    }
}
