package dev.rowseal.plan;

import net.sf.jsqlparser.expression.CaseExpression;
import net.sf.jsqlparser.expression.WhenClause;
import net.sf.jsqlparser.schema.Column;

/** {@code CASE column WHEN constant THEN …} over a lookup column: comparisons for equality in another form. */
final class SealedCase {

    private SealedCase() {}

    /**
     * Rewrites a CASE in place.
     *
     * @return false when it does not compare a sealed column, and nothing was done
     */
    static boolean rewrite(CaseExpression cases, Scope scope, Draft draft, OpenExpressions open, String clause)
            throws Refusal {
        if (!(cases.getSwitchExpression() instanceof Column reference)
                || !(scope.resolve(reference) instanceof Scope.SealedOne column)) {
            return false;
        }
        OpenExpressions.index(column, clause);
        for (WhenClause when : cases.getWhenClauses()) {
            ValueSource value = Constants.of(when.getWhenExpression());
            if (value == null) {
                throw OpenExpressions.sealedIn(column, "a CASE over more than constants in " + clause);
            }
            draft.touches(value, column.column());
            when.setWhenExpression(draft.replace(when.getWhenExpression(), new Slot.Lookup(column.column(), value)));
            open.claim(when.getThenExpression(), clause);
        }
        open.claim(cases.getElseExpression(), clause);
        open.toIndex(reference, column, clause);
        column.source().lookups().add(column);
        return true;
    }
}
