package dev.rowseal.plan;

import java.util.List;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.IntervalExpression;
import net.sf.jsqlparser.expression.JsonExpression;
import net.sf.jsqlparser.expression.LambdaExpression;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.operators.arithmetic.Addition;
import net.sf.jsqlparser.expression.operators.arithmetic.Concat;
import net.sf.jsqlparser.expression.operators.arithmetic.Division;
import net.sf.jsqlparser.expression.operators.arithmetic.Modulo;
import net.sf.jsqlparser.expression.operators.arithmetic.Multiplication;
import net.sf.jsqlparser.expression.operators.arithmetic.Subtraction;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.conditional.XorExpression;
import net.sf.jsqlparser.expression.operators.relational.Between;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.LikeExpression;
import org.jspecify.annotations.Nullable;

/**
 * Expressions without parentheses that the parser groups otherwise than the databases do. Written back they are what was
 * written; but a comparison that stands in one's operand compares something else in the database: {@code x -> 'a' = ssn} is
 * {@code (x -> 'a') = ssn} there, and {@code x BETWEEN 1 AND 5 = ssn} is {@code (x BETWEEN 1 AND 5) = ssn}.
 */
final class Misread extends EveryExpression {

    private static final List<Class<? extends BinaryExpression>> TIGHTER = List.of(
            Addition.class, Subtraction.class, Multiplication.class, Division.class, Modulo.class, Concat.class);

    private @Nullable String operator;

    private Misread() {}

    /** Refuses an expression, where the statement has a sealed table, in which a comparison may be misread. */
    static void refuse(Expression expression, Draft draft) throws Refusal {
        Misread misread = new Misread();
        expression.accept(misread, null);
        if (misread.operator != null) {
            String operator = misread.operator;
            draft.onlyIfSealed(() -> {
                throw Refusal.of(
                        "a comparison stands beside " + operator + " without parentheses, where databases and Rowseal"
                                + " may group them differently",
                        "put parentheses around what belongs together");
            });
        }
    }

    @Override
    public <S> @Nullable Void visit(Between between, S context) {
        operand(between.getBetweenExpressionStart(), "BETWEEN");
        operand(between.getBetweenExpressionEnd(), "BETWEEN");
        return super.visit(between, context);
    }

    @Override
    public <S> @Nullable Void visit(JsonExpression json, S context) {
        json.getIdents().forEach(ident -> operand(ident, "an arrow of JSON"));
        return super.visit(json, context);
    }

    @Override
    public <S> @Nullable Void visit(LambdaExpression lambda, S context) {
        operator = "->";
        return super.visit(lambda, context);
    }

    /** The parser takes all that follows for a part of the interval: what its first operand is compared with is not. */
    @Override
    public <S> @Nullable Void visit(IntervalExpression interval, S context) {
        leftmost(interval.getExpression(), "INTERVAL");
        return super.visit(interval, context);
    }

    /** As of an interval. */
    @Override
    public <S> @Nullable Void visit(LikeExpression like, S context) {
        leftmost(like.getEscape(), "ESCAPE");
        return super.visit(like, context);
    }

    private void leftmost(@Nullable Expression expression, String beside) {
        Expression first = expression;
        while (first instanceof AndExpression || first instanceof OrExpression || first instanceof XorExpression) {
            first = ((BinaryExpression) first).getLeftExpression();
        }
        if (first instanceof IsNullExpression || first instanceof InExpression || first instanceof Between) {
            operator = beside;
        } else if (first != null) {
            operand(first, beside);
        }
    }

    @Override
    public <S> @Nullable Void visit(NotExpression not, S context) {
        if (not.isExclamationMark()) {
            operand(not.getExpression(), "!");
        }
        return super.visit(not, context);
    }

    /** What binds tighter than a comparison in every grammar may stand there as it is. */
    private void operand(Expression operand, String beside) {
        if (operand instanceof BinaryExpression binary && !TIGHTER.contains(binary.getClass())) {
            operator = beside;
        }
    }
}
