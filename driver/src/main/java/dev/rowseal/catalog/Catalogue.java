package dev.rowseal.catalog;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the database says about the policy's tables. One per connection and confined to it as the connection is; what
 * it has read may be shared with other connections to the same database.
 *
 * <p>Every method may ask the database, and throws {@link dev.rowseal.failure.Misconfigured} when the policy does not
 * fit it.
 */
public interface Catalogue {

    /** How this database folds and quotes names. */
    Folding folding();

    /**
     * The names that send a statement to the planner: the policy's tables and whatever the database ties to them, each
     * as {@link Folding#comparable} makes it. A text that holds none of them, after decoding and
     * {@code Folding.comparable}, names no sealed table.
     */
    Set<String> guardedNames();

    /** The schemas in which the connection looks for unqualified names, in order. */
    List<String> searchPath();

    /**
     * What a name stands for.
     *
     * @param schema as the database stores it, or null when the name is unqualified
     * @param name as the database stores it: see {@link Folding#stored}
     */
    Relation resolve(@Nullable String schema, String name);
}
