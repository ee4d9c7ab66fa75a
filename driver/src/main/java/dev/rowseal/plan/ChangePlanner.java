package dev.rowseal.plan;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/**
 * UPDATE and DELETE of one table. A sealed column can be set where the WHERE fixes the row id; so can rows be found by a
 * lookup, because a row that is changed unseen cannot be checked against what was looked for.
 */
final class ChangePlanner {

    private final Draft draft;
    private final Scope scope;
    private final OpenExpressions open;
    private final Predicates predicates;

    ChangePlanner(Draft draft) {
        this.draft = draft;
        this.scope = new Scope(draft);
        this.open = new OpenExpressions(scope, draft);
        this.predicates = new Predicates(scope, open);
    }

    Plan plan(Delete delete) throws Refusal {
        Scope.Source target = scope.add(delete.getTable());
        if (!(target.relation() instanceof SealedTable table)) {
            predicates.rewrite(delete.getWhere(), "WHERE");
            return other(Plan.Kind.DELETE);
        }
        Features.only(delete, new Delete(), "DELETE", "getTable", "getWhere", "isHasFrom");
        RowIdSource.Given rowId = new RowIdFix(scope, draft, delete.getWhere()).of(target, table);
        where(delete.getWhere(), rowId, table);
        return draft.finish(Plan.Kind.DELETE, table, null);
    }

    Plan plan(Update update) throws Refusal {
        Scope.Source target = scope.add(update.getTable());
        if (!(target.relation() instanceof SealedTable table)) {
            for (UpdateSet set : update.getUpdateSets()) {
                set.getColumns().forEach(scope::claim);
                open.claim(set.getValues(), "SET");
            }
            predicates.rewrite(update.getWhere(), "WHERE");
            return other(Plan.Kind.UPDATE);
        }
        Features.only(update, new Update(), "UPDATE", "getTable", "getUpdateSets", "getWhere");
        RowIdSource.Given rowId = new RowIdFix(scope, draft, update.getWhere()).of(target, table);
        List<UpdateSet> indexes = new ArrayList<>();
        for (UpdateSet set : update.getUpdateSets()) {
            set(set, table, rowId, indexes);
        }
        update.getUpdateSets().addAll(indexes);
        where(update.getWhere(), rowId, table);
        return draft.finish(Plan.Kind.UPDATE, table, null);
    }

    /** A change of a table that is not sealed: it is rewritten where a subquery names one that is. */
    private Plan other(Plan.Kind kind) throws Refusal {
        if (draft.isSealed()) {
            return draft.finish(kind, null, null);
        }
        draft.settle();
        return new Plan.PassThrough();
    }

    private void where(@Nullable Expression where, RowIdSource.@Nullable Given rowId, SealedTable table)
            throws Refusal {
        predicates.rewrite(where, "WHERE");
        if (rowId == null && !predicates.lookups().isEmpty()) {
            throw Refusal.of(
                    "rows of \"" + table.name() + "\" are changed that a lookup on "
                            + predicates.lookups().get(0).column().display() + " finds",
                    "select the row ids by the lookup first, then change the rows by row id");
        }
    }

    private void set(UpdateSet set, SealedTable table, RowIdSource.@Nullable Given rowId, List<UpdateSet> indexes)
            throws Refusal {
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
            seal(values, sealed.column(), table, rowId, indexes);
        } else {
            open.claim(values, "SET");
        }
    }

    private void seal(
            ExpressionList<Expression> values,
            SealedColumn column,
            SealedTable table,
            RowIdSource.@Nullable Given rowId,
            List<UpdateSet> indexes)
            throws Refusal {
        InsertPlanner.requireGivenRowIds(table);
        if (rowId == null) {
            throw Refusal.of(
                    "sealed column " + column.display() + " is set in rows whose id the WHERE does not fix",
                    "set it by row id: every row-id column compared by = with a parameter or literal");
        }
        Assignment assignment = Assignment.of(draft, column, values.get(0));
        values.set(0, assignment.seal(draft, table, rowId));
        if (column.index() != null) {
            Column index = new Column(draft.folding().quote(column.index().column()));
            indexes.add(new UpdateSet(index, assignment.index(draft)));
        }
    }
}
