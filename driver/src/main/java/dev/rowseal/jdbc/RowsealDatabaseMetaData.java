package dev.rowseal.jdbc;

/** The {@link java.sql.DatabaseMetaData} that an application holds. */
abstract class RowsealDatabaseMetaData extends DelegatingDatabaseMetaData {}
