package dev.rowseal.plan;

import dev.rowseal.catalog.Index;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.create.table.Index.ColumnParams;
import net.sf.jsqlparser.statement.insert.ConflictActionType;
import net.sf.jsqlparser.statement.insert.InsertConflictAction;
import net.sf.jsqlparser.statement.insert.InsertConflictTarget;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/**
 * ON CONFLICT of an INSERT, in one statement. DO NOTHING leaves every row as it is. DO UPDATE changes the row that has
 * the id of the new one when the row id is what conflicts: an envelope that was made for the new row then opens in the
 * old one.
 */
final class OnConflict {

    private static final String EXCLUDED = "excluded";

    private final Draft draft;
    private final SealedTable table;
    /** The table that is changed, and around it the row that was to be inserted. */
    private final Scope scope;

    private final Scope.Source excluded;
    private final OpenExpressions open;
    /** The ids of the rows that are to be inserted. */
    private final List<RowIdSource.Given> rowIds;

    OnConflict(Draft draft, SealedTable table, Scope.Source target, List<RowIdSource.Given> rowIds) {
        this.draft = draft;
        this.table = table;
        Scope outer = new Scope(draft);
        this.excluded = outer.add(Scope.Source.of(EXCLUDED, true, table));
        this.scope = new Scope(draft, outer);
        scope.add(target);
        this.open = new OpenExpressions(scope, draft);
        this.rowIds = List.copyOf(rowIds);
    }

    /** Rewrites the clause in place. */
    void plan(@Nullable InsertConflictTarget target, @Nullable InsertConflictAction action) throws Refusal {
        if (action == null) {
            return;
        }
        boolean byRowId = target != null && isRowId(target);
        if (action.getConflictActionType() == ConflictActionType.DO_NOTHING) {
            return;
        }
        if (action.getConflictActionType() != ConflictActionType.DO_UPDATE || action.getUpdateSets() == null) {
            throw Refusal.of("its ON CONFLICT is not planned", "use DO NOTHING or DO UPDATE");
        }
        if (!byRowId) {
            throw Refusal.of(
                    "the INSERT into \"" + table.name() + "\" changes the row that another key than the row id finds",
                    "make the row id the target of ON CONFLICT, or look for the row first and then insert or change it");
        }
        List<UpdateSet> indexes = new ArrayList<>();
        for (UpdateSet set : action.getUpdateSets()) {
            set(set, indexes);
        }
        action.getUpdateSets().addAll(indexes);
        open.claim(action.getWhereExpression(), "WHERE of ON CONFLICT");
        if (!scope.lookups().isEmpty()) {
            throw OpenExpressions.sealedIn(scope.lookups().get(0), "WHERE of ON CONFLICT");
        }
    }

    /** Whether the target is the row id and nothing else; sealed columns in it become their index columns. */
    private boolean isRowId(InsertConflictTarget target) throws Refusal {
        if (target.getConstraintName() != null) {
            return false;
        }
        if (target.getIndexExpression() != null || target.getWhereExpression() != null) {
            throw notPlanned();
        }
        Set<String> names = new HashSet<>();
        List<ColumnParams> elements = new ArrayList<>();
        for (ColumnParams element : target.getIndexElements()) {
            if (element.isExpression() || !element.toString().equals(element.getColumnName())) {
                throw notPlanned();
            }
            Column column = new Column(element.getColumnName());
            scope.claim(column);
            Scope.Resolved resolved = scope.resolve(column);
            if (resolved instanceof Scope.SealedOne sealed) {
                elements.add(new ColumnParams(draft.folding().quote(index(sealed.column(), sealed))));
            } else if (resolved instanceof Scope.OpenOne one) {
                elements.add(element);
                names.add(one.column());
            } else {
                throw notPlanned();
            }
        }
        target.setIndexElements(elements);
        Set<String> rowId = new HashSet<>();
        table.rowId().stream().map(RowIdColumn::name).forEach(rowId::add);
        return names.equals(rowId) && elements.size() == rowId.size();
    }

    private static Refusal notPlanned() {
        return Refusal.of("the target of its ON CONFLICT is not planned", "name the columns of a unique key");
    }

    private static String index(SealedColumn column, Scope.SealedOne sealed) throws Refusal {
        Index index = column.index();
        if (index == null) {
            throw OpenExpressions.sealedIn(sealed, "the target of ON CONFLICT");
        }
        return index.column();
    }

    private void set(UpdateSet set, List<UpdateSet> indexes) throws Refusal {
        List<Column> columns = set.getColumns();
        @SuppressWarnings("unchecked") // only expressions are ever in such lists
        ExpressionList<Expression> values = (ExpressionList<Expression>) set.getValues();
        columns.forEach(scope::claim);
        for (Column column : columns) {
            Scope.Resolved resolved = scope.resolve(column);
            if (resolved instanceof Scope.HiddenOne hidden) {
                throw OpenExpressions.hidden(hidden);
            }
            boolean single = columns.size() == 1 && values.size() == 1;
            boolean rowId = resolved instanceof Scope.OpenOne one && table.isRowId(one.column());
            if (rowId && !(single && isSame(values.get(0), column))) {
                throw Refusal.of("row-id column " + column.getColumnName() + " is set", "leave it as it is");
            }
            if (resolved instanceof Scope.SealedOne sealed) {
                if (!single) {
                    throw Refusal.of("a sealed column is set in a list of columns", "set each column by itself");
                }
                seal(sealed.column(), values, indexes);
                return;
            }
        }
        open.claim(values, "SET");
    }

    /** Whether a value is the same column of the row that was to be inserted. */
    private boolean isSame(Expression value, Column column) {
        return value instanceof Column other
                && scope.resolve(other) instanceof Scope.OpenOne one
                && one.source() == excluded
                && one.column().equals(Written.column(draft.folding(), column.getColumnName()));
    }

    private void seal(SealedColumn column, ExpressionList<Expression> values, List<UpdateSet> indexes) throws Refusal {
        Expression value = values.get(0);
        Expression index = copied(column, value);
        if (index == null) {
            if (rowIds.size() != 1) {
                throw Refusal.of(
                        "sealed column " + column.display() + " is set to one value in the rows of several",
                        "set it to excluded." + column.name() + ", or insert one row at a time");
            }
            Assignment assignment = Assignment.of(draft, column, value);
            values.set(0, assignment.seal(draft, table, rowIds.get(0)));
            index = column.index() == null ? null : assignment.index(draft);
        }
        if (column.index() != null && index != null) {
            Column indexColumn = new Column(draft.folding().quote(column.index().column()));
            indexes.add(new UpdateSet(indexColumn, index));
        }
    }

    /**
     * The index beside a value that is a cell of the same column, in either row: the envelope goes over as it is.
     *
     * @return null when the value is none
     */
    private @Nullable Expression copied(SealedColumn column, Expression value) throws Refusal {
        if (value instanceof Column reference
                && scope.resolve(reference) instanceof Scope.SealedOne one
                && one.column().equals(column)) {
            scope.claim(reference);
            if (column.index() == null) {
                return reference;
            }
            Table qualifier = reference.getTable() == null
                    ? new Table(draft.folding().quote(one.source().alias()))
                    : reference.getTable();
            return new Column(qualifier, draft.folding().quote(column.index().column()));
        }
        if (!(value instanceof Function function)
                || !"coalesce".equalsIgnoreCase(function.getName())
                || function.getParameters() == null
                || !Features.isOnly(function, new Function(), "getName", "getMultipartName", "getParameters")) {
            return null;
        }
        ExpressionList<Expression> indexes = new ExpressionList<>();
        for (Expression argument : function.getParameters()) {
            Expression index = argument instanceof NullValue ? argument : copied(column, argument);
            if (index == null) {
                return null;
            }
            indexes.add(index);
        }
        return new Function("COALESCE", indexes.toArray(Expression[]::new));
    }
}
