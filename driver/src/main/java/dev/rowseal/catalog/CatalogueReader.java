package dev.rowseal.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks one database about itself. Keeps nothing; confined to its connection.
 *
 * <p>Every method throws {@link dev.rowseal.failure.Misconfigured} when the database cannot be asked.
 */
public interface CatalogueReader {

    Dialect dialect();

    Folding folding();

    /** The schemas in which unqualified names are looked for, in order; those that exist only. */
    List<String> searchPath();

    /** The schema in which an unqualified CREATE TABLE would land; empty when there is none. */
    Optional<String> defaultSchema();

    /** What is known of a table or view; empty when there is none of this name. */
    Optional<TableFacts> table(StoredName name);

    /**
     * The relations whose use reads or writes one of these tables: views and rules, views of views, partitions,
     * inheritance children, their parents, synonyms; each with what ties it, as {@link TiedRelation#reason} has it. One
     * of the tables themselves is among them only when it is a partition or child of another. Tables that do not exist
     * have none.
     */
    Map<StoredName, String> ties(Set<StoredName> tables);
}
