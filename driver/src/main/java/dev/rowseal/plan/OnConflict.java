package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.insert.ConflictActionType;
import net.sf.jsqlparser.statement.insert.InsertConflictAction;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/**
 * What an INSERT does where a row is there already: ON CONFLICT DO UPDATE, ON DUPLICATE KEY UPDATE. The row that was to
 * be inserted has the id of the one that is changed, so that an envelope which was made for the one opens in the other.
 */
final class OnConflict {

    private static final String EXCLUDED = "excluded";
    /** What MariaDB calls the row that was to be inserted. */
    static final Set<String> VALUES = Set.of("values", "value");

    private final Draft draft;
    private final SealedTable table;
    /** The table that is changed, and around it the row that was to be inserted. */
    private final Scope scope;

    private final Scope.Source excluded;
    private final OpenExpressions open;
    private final @Nullable RowIdSource rowId;
    /** Whether the changed row may have been found by another key than its id, and got the id of the found one. */
    private final boolean found;

    /**
     * @param rowId where the id comes from that constants are sealed for; null where it is not the same for all rows
     */
    OnConflict(Draft draft, SealedTable table, Scope.Source target, @Nullable RowIdSource rowId) {
        this.draft = draft;
        this.table = table;
        this.excluded = Scope.Source.of(EXCLUDED, true, table);
        Scope outer = new Scope(draft);
        if (!isMariaDb()) {
            outer.add(excluded);
            draft.claims().watch(EXCLUDED);
        }
        this.scope = new Scope(draft, outer);
        scope.add(target);
        this.open = new OpenExpressions(scope, draft);
        this.rowId = rowId;
        this.found = rowId instanceof RowIdSource.Locked;
    }

    private boolean isMariaDb() {
        return draft.catalogue().dialect() == Dialect.MARIADB;
    }

    Scope scope() {
        return scope;
    }

    /** Rewrites the clause in place, where it is part of a statement that is run in one piece. */
    void plan(ConflictTarget target, @Nullable InsertConflictAction action) throws Refusal {
        if (action == null || action.getConflictActionType() == ConflictActionType.DO_NOTHING) {
            return;
        }
        requireUpdate(action);
        if (!target.isRowId()) {
            throw new IllegalStateException("a conflict of another key came here");
        }
        rewrite(action.getUpdateSets(), action.getWhereExpression());
    }

    /** Refuses an action that is neither DO NOTHING nor DO UPDATE. */
    static void requireUpdate(InsertConflictAction action) throws Refusal {
        if (action.getConflictActionType() != ConflictActionType.DO_UPDATE || action.getUpdateSets() == null) {
            throw Refusal.of("its ON CONFLICT is not planned", "use DO NOTHING or DO UPDATE");
        }
    }

    /** Rewrites assignments and condition in place, and adds the assignments of the index columns. */
    void rewrite(List<UpdateSet> sets, @Nullable Expression where) throws Refusal {
        if (found) {
            requireKeptId(UpdateSet.appendUpdateSetsTo(new StringBuilder(), sets) + " WHERE " + where);
        }
        List<UpdateSet> all = new ArrayList<>();
        for (UpdateSet set : sets) {
            all.add(set);
            // Beside its cell: what MariaDB asks to the right of both is asked of the new value.
            set(set, all);
        }
        sets.clear();
        sets.addAll(all);
        open.claim(where, "WHERE of ON CONFLICT");
        if (!scope.lookups().isEmpty()) {
            throw OpenExpressions.sealedIn(scope.lookups().get(0), where == null ? "SET" : "WHERE of ON CONFLICT");
        }
    }

    /** Refuses a text that names the id of the row that was to be inserted, in whose place the found one's is. */
    private void requireKeptId(String text) throws Refusal {
        List<Token> tokens = Lexer.tokens(text);
        for (int i = 2; tokens != null && i < tokens.size(); i++) {
            String before = tokens.get(i - 2).text();
            boolean proposed = isMariaDb()
                    ? VALUES.contains(before.toLowerCase(Locale.ROOT))
                            && tokens.get(i - 1).text().equals("(")
                    : tokens.get(i - 1).text().equals(".")
                            && Written.column(draft.folding(), before).equals(EXCLUDED);
            int name = i;
            while (proposed
                    && name + 2 < tokens.size()
                    && tokens.get(name + 1).text().equals(".")) {
                // Behind its table's name, and its schema's.
                name += 2;
            }
            if (proposed
                    && table.isRowId(
                            Written.column(draft.folding(), tokens.get(name).text()))) {
                throw Refusal.of(
                        "the row id that was to be inserted is named where a row is changed that may have another",
                        "leave the row id as it is, and give the value as a parameter");
            }
        }
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
            boolean part = resolved instanceof Scope.OpenOne one && table.isRowId(one.column());
            if (part && !(single && isSame(values.get(0), column))) {
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

    /** Whether a value leaves a part of the row id as it is. */
    private boolean isSame(Expression value, Column column) {
        if (isMariaDb() && value instanceof Function last && "last_insert_id".equalsIgnoreCase(last.getName())) {
            return last.getParameters() != null
                    && last.getParameters().size() == 1
                    && isSame(last.getParameters().get(0), column);
        }
        return value instanceof Column other
                && scope.resolve(other) instanceof Scope.OpenOne one
                && (!found && one.source() == excluded || isMariaDb())
                && one.column().equals(Written.column(draft.folding(), column.getColumnName()));
    }

    private void seal(SealedColumn column, ExpressionList<Expression> values, List<UpdateSet> indexes) throws Refusal {
        SetClause.requireKeptRowIds(table);
        if (!isMariaDb()) {
            SetClause.requireUncompared(table, column, "ON CONFLICT");
        }
        Expression value = values.get(0);
        Expression index = copied(column, value);
        if (index == null) {
            if (rowId == null) {
                throw Refusal.of(
                        "sealed column " + column.display() + " is set to one value in the rows of several",
                        "set it to excluded." + column.name() + ", or insert one row at a time");
            }
            Assignment assignment = Assignment.of(draft, column, value);
            values.set(0, assignment.seal(draft, table, rowId));
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
        if (value instanceof Column reference) {
            return cell(column, reference);
        }
        if (!(value instanceof Function function)
                || function.getParameters() == null
                || !Features.isOnly(function, new Function(), "getName", "getMultipartName", "getParameters")) {
            return null;
        }
        String name = function.getName().toLowerCase(Locale.ROOT);
        if (isMariaDb() && VALUES.contains(name)) {
            Expression index = function.getParameters().size() == 1
                    ? copied(column, function.getParameters().get(0))
                    : null;
            return index instanceof Column cell ? new Function("VALUES", cell) : null;
        }
        if (!name.equals("coalesce") && !(isMariaDb() && name.equals("ifnull"))) {
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

    private @Nullable Column cell(SealedColumn column, Column reference) throws Refusal {
        if (!(scope.resolve(reference) instanceof Scope.SealedOne one)
                || !one.column().equals(column)) {
            return null;
        }
        scope.claim(reference);
        if (column.index() == null) {
            return reference;
        }
        Column index = new Column(draft.folding().quote(column.index().column()));
        return isMariaDb() && reference.getTable() == null
                ? index
                : index.withTable(
                        reference.getTable() == null
                                ? new Table(draft.folding().quote(one.source().alias()))
                                : reference.getTable());
    }
}
