package dev.rowseal.jdbc;

import dev.rowseal.catalog.SealedTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * What an application wants of a change besides its count.
 *
 * @param keys the generated keys that it asks for
 * @param type of the result set, as {@link java.sql.ResultSet} has it
 * @param concurrency of the result set
 * @param maxRows how many rows it is to have at most; 0 for all
 */
record Wanted(AskedKeys keys, int type, int concurrency, int maxRows) {

    /** Prepares a statement that gives them. */
    PreparedStatement prepare(Connection connection, String sql, SealedTable table) throws SQLException {
        if (keys.any()) {
            return keys.prepare(connection, sql, table);
        }
        PreparedStatement statement = connection.prepareStatement(sql, type, concurrency);
        statement.setMaxRows(maxRows);
        return statement;
    }
}
