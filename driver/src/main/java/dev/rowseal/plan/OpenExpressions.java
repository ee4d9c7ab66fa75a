package dev.rowseal.plan;

import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.ExpressionVisitorAdapter;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/**
 * Expressions over open columns: they stay as they are. A sealed column inside one is refused by name. Subqueries are
 * not entered, so that a watched name inside one stays unclaimed.
 */
final class OpenExpressions {

    private final Scope scope;
    private final Draft draft;

    OpenExpressions(Scope scope, Draft draft) {
        this.scope = scope;
        this.draft = draft;
    }

    /**
     * Claims what an expression names.
     *
     * @param clause where it stands, for the message
     */
    void claim(@Nullable Expression expression, String clause) throws Refusal {
        claim(expression, clause, Set.of());
    }

    /**
     * Claims what an expression names, where it may name labels of the select list too.
     *
     * @param sealedLabels labels that sealed columns have in the select list
     */
    void claim(@Nullable Expression expression, String clause, Set<String> sealedLabels) throws Refusal {
        if (expression == null) {
            return;
        }
        Claimer claimer = new Claimer(clause, sealedLabels);
        expression.accept(claimer, null);
        if (claimer.refusal != null) {
            throw claimer.refusal;
        }
    }

    /** The refusal of a sealed column that stands in a clause. */
    static Refusal sealedIn(Scope.SealedOne sealed, String clause) {
        String instead = sealed.column().index() == null
                ? "read the column and work on the value in the application; to find rows by it, declare a lookup"
                : "compare it with = , <> or IN with a parameter or literal, or read the column and work on the value"
                        + " in the application";
        return Refusal.of("sealed column " + sealed.column().display() + " stands in " + clause, instead);
    }

    /** The refusal of an index column that the statement names. */
    static Refusal hidden(Scope.HiddenOne hidden) {
        return Refusal.of(
                "column " + hidden.table().name() + "." + hidden.column() + " is a blind index and belongs to Rowseal",
                "name the sealed column instead");
    }

    private final class Claimer extends ExpressionVisitorAdapter<Void> {

        private final String clause;
        private final Set<String> sealedLabels;
        private @Nullable Refusal refusal;

        Claimer(String clause, Set<String> sealedLabels) {
            this.clause = clause;
            this.sealedLabels = sealedLabels;
        }

        @Override
        public <S> @Nullable Void visit(Column column, S context) {
            Scope.Resolved resolved = scope.resolve(column);
            if (column.getTable() == null
                    && sealedLabels.contains(Written.stored(draft.folding(), column.getColumnName()))) {
                refuse(Refusal.of(
                        "the label of a sealed column, " + column.getColumnName() + ", is used in " + clause,
                        "work on the value in the application after reading it"));
            } else if (resolved instanceof Scope.SealedOne sealed) {
                refuse(sealedIn(sealed, clause));
            } else if (resolved instanceof Scope.HiddenOne hidden) {
                refuse(hidden(hidden));
            } else if (resolved instanceof Scope.OpenOne) {
                scope.claim(column);
            }
            return null;
        }

        @Override
        public <S> @Nullable Void visit(Function function, S context) {
            // A function may be called as a column is: an attribute of a row. The row would have to be named, and a
            // row's name stays unclaimed.
            if (draft.claims().first(function)) {
                for (String part : function.getMultipartName()) {
                    draft.claims().claim(part);
                }
            }
            return super.visit(function, context);
        }

        @Override
        public <S> @Nullable Void visit(AllTableColumns columns, S context) {
            refuse(Refusal.of("a whole row is used as a value in " + clause, "name the columns"));
            return null;
        }

        @Override
        public <S> @Nullable Void visit(ParenthesedSelect select, S context) {
            return null;
        }

        @Override
        public <S> @Nullable Void visit(Select select, S context) {
            return null;
        }

        private void refuse(Refusal reason) {
            if (refusal == null) {
                refusal = reason;
            }
        }
    }
}
