package dev.rowseal.catalog;

import java.util.List;

/**
 * A table or view that has nothing to do with a sealed one. Immutable.
 *
 * @param schema as the database stores it
 * @param name as the database stores it
 * @param columns all of them, in the database's order
 */
public record OpenTable(String schema, String name, List<String> columns) implements Relation {

    public OpenTable {
        columns = List.copyOf(columns);
    }
}
