package dev.rowseal.jdbc;

/** The {@link java.sql.ResultSet} that an application holds. */
abstract class RowsealResultSet extends DelegatingResultSet {}
