package dev.rowseal.catalog;

/**
 * A relation through which a sealed table would be read or written by another name (a view, a partition, an
 * inheritance child or parent, a synonym), or a name that cannot be told from a sealed table's. A statement that uses
 * it is refused. Immutable.
 *
 * @param schema as the database stores it
 * @param name as the database stores it
 * @param reason what ties it and what to write instead, for the refusal; a clause without a full stop
 */
public record TiedRelation(String schema, String name, String reason) implements Relation {}
