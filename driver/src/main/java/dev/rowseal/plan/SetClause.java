package dev.rowseal.plan;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.update.UpdateSet;

/** The assignments of an UPDATE. */
final class SetClause {

    private final Scope scope;
    private final Draft draft;
    private final OpenExpressions open;
    private final SealedTable table;
    private final RowIdSource row;
    private final List<UpdateSet> indexes = new ArrayList<>();
    private boolean perRow;

    /** @param row where the id comes from that values are sealed for */
    SetClause(Scope scope, Draft draft, OpenExpressions open, SealedTable table, RowIdSource row) {
        this.scope = scope;
        this.draft = draft;
        this.open = open;
        this.table = table;
        this.row = row;
    }

    /** Whether a value is sealed, so that it differs from row to row. */
    boolean isPerRow() {
        return perRow;
    }

    /** Rewrites the assignments in place, and adds those of the index columns. */
    void rewrite(List<UpdateSet> sets) throws Refusal {
        for (UpdateSet set : sets) {
            rewrite(set);
        }
        sets.addAll(indexes);
    }

    private void rewrite(UpdateSet set) throws Refusal {
        List<Column> columns = set.getColumns();
        @SuppressWarnings("unchecked") // only expressions are ever in such lists
        ExpressionList<Expression> values = (ExpressionList<Expression>) set.getValues();
        for (Column column : columns) {
            scope.claim(column);
        }
        boolean single = columns.size() == 1 && values.size() == 1 && !(values instanceof ParenthesedExpressionList);
        for (Column reference : columns) {
            Scope.Resolved resolved = scope.resolve(reference);
            if (resolved instanceof Scope.HiddenOne hidden) {
                throw OpenExpressions.hidden(hidden);
            }
            if (resolved instanceof Scope.Unresolved) {
                throw Refusal.of("SET names a column that the table does not have", "name the table's columns");
            }
            if (resolved instanceof Scope.OpenOne one && table.isRowId(one.column())) {
                throw Refusal.of(
                        "row-id column " + table.name() + "." + one.column() + " is set",
                        "insert the row under its new id and delete the old one");
            }
            if (resolved instanceof Scope.SealedOne && !single) {
                throw Refusal.of("a sealed column is set in a list of columns", "set each column by itself");
            }
        }
        if (single && scope.resolve(columns.get(0)) instanceof Scope.SealedOne sealed) {
            seal(values, sealed.column());
        } else {
            open.claim(values, "SET");
        }
    }

    private void seal(ExpressionList<Expression> values, SealedColumn column) throws Refusal {
        if (table.mayRewriteRows()) {
            throw Refusal.of(
                    "a trigger or rule on \"" + table.name() + "\" may change the row id that a value is sealed for",
                    "drop the trigger, or make it one that runs after the row is stored");
        }
        Assignment assignment = Assignment.of(draft, column, values.get(0));
        perRow |= !(assignment.value() instanceof ValueSource.Null);
        values.set(0, assignment.seal(draft, table, row));
        if (column.index() != null) {
            Column index = new Column(draft.folding().quote(column.index().column()));
            indexes.add(new UpdateSet(index, assignment.index(draft)));
        }
    }
}
