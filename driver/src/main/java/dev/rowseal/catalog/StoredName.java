package dev.rowseal.catalog;

/**
 * A relation's name as the database stores it.
 *
 * @param schema its schema
 * @param name its name within the schema
 */
public record StoredName(String schema, String name) {

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
