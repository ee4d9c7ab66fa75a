package dev.rowseal.jdbc;

/** The {@link java.sql.PreparedStatement} that an application holds. */
abstract class RowsealPreparedStatement extends DelegatingPreparedStatement {}
