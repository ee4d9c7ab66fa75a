package dev.rowseal.integration;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** All that DatabaseMetaData says of a schema's tables, as lines of text. */
final class Shape {

    /** Differs between two databases, or between two runs of one. */
    private static final Set<String> OTHERWISE =
            Set.of("TABLE_CAT", "PKTABLE_CAT", "FKTABLE_CAT", "INDEX_QUALIFIER", "PAGES", "CARDINALITY");

    private Shape() {}

    private interface Listing {
        ResultSet list(DatabaseMetaData metaData) throws SQLException;
    }

    /** Of the connection's own schema; MariaDB's is a catalog. */
    static List<String> of(Connection connection) throws SQLException {
        String catalog = connection.getCatalog();
        String schema = connection.getSchema();
        List<String> lines = new ArrayList<>();
        DatabaseMetaData metaData = connection.getMetaData();
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = metaData.getTables(catalog, schema, null, null)) {
            while (rows.next()) {
                String name = rows.getString("TABLE_NAME");
                if (!name.toLowerCase(Locale.ROOT).matches("rowseal_.*|.*databasechangelog.*|flyway.*")
                        && rows.getString("TABLE_TYPE").contains("TABLE")) {
                    tables.add(name);
                }
            }
        }
        for (String table : tables) {
            add(lines, "table", metaData, all -> all.getTables(catalog, schema, table, null));
            add(lines, "column", metaData, all -> all.getColumns(catalog, schema, table, null));
            add(lines, "key", metaData, all -> all.getPrimaryKeys(catalog, schema, table));
            add(lines, "index", metaData, all -> all.getIndexInfo(catalog, schema, table, false, true));
            add(lines, "imported", metaData, all -> all.getImportedKeys(catalog, schema, table));
            add(lines, "exported", metaData, all -> all.getExportedKeys(catalog, schema, table));
        }
        return lines;
    }

    private static void add(List<String> lines, String kind, DatabaseMetaData metaData, Listing listing)
            throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet rows = listing.list(metaData)) {
            while (rows.next()) {
                StringBuilder line = new StringBuilder(kind);
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    String label = rows.getMetaData().getColumnLabel(i).toUpperCase(Locale.ROOT);
                    String value = rows.getString(i);
                    if (!OTHERWISE.contains(label) && value != null && !isMadeUp(value)) {
                        line.append(' ').append(label).append('=').append(value);
                    }
                }
                // H2 makes an index for a foreign key where it finds none.
                if (!kind.equals("index")
                        || !rows.getBoolean("NON_UNIQUE")
                        || !isMadeUp(rows.getString("INDEX_NAME"))) {
                    // H2 remembers which of two names for one type was written; a sealed column does not.
                    found.add(
                            line.toString().replace("DATA_TYPE=3 TYPE_NAME=DECIMAL", "DATA_TYPE=2 TYPE_NAME=NUMERIC"));
                }
            }
        }
        // H2 orders an index's rows by its name, which it may have made up.
        Collections.sort(found);
        lines.addAll(found);
    }

    /** Names that H2 gives to what has none. */
    private static boolean isMadeUp(String value) {
        return value.matches("(CONSTRAINT_|PRIMARY_KEY_|.*_INDEX_)[0-9A-F]+(_\\d+)?(_0)?");
    }
}
