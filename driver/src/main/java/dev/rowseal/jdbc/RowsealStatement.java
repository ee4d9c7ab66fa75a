package dev.rowseal.jdbc;

/** The {@link java.sql.Statement} that an application holds. */
abstract class RowsealStatement extends DelegatingStatement {}
