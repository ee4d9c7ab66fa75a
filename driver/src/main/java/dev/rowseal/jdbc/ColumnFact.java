package dev.rowseal.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;

/** What {@link ResultSetMetaData} can be asked about one column, and the class of the answer. */
enum ColumnFact {
    AUTO_INCREMENT(Boolean.class, ResultSetMetaData::isAutoIncrement),
    CASE_SENSITIVE(Boolean.class, ResultSetMetaData::isCaseSensitive),
    CATALOG_NAME(String.class, ResultSetMetaData::getCatalogName),
    COLUMN_CLASS_NAME(String.class, ResultSetMetaData::getColumnClassName),
    COLUMN_DISPLAY_SIZE(Integer.class, ResultSetMetaData::getColumnDisplaySize),
    COLUMN_LABEL(String.class, ResultSetMetaData::getColumnLabel),
    COLUMN_NAME(String.class, ResultSetMetaData::getColumnName),
    COLUMN_TYPE(Integer.class, ResultSetMetaData::getColumnType),
    COLUMN_TYPE_NAME(String.class, ResultSetMetaData::getColumnTypeName),
    CURRENCY(Boolean.class, ResultSetMetaData::isCurrency),
    DEFINITELY_WRITABLE(Boolean.class, ResultSetMetaData::isDefinitelyWritable),
    NULLABLE(Integer.class, ResultSetMetaData::isNullable),
    PRECISION(Integer.class, ResultSetMetaData::getPrecision),
    READ_ONLY(Boolean.class, ResultSetMetaData::isReadOnly),
    SCALE(Integer.class, ResultSetMetaData::getScale),
    SCHEMA_NAME(String.class, ResultSetMetaData::getSchemaName),
    SEARCHABLE(Boolean.class, ResultSetMetaData::isSearchable),
    SIGNED(Boolean.class, ResultSetMetaData::isSigned),
    TABLE_NAME(String.class, ResultSetMetaData::getTableName),
    WRITABLE(Boolean.class, ResultSetMetaData::isWritable);

    private interface Getter {
        Object of(ResultSetMetaData columns, int column) throws SQLException;
    }

    private final Class<?> result;
    private final Getter getter;

    ColumnFact(Class<?> result, Getter getter) {
        this.result = result;
        this.getter = getter;
    }

    /** The class that the answer must be an instance of. */
    Class<?> result() {
        return result;
    }

    /** What a wrapped result set answers. */
    Object of(ResultSetMetaData columns, int column) throws SQLException {
        return getter.of(columns, column);
    }
}
