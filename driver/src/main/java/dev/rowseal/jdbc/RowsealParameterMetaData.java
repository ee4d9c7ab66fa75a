package dev.rowseal.jdbc;

/** The {@link java.sql.ParameterMetaData} that an application holds. */
abstract class RowsealParameterMetaData extends DelegatingParameterMetaData {}
