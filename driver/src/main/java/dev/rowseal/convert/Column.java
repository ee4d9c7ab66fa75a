package dev.rowseal.convert;

import dev.rowseal.value.DeclaredType;

/**
 * The sealed column that a value is for.
 *
 * @param table its table, for messages
 * @param name its name, for messages
 * @param type what the policy declares
 */
public record Column(String table, String name, DeclaredType type) {

    /** The column as messages name it, e.g. {@code patient.salary, declared decimal(12,2)}. */
    @Override
    public String toString() {
        return table + "." + name + ", declared " + type;
    }
}
