package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;

/**
 * A query that becomes a derived table: where it names a column of a query around it, only PostgreSQL's derived tables
 * see that there.
 */
final class MovedQuery {

    private MovedQuery() {}

    /** Whether a query whose columns were resolved in that scope may be moved. */
    static boolean isExact(Scope scope, Draft draft) {
        return !scope.namesAround() || draft.catalogue().dialect() == Dialect.POSTGRESQL;
    }

    /**
     * Refuses to move a query that may not be.
     *
     * @param what the query, for the message
     */
    static void require(String what, Scope scope, Draft draft) throws Refusal {
        if (!isExact(scope, draft)) {
            throw Refusal.of(
                    what + " names a column of the query around it", "join the tables in place of the subquery");
        }
    }
}
