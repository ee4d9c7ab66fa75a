package dev.rowseal.jdbc;

import dev.rowseal.catalog.StoredName;
import java.sql.ResultSetMetaData;
import org.jspecify.annotations.Nullable;

/** What the plain drivers' result sets say of a table's column that comes out of a query which Rowseal put around it. */
final class DescribedTable {

    private DescribedTable() {}

    /**
     * One fact.
     *
     * @param notNull whether the column is sealed and declared NOT NULL; null when it is not sealed
     * @return null where the wrapped driver knows it
     */
    static @Nullable Object fact(Vendor vendor, StoredName table, @Nullable Boolean notNull, ColumnFact fact) {
        if (fact == ColumnFact.TABLE_NAME) {
            return table.name();
        }
        if (notNull == null) {
            return null;
        }
        boolean mariaDb = vendor instanceof MariaDbVendor;
        return switch (fact) {
            case NULLABLE -> notNull ? ResultSetMetaData.columnNoNulls : ResultSetMetaData.columnNullable;
            case SCHEMA_NAME -> vendor instanceof H2Vendor ? table.schema() : null;
            case CATALOG_NAME -> mariaDb ? table.schema() : null;
            case READ_ONLY -> mariaDb ? false : null;
            case WRITABLE, DEFINITELY_WRITABLE -> mariaDb ? true : null;
            default -> null;
        };
    }
}
