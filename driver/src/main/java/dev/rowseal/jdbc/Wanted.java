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
 */
record Wanted(AskedKeys keys, int type, int concurrency) {

    /** Prepares a statement that gives them. */
    PreparedStatement prepare(Connection connection, String sql, SealedTable table) throws SQLException {
        return keys.any() ? keys.prepare(connection, sql, table) : connection.prepareStatement(sql, type, concurrency);
    }
}
