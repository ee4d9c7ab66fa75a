package dev.rowseal.catalog;

/**
 * A name that the database does not know. Immutable.
 *
 * @param name as the database would store it
 */
public record AbsentRelation(String name) implements Relation {}
