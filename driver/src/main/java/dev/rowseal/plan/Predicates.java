package dev.rowseal.plan;

import dev.rowseal.catalog.Index;
import dev.rowseal.catalog.SealedColumn;
import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.operators.conditional.AndExpression;
import net.sf.jsqlparser.expression.operators.conditional.OrExpression;
import net.sf.jsqlparser.expression.operators.relational.ComparisonOperator;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.NotEqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import org.jspecify.annotations.Nullable;

/**
 * Conditions. A comparison of a lookup column with constants becomes one of its index column with blind indexes, which
 * has the same truth value for every row, NULL included; {@code IS NULL} stays as it is, because a NULL is stored as
 * NULL; and AND, OR, NOT and parentheses do not care.
 */
final class Predicates {

    private final Scope scope;
    private final Draft draft;
    private final OpenExpressions open;
    private final List<Scope.SealedOne> lookups = new ArrayList<>();

    Predicates(Scope scope, Draft draft, OpenExpressions open) {
        this.scope = scope;
        this.draft = draft;
        this.open = open;
    }

    /** The columns that rows are looked up by, in the conditions seen so far. */
    List<Scope.SealedOne> lookups() {
        return lookups;
    }

    /**
     * Rewrites a condition in place.
     *
     * @param clause where it stands, for messages
     */
    void rewrite(@Nullable Expression condition, String clause) throws Refusal {
        if (condition instanceof AndExpression || condition instanceof OrExpression) {
            rewrite(((BinaryExpression) condition).getLeftExpression(), clause);
            rewrite(((BinaryExpression) condition).getRightExpression(), clause);
        } else if (condition instanceof NotExpression not) {
            rewrite(not.getExpression(), clause);
        } else if (condition instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            rewrite(list.get(0), clause);
        } else if (condition instanceof EqualsTo || condition instanceof NotEqualsTo) {
            comparison((ComparisonOperator) condition, clause);
        } else if (condition instanceof InExpression in && sealed(in.getLeftExpression()) != null) {
            in(in, clause);
        } else if (condition instanceof IsNullExpression test && sealed(test.getLeftExpression()) != null) {
            scope.claim((Column) test.getLeftExpression());
        } else {
            open.claim(condition, clause);
        }
    }

    private void comparison(ComparisonOperator comparison, String clause) throws Refusal {
        Expression left = comparison.getLeftExpression();
        Expression right = comparison.getRightExpression();
        Scope.SealedOne leftColumn = sealed(left);
        Scope.SealedOne column = leftColumn != null ? leftColumn : sealed(right);
        if (column == null) {
            open.claim(comparison, clause);
            return;
        }
        Expression other = leftColumn != null ? right : left;
        ValueSource value = Constants.of(other);
        if (value == null || comparison.getOldOracleJoinSyntax() != 0) {
            throw OpenExpressions.sealedIn(column, "a comparison with more than a constant in " + clause);
        }
        Expression slot = lookup(column, other, value, clause);
        if (leftColumn != null) {
            toIndex((Column) left, column, clause);
            comparison.setRightExpression(slot);
        } else {
            toIndex((Column) right, column, clause);
            comparison.setLeftExpression(slot);
        }
        lookups.add(column);
    }

    private void in(InExpression in, String clause) throws Refusal {
        Scope.SealedOne column = sealed(in.getLeftExpression());
        if (column == null
                || !(in.getRightExpression() instanceof ParenthesedExpressionList<?> list)
                || in.getOldOracleJoinSyntax() != 0
                || in.isGlobal()) {
            throw OpenExpressions.sealedIn(sealedOf(in), "an IN over more than a list of constants in " + clause);
        }
        @SuppressWarnings("unchecked") // only expressions are ever in such a list
        ExpressionList<Expression> values = (ExpressionList<Expression>) list;
        for (int i = 0; i < values.size(); i++) {
            ValueSource value = Constants.of(values.get(i));
            if (value == null) {
                throw OpenExpressions.sealedIn(column, "an IN over more than a list of constants in " + clause);
            }
            values.set(i, lookup(column, values.get(i), value, clause));
        }
        toIndex((Column) in.getLeftExpression(), column, clause);
        lookups.add(column);
    }

    private Scope.SealedOne sealedOf(InExpression in) {
        Scope.SealedOne column = sealed(in.getLeftExpression());
        if (column == null) {
            throw new IllegalStateException("an IN without a sealed column came here");
        }
        return column;
    }

    private Expression lookup(Scope.SealedOne column, Expression original, ValueSource value, String clause)
            throws Refusal {
        index(column.column(), clause);
        draft.touches(value, column.column());
        return draft.replace(original, new Slot.Lookup(column.column(), value));
    }

    private void toIndex(Column reference, Scope.SealedOne column, String clause) throws Refusal {
        scope.claim(reference);
        reference.setColumnName(
                draft.folding().quote(index(column.column(), clause).column()));
    }

    private static Index index(SealedColumn column, String clause) throws Refusal {
        if (column.index() == null) {
            throw Refusal.of(
                    "sealed column " + column.display() + " is compared in " + clause + " and has no lookup",
                    "declare lookup: equality for it, or find the rows by an open column");
        }
        return column.index();
    }

    private Scope.@Nullable SealedOne sealed(Expression expression) {
        return expression instanceof Column column && scope.resolve(column) instanceof Scope.SealedOne sealed
                ? sealed
                : null;
    }
}
