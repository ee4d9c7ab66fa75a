package dev.rowseal.catalog;

import dev.rowseal.failure.Misconfigured;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the database says about the policy's tables: the questions that planning a statement asks. One per connection
 * and confined to it; {@link DatabaseCatalogue} answers from a database.
 *
 * <p>Every method may ask the database, and throws {@link Misconfigured} when the policy does not
 * fit it.
 */
public interface Catalogue {

    /** Which database this is. */
    Dialect dialect();

    /** How this database folds and quotes names. */
    Folding folding();

    /**
     * The names that send a statement to the planner: the policy's tables and whatever the database ties to them, each
     * as {@link Folding#comparable} makes it. A text that holds none of them, after decoding and
     * {@code Folding.comparable}, names no sealed table.
     */
    Set<String> guardedNames();

    /** The names of the policy's sealed columns, of whichever table, each as {@link Folding#comparable} makes it. */
    Set<String> sealedColumns();

    /**
     * The schemas in which the connection looks for unqualified names, in order; asked once and
     * remembered.
     */
    List<String> searchPath();

    /** The schema in which an unqualified CREATE would make a table; empty when there is none. */
    Optional<String> defaultSchema();

    /**
     * What a name stands for. An unqualified name that a sealed table also bears leads to that table or is a
     * {@link TiedRelation}, so that no change of search path between planning and execution can slip under a plan.
     *
     * @param schema as the database stores it, or null when the name is unqualified
     * @param name as the database stores it: see {@link Folding#stored}
     */
    Relation resolve(@Nullable String schema, String name);

    /**
     * As {@link #resolve}, for statements that make, change or drop tables: one of the policy's tables is a
     * {@link TableDesign}, whether it is there and fits or not, and nothing is remembered.
     */
    Relation declared(@Nullable String schema, String name);

    /**
     * The names of aggregates that somebody made ({@code CREATE AGGREGATE}), in whatever schema, each as
     * {@link Folding#comparable} makes it: with them, rows of a query stand for many. Not told on MariaDB, where what stands
     * beside an aggregate is of some of those rows.
     */
    Set<String> aggregates();

    /**
     * The labels that the database gives the columns of a query, where it makes them of the query's text and has no
     * other way to tell them than to be asked.
     *
     * @param query the query, in which no value of a sealed column stands
     * @return empty where the database is not asked, or does not take the query
     */
    List<String> labels(String query);
}
