package dev.rowseal.jdbc;

/** The {@link java.sql.ResultSetMetaData} that an application holds. */
abstract class RowsealResultSetMetaData extends DelegatingResultSetMetaData {}
