package dev.rowseal.policy;

import org.jspecify.annotations.Nullable;

/**
 * A table as the policy names it.
 *
 * @param schema its schema, or null for the connection's default schema
 * @param table the table
 */
public record TableName(@Nullable Name schema, Name table) {

    @Override
    public String toString() {
        return schema == null ? table.toString() : schema + "." + table;
    }
}
