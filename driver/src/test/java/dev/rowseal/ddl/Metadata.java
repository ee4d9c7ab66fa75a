package dev.rowseal.ddl;

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
final class Metadata {

    /** Differs between two databases, or between two runs of one. */
    private static final Set<String> OTHERWISE =
            Set.of("TABLE_CAT", "PKTABLE_CAT", "FKTABLE_CAT", "INDEX_QUALIFIER", "PAGES", "CARDINALITY");

    private Metadata() {}

    private interface Listing {
        ResultSet list(DatabaseMetaData metaData) throws SQLException;
    }

    static List<String> of(Connection connection, String schema) throws SQLException {
        List<String> lines = new ArrayList<>();
        DatabaseMetaData metaData = connection.getMetaData();
        List<String> tables = new ArrayList<>();
        // MariaDB's driver calls a schema a catalogue, and knows those of the whole server.
        boolean catalogues = metaData.getDatabaseProductName().equals("MariaDB");
        String catalogue = catalogues ? schema : null;
        String within = catalogues ? null : schema;
        try (ResultSet rows = metaData.getTables(catalogue, within, null, null)) {
            while (rows.next()) {
                String name = rows.getString("TABLE_NAME");
                if (!name.toLowerCase(Locale.ROOT).startsWith("rowseal_")
                        && rows.getString("TABLE_TYPE").contains("TABLE")) {
                    tables.add(name);
                }
            }
        }
        for (String table : tables) {
            add(lines, "table", metaData, all -> all.getTables(catalogue, within, table, null));
            add(lines, "column", metaData, all -> all.getColumns(catalogue, within, table, null));
            add(lines, "key", metaData, all -> all.getPrimaryKeys(catalogue, within, table));
            add(lines, "index", metaData, all -> all.getIndexInfo(catalogue, within, table, false, true));
            add(lines, "imported", metaData, all -> all.getImportedKeys(catalogue, within, table));
            add(lines, "exported", metaData, all -> all.getExportedKeys(catalogue, within, table));
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
                    found.add(line.toString());
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
