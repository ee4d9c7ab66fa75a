package dev.rowseal.catalog;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the database says about a table or view. Immutable; names are as the database stores them.
 *
 * @param schema its schema
 * @param name its name
 * @param isTable whether it is a table that can hold rows of its own, partitioned ones included; not a view
 * @param columns its columns, in the database's order
 * @param keys the column sets of its unique indexes over NOT NULL columns, primary key included
 * @param obstacles what works on its columns' values
 * @param acts what acts on its rows, or on those of a partition or child of it, when they are changed
 */
public record TableFacts(
        String schema,
        String name,
        boolean isTable,
        List<ColumnFacts> columns,
        Set<Set<String>> keys,
        List<Obstacle> obstacles,
        RowActs acts) {

    /** A table of which only this is known. */
    public TableFacts(
            String schema,
            String name,
            boolean isTable,
            List<ColumnFacts> columns,
            Set<Set<String>> keys,
            List<Obstacle> obstacles,
            boolean mayRewriteRows) {
        this(schema, name, isTable, columns, keys, obstacles, RowActs.all(mayRewriteRows));
    }

    public TableFacts {
        columns = List.copyOf(columns);
        keys = Set.copyOf(keys);
        obstacles = List.copyOf(obstacles);
    }

    Optional<ColumnFacts> column(String column) {
        return columns.stream().filter(facts -> facts.name().equals(column)).findFirst();
    }
}
