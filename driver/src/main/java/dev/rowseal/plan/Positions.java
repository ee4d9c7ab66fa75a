package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;

/** Numbers that stand for columns of the select list, in ORDER BY, GROUP BY and DISTINCT ON. */
final class Positions {

    private Positions() {}

    /**
     * The position that a key names, counted from 1; 0 when it is no number. Parentheses do not make a number anything
     * else, and to H2 a minus sign means descending order.
     */
    static long of(Expression key) {
        Expression bare = bare(key);
        if (bare instanceof SignedExpression signed) {
            return of(signed.getExpression());
        }
        if (!(bare instanceof LongValue number)) {
            return 0;
        }
        try {
            return number.getValue();
        } catch (NumberFormatException tooLarge) {
            return 0;
        }
    }

    /** Whether a key is, or may at execution become, the number of a column. */
    static boolean isPosition(Expression key) {
        return of(key) > 0 || bare(key) instanceof JdbcParameter;
    }

    /** Refuses a number that the plan cannot know, where it could mean a sealed column. */
    static void requireKnown(Expression key, Draft draft) throws Refusal {
        if (bare(key) instanceof JdbcParameter && draft.catalogue().dialect() == Dialect.H2) {
            throw Refusal.of(
                    "a parameter is in ORDER BY, where it may be the number of a sealed column",
                    "write the number into the statement");
        }
    }

    private static Expression bare(Expression key) {
        return key instanceof ParenthesedExpressionList<?> list && list.size() == 1 ? bare(list.get(0)) : key;
    }
}
