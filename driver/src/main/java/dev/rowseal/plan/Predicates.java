package dev.rowseal.plan;

import java.util.List;
import net.sf.jsqlparser.expression.Expression;
import org.jspecify.annotations.Nullable;

/** The conditions of a statement that changes a table. */
final class Predicates {

    private final Scope scope;
    private final OpenExpressions open;

    Predicates(Scope scope, OpenExpressions open) {
        this.scope = scope;
        this.open = open;
    }

    /** The columns that rows are looked up by, in the conditions seen so far. */
    List<Scope.SealedOne> lookups() {
        return scope.lookups();
    }

    /**
     * Rewrites a condition in place.
     *
     * @param clause where it stands, for messages
     */
    void rewrite(@Nullable Expression condition, String clause) throws Refusal {
        open.claim(condition, clause);
    }
}
