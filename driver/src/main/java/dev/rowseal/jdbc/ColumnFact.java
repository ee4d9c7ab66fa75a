package dev.rowseal.jdbc;

/** What {@link java.sql.ResultSetMetaData} can be asked about one column, and the class of the answer. */
enum ColumnFact {
    AUTO_INCREMENT(Boolean.class),
    CASE_SENSITIVE(Boolean.class),
    CATALOG_NAME(String.class),
    COLUMN_CLASS_NAME(String.class),
    COLUMN_DISPLAY_SIZE(Integer.class),
    COLUMN_LABEL(String.class),
    COLUMN_NAME(String.class),
    COLUMN_TYPE(Integer.class),
    COLUMN_TYPE_NAME(String.class),
    CURRENCY(Boolean.class),
    DEFINITELY_WRITABLE(Boolean.class),
    NULLABLE(Integer.class),
    PRECISION(Integer.class),
    READ_ONLY(Boolean.class),
    SCALE(Integer.class),
    SCHEMA_NAME(String.class),
    SEARCHABLE(Boolean.class),
    SIGNED(Boolean.class),
    TABLE_NAME(String.class),
    WRITABLE(Boolean.class);

    private final Class<?> result;

    ColumnFact(Class<?> result) {
        this.result = result;
    }

    /** The class that the answer must be an instance of. */
    Class<?> result() {
        return result;
    }
}
