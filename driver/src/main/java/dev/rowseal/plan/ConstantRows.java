package dev.rowseal.plan;

import java.util.List;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.HexValue;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;

/**
 * Lists of rows behind IN, as H2 takes them: in a list that is constant as a whole, and of several rows, one NULL makes IN unknown
 * for every row that is not found, and not only for those that are equal but for it. With indexes in it the list is constant no
 * more, so that NULL would count for less.
 */
final class ConstantRows {

    private ConstantRows() {}

    /**
     * Refuses such a list. With a parameter among its values a list is none, with or without indexes.
     *
     * @param parts the values of all rows, one behind the other
     */
    static void requireNoNull(List<? extends Expression> parts, String clause) throws Refusal {
        List<Expression> bare = parts.stream().map(ConstantRows::bare).toList();
        boolean mayBeConstant = bare.stream().noneMatch(JdbcParameter.class::isInstance);
        if (mayBeConstant && !bare.stream().allMatch(ConstantRows::isLiteral)) {
            throw Refusal.of(
                    "there may be a NULL among the rows of an IN that a sealed column takes part in, in " + clause,
                    "compare with each of the rows by itself, or give their values as parameters");
        }
    }

    /** Behind parentheses and casts, which make no NULL of what is none. */
    private static Expression bare(Expression part) {
        if (part instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            return bare(list.get(0));
        }
        return part instanceof CastExpression cast ? bare(cast.getLeftExpression()) : part;
    }

    private static boolean isLiteral(Expression part) {
        return part instanceof StringValue
                || part instanceof HexValue
                || Constants.of(part) instanceof ValueSource.Constant;
    }
}
