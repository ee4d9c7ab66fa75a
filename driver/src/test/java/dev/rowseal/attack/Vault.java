package dev.rowseal.attack;

import dev.rowseal.testdb.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A table {@code vault} with a sealed column of each declared type, {@code s_…}, and an index where there can be one. */
final class Vault {

    /** The declared types, by the name of their column. */
    static final List<String[]> TYPES = List.of(
            new String[] {"s_char", "char(20)"},
            new String[] {"s_varchar", "varchar(40)"},
            new String[] {"s_text", "text"},
            new String[] {"s_smallint", "smallint"},
            new String[] {"s_integer", "integer"},
            new String[] {"s_bigint", "bigint"},
            new String[] {"s_decimal", "decimal(12,2)"},
            new String[] {"s_real", "real"},
            new String[] {"s_double", "double"},
            new String[] {"s_boolean", "boolean"},
            new String[] {"s_date", "date"},
            new String[] {"s_time", "time"},
            new String[] {"s_timestamp", "timestamp"},
            new String[] {"s_timestamptz", "timestamptz"},
            new String[] {"s_uuid", "uuid"},
            new String[] {"s_binary", "binary"},
            new String[] {"s_json", "json"});

    private static final List<String> WITHOUT_LOOKUP = List.of("s_real", "s_double", "s_boolean", "s_json");

    private Vault() {}

    /** The names of the sealed columns. */
    static List<String> columns() {
        return TYPES.stream().map(type -> type[0]).toList();
    }

    /** Whether rows can be looked up by a column. */
    static boolean hasLookup(String column) {
        return !WITHOUT_LOOKUP.contains(column);
    }

    /** The {@code tables:} part of the configuration. */
    static String policy() {
        StringBuilder yaml = new StringBuilder("tables:\n  vault:\n    row-id: { id: bigint }\n    columns:\n");
        for (String[] type : TYPES) {
            yaml.append("      ")
                    .append(type[0])
                    .append(": { type: \"")
                    .append(type[1])
                    .append('"');
            yaml.append(hasLookup(type[0]) ? ", lookup: equality }\n" : " }\n");
        }
        return yaml.toString();
    }

    static void create(TestDatabase database) throws SQLException {
        List<String> columns = new ArrayList<>(List.of("id bigint primary key", "name varchar(100)"));
        for (String column : columns()) {
            columns.add(column + " " + database.binaryType());
            if (hasLookup(column)) {
                columns.add(column + "_idx " + database.binaryType(16));
            }
        }
        database.execute("create table vault (" + String.join(", ", columns) + ")");
    }
}
