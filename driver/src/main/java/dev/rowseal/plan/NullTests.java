package dev.rowseal.plan;

import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;

/** Tests for NULL of parameters, with which optional conditions begin: {@code ? IS NULL OR ssn = ?}. */
final class NullTests {

    private NullTests() {}

    /**
     * Has such a test told no more than it asks. A cast to text may go with the value.
     *
     * @return whether it is one
     */
    static boolean ofParameter(IsNullExpression test, Draft draft) {
        Expression asked = test.getLeftExpression();
        if (!(Constants.of(bare(asked)) instanceof ValueSource.Parameter parameter)) {
            return false;
        }
        test.setLeftExpression(draft.replace(asked, new Slot.Nullness(parameter.index())));
        return true;
    }

    /** What is left of an expression without parentheses and casts to text. */
    private static Expression bare(Expression expression) {
        if (expression instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            return bare(list.get(0));
        }
        return expression instanceof CastExpression cast && isText(cast) ? bare(cast.getLeftExpression()) : expression;
    }

    private static boolean isText(CastExpression cast) {
        return cast.getColDataType() != null && CastTypes.isText(CastTypes.normal(cast.getColDataType()));
    }
}
