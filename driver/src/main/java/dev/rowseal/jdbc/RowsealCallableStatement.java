package dev.rowseal.jdbc;

/** The {@link java.sql.CallableStatement} that an application holds. */
abstract class RowsealCallableStatement extends DelegatingCallableStatement {}
