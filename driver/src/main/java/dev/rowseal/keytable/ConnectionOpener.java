package dev.rowseal.keytable;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Opens plain connections for the key table. Never from the pool whose statement needs the key: a pool that is full
 * would wait for itself. Safe for use by many threads.
 */
@FunctionalInterface
public interface ConnectionOpener {

    /** A connection that the caller alone uses and closes. */
    Connection open() throws SQLException;
}
