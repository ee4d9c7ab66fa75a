package dev.rowseal.plan;

import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.ExpressionVisitorAdapter;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.TrimFunction;
import org.jspecify.annotations.Nullable;

/**
 * Goes through an expression to its last part. The parser's own leaves out what TRIM takes characters from, and what stands
 * between words: {@code substring(x from 2)}.
 */
class EveryExpression extends ExpressionVisitorAdapter<Void> {

    @Override
    public <S> @Nullable Void visit(Function function, S context) {
        if (function.getNamedParameters() != null) {
            function.getNamedParameters().forEach(part -> part.accept(this, context));
        }
        return super.visit(function, context);
    }

    @Override
    public <S> @Nullable Void visit(TrimFunction trim, S context) {
        for (Expression part : new Expression[] {trim.getExpression(), trim.getFromExpression()}) {
            if (part != null) {
                part.accept(this, context);
            }
        }
        return null;
    }
}
