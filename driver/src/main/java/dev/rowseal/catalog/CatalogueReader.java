package dev.rowseal.catalog;

import dev.rowseal.failure.Misconfigured;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks one database about itself. Keeps nothing; confined to its connection.
 *
 * <p>Every method throws {@link Misconfigured} when the database cannot be asked.
 */
public interface CatalogueReader {

    /**
     * A reader over a connection, which stays the caller's.
     *
     * @throws Misconfigured when the database is not known or does not say what it is
     */
    static CatalogueReader of(Connection wrapped) {
        try {
            DatabaseMetaData metaData = wrapped.getMetaData();
            return switch (Dialect.of(metaData)) {
                case H2 -> new H2Reader(wrapped, metaData);
                case POSTGRESQL -> new PostgresReader(wrapped);
                case MARIADB -> new MariaDbReader(wrapped);
            };
        } catch (SQLException e) {
            throw new Misconfigured("the database does not say what it is", e);
        }
    }

    Dialect dialect();

    Folding folding();

    /** The schemas in which unqualified names are looked for, in order; those that exist only. */
    List<String> searchPath();

    /** The schema in which an unqualified CREATE TABLE would land; empty when there is none. */
    Optional<String> defaultSchema();

    /** What is known of a table or view; empty when there is none of this name. */
    Optional<TableFacts> table(StoredName name);

    /**
     * The columns of a table that is there, as this session has it: it may have one of its own in the place of all others'.
     *
     * @param facts what the catalogue says of it, to all
     */
    default List<String> ownColumns(TableFacts facts) {
        return facts.columns().stream().map(ColumnFacts::name).toList();
    }

    /**
     * The relations whose use reads or writes one of these tables: views and rules, views of views, partitions,
     * inheritance children, their parents, synonyms; each with what ties it, as {@link TiedRelation#reason} has it. One
     * of the tables themselves is among them only when it is a partition or child of another. Tables that do not exist
     * have none.
     */
    Map<StoredName, String> ties(Set<StoredName> tables);

    /** See {@link Catalogue#aggregates}; as they are written. */
    default Set<String> aggregates() {
        return Set.of();
    }

    /** Whether what a transaction did to a table that there is can be rolled back. */
    default boolean rollsBack(StoredName table) {
        return true;
    }

    /** See {@link Catalogue#labels}. */
    default List<String> labels(String query) {
        return List.of();
    }
}
