package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
import java.sql.SQLException;
import java.sql.Statement;

/** Which generated keys an application asks for, once the plan of its text is known. */
interface Asking {

    AskedKeys keys(Plan plan) throws SQLException;

    /** Something that is done with the wrapped statement, a text and the names of generated keys. */
    interface Run<T> {
        T run(Statement target, String sql, String[] keys) throws SQLException;
    }
}
