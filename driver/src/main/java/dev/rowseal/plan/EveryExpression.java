package dev.rowseal.plan;

import java.util.List;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.ExpressionVisitorAdapter;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JsonAggregateFunction;
import net.sf.jsqlparser.expression.JsonExpression;
import net.sf.jsqlparser.expression.TimezoneExpression;
import net.sf.jsqlparser.expression.TranscodingFunction;
import net.sf.jsqlparser.expression.TrimFunction;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.OrderByElement;
import org.jspecify.annotations.Nullable;

/**
 * Goes through an expression to its last part, but for subqueries. The parser's own leaves out what TRIM takes characters
 * from, what stands between words ({@code substring(x from 2)}), a time zone, an ESCAPE, an array's index, what stands
 * behind JSON's arrows, and more.
 */
class EveryExpression extends ExpressionVisitorAdapter<Void> {

    @Override
    public <S> @Nullable Void visit(Function function, S context) {
        all(function.getNamedParameters(), context);
        return super.visit(function, context);
    }

    @Override
    public <S> @Nullable Void visit(TrimFunction trim, S context) {
        part(trim.getExpression(), context);
        part(trim.getFromExpression(), context);
        return null;
    }

    @Override
    public <S> @Nullable Void visit(TimezoneExpression moment, S context) {
        all(moment.getTimezoneExpressions(), context);
        return super.visit(moment, context);
    }

    @Override
    public <S> @Nullable Void visit(LikeExpression like, S context) {
        part(like.getEscape(), context);
        return super.visit(like, context);
    }

    @Override
    public <S> @Nullable Void visit(Column column, S context) {
        part(column.getArrayConstructor(), context);
        return super.visit(column, context);
    }

    @Override
    public <S> @Nullable Void visit(TranscodingFunction convert, S context) {
        part(convert.getExpression(), context);
        return null;
    }

    @Override
    public <S> @Nullable Void visit(JsonExpression json, S context) {
        part(json.getExpression(), context);
        all(json.getIdents(), context);
        return null;
    }

    @Override
    public <S> @Nullable Void visit(JsonAggregateFunction aggregate, S context) {
        for (Object part : new Object[] {aggregate.getKey(), aggregate.getValue()}) {
            if (part instanceof Expression expression) {
                part(expression, context);
            }
        }
        List<OrderByElement> order = aggregate.getExpressionOrderByElements();
        if (order != null) {
            order.forEach(element -> part(element.getExpression(), context));
        }
        return super.visit(aggregate, context);
    }

    private <S> void all(@Nullable Iterable<? extends Expression> parts, S context) {
        if (parts != null) {
            parts.forEach(part -> part(part, context));
        }
    }

    private <S> void part(@Nullable Expression part, S context) {
        if (part != null) {
            part.accept(this, context);
        }
    }
}
