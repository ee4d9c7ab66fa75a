package dev.rowseal.plan;

import net.sf.jsqlparser.statement.ReturningClause;
import org.jspecify.annotations.Nullable;

/** RETURNING of a statement that changes one table: a select list over the rows as they are stored. */
final class Returning {

    private Returning() {}

    /**
     * Reads the clause and adds the row id to it where it is needed.
     *
     * @param scope the table that is changed
     * @return how the rows are read; null when there is no clause
     */
    static @Nullable ResultShape of(@Nullable ReturningClause clause, Scope scope, Draft draft) throws Refusal {
        if (clause == null) {
            return null;
        }
        boolean more = clause.getDataItems() != null && !clause.getDataItems().isEmpty()
                || clause.getOutputAliases() != null
                        && !clause.getOutputAliases().isEmpty();
        if (more || clause.getKeyword() != ReturningClause.Keyword.RETURNING) {
            throw Refusal.of(
                    "its RETURNING has a part that is not planned",
                    "return columns of the table, without WITH or INTO");
        }
        OpenExpressions open = new OpenExpressions(scope, draft);
        Projection projection = new Projection(scope, draft, open, new RowIdFix(scope, draft, null), clause);
        projection.read();
        return projection.finish(false);
    }
}
