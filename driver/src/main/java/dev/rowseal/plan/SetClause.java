package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/** The assignments of an UPDATE. */
final class SetClause {

    private final Scope scope;
    private final Draft draft;
    private final OpenExpressions open;
    private final SealedTable table;
    private final RowIdSource row;
    private final RowCopies copies;
    private final List<UpdateSet> added = new ArrayList<>();
    private final Set<String> sealed = new HashSet<>();
    private final Set<String> assigned = new HashSet<>();
    /** The new row id, by its columns; null where a part stays. */
    private final @Nullable ValueSource[] rowId;

    private boolean perRow;

    /** @param row where the id comes from that values are sealed for */
    SetClause(Scope scope, Draft draft, OpenExpressions open, SealedTable table, RowIdSource row, RowCopies copies) {
        this.scope = scope;
        this.draft = draft;
        this.open = open;
        this.table = table;
        this.row = row;
        this.copies = copies;
        this.rowId = new ValueSource[table.rowId().size()];
    }

    /** Whether assignments read the row that they change: then it must be locked, even when its id is given. */
    static boolean readsRows(List<UpdateSet> sets, Scope scope, SealedTable table, RowCopies copies) {
        for (UpdateSet set : sets) {
            for (int i = 0; i < set.getColumns().size(); i++) {
                Scope.Resolved resolved = scope.resolve(set.getColumns().get(i));
                boolean copied = resolved instanceof Scope.SealedOne
                        && set.getColumns().size() == set.getValues().size()
                        && (table.acts().seesChanges()
                                || copies.column((Expression) set.getValues().get(i)) != null);
                if (copied || resolved instanceof Scope.OpenOne one && table.isRowId(one.column())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether what is set differs from row to row. */
    boolean isPerRow() {
        return perRow;
    }

    /** The new row id, by its columns: where each part comes from, or null where it stays; null when none is set. */
    @Nullable
    List<@Nullable ValueSource> rowId() {
        return Arrays.stream(rowId).allMatch(part -> part == null) ? null : new ArrayList<>(Arrays.asList(rowId));
    }

    /** Rewrites the assignments in place, and adds those of the index columns and of what follows a new row id. */
    void rewrite(List<UpdateSet> sets) throws Refusal {
        List<UpdateSet> all = new ArrayList<>();
        for (UpdateSet set : sets) {
            rewrite(set);
            all.add(set);
            // Beside its cell: what MariaDB compares to the right of both is the new value.
            all.addAll(added);
            added.clear();
        }
        if (rowId() != null) {
            follow();
        }
        all.addAll(added);
        sets.clear();
        sets.addAll(all);
    }

    private void rewrite(UpdateSet set) throws Refusal {
        @SuppressWarnings("unchecked") // only expressions are ever in such lists
        ExpressionList<Expression> values = (ExpressionList<Expression>) set.getValues();
        List<Column> columns = set.getColumns();
        if (columns.size() > 1 && !standard(draft)) {
            throw Refusal.of("SET has a list of columns, which MariaDB does not have", "set each column by itself");
        }
        columns.forEach(scope::claim);
        boolean paired = columns.size() == values.size();
        boolean claimed = false;
        for (int i = 0; i < columns.size(); i++) {
            Scope.Resolved resolved = scope.resolve(columns.get(i));
            if (resolved instanceof Scope.HiddenOne hidden) {
                throw OpenExpressions.hidden(hidden);
            }
            if (resolved instanceof Scope.Unresolved) {
                throw Refusal.of("SET names a column that the table does not have", "name the table's columns");
            }
            boolean part = resolved instanceof Scope.OpenOne one && table.isRowId(one.column());
            if (!paired && (part || resolved instanceof Scope.SealedOne)) {
                throw Refusal.of(
                        "a sealed column or a part of the row id is set in a list of columns to something that is no"
                                + " list of values",
                        "set each column by itself");
            }
            String name = Written.column(draft.folding(), columns.get(i).getColumnName());
            if (resolved instanceof Scope.SealedOne one) {
                seal(values, i, one.column());
            } else if (resolved instanceof Scope.OpenOne one && part) {
                move(values, i, one.column());
            } else if (paired) {
                open.claim(values.get(i), "SET");
            } else if (!claimed) {
                open.claim(values, "SET");
                claimed = true;
            }
            assigned.add(name);
        }
    }

    private void seal(ExpressionList<Expression> values, int at, SealedColumn column) throws Refusal {
        sealed.add(column.name());
        Expression value = values.get(at);
        String copied = AssignedConstants.isDefault(value) ? null : copies.column(value);
        Assignment assignment = copied == null
                ? Assignment.of(draft, column, value)
                : new Assignment(column, value, copies.copy(value, copied, column));
        requireUnset(copied, column);
        boolean isNull = assignment.value() instanceof ValueSource.Null;
        // A trigger before the row is stored may put the cell back: then it is to be looked at.
        perRow |= !isNull || table.acts().beforeUpdate();
        if (!isNull && table.acts().seesChanges()) {
            copies.hold(column);
        }
        values.set(at, assignment.seal(draft, table, row));
        if (column.index() != null) {
            add(column.index().column(), assignment.index(draft));
        }
    }

    /** Whether all assignments see the row as it was before any of them; MariaDB's see those to their left. */
    static boolean standard(Draft draft) {
        return draft.catalogue().dialect() != Dialect.MARIADB;
    }

    private void requireUnset(@Nullable String copied, SealedColumn column) throws Refusal {
        if (copied != null && assigned.contains(copied) && !standard(draft)) {
            throw Refusal.of(
                    "sealed column " + column.display() + " is set to a column that the same UPDATE sets before it",
                    "set the columns in the other order, or in two statements");
        }
    }

    /** Refuses to set a cell anew to what may be the value that it has, where the database looks whether it changes. */
    static void requireUncompared(SealedTable table, SealedColumn column, String statement) throws Refusal {
        if (table.acts().comparesRows()) {
            throw Refusal.of(
                    "something in the database looks whether a row of \"" + table.name() + "\" changes, which "
                            + column.display() + " always does when " + statement + " sets it",
                    "look for the row first, and then insert or UPDATE it");
        }
    }

    /** Refuses a table of which something may change the row ids when a row is changed. */
    static void requireKeptRowIds(SealedTable table) throws Refusal {
        if (table.mayRewriteRows()) {
            throw Refusal.of(
                    "a trigger or rule on \"" + table.name() + "\" may change the row id that a value is sealed for",
                    "drop the trigger, or make it one that runs after the row is stored");
        }
    }

    /** A part of the row id gets another value. */
    private void move(ExpressionList<Expression> values, int at, String column) throws Refusal {
        InsertPlanner.requireGivenRowIds(table);
        int part = 0;
        while (!table.rowId().get(part).name().equals(column)) {
            part++;
        }
        Expression value = values.get(at);
        ValueSource constant = Constants.of(value);
        if (constant instanceof ValueSource.Null || AssignedConstants.isDefault(value)) {
            throw Refusal.of(
                    "row-id column " + table.name() + "." + column + " is set to NULL or DEFAULT",
                    "give the row an id");
        }
        perRow = true;
        if (constant instanceof ValueSource.Parameter parameter) {
            values.set(at, draft.replace(value, new Slot.Open(parameter.index())));
        }
        rowId[part] = constant == null ? evaluate(value, table.rowId().get(part)) : constant;
    }

    /** A part of the row id gets what an expression gives for each row: it is read before the row is changed. */
    private ValueSource evaluate(Expression value, RowIdColumn part) throws Refusal {
        String more = RowExpressions.foundOrTimed(value);
        if (more != null) {
            throw Refusal.of(
                    "row-id column " + table.name() + "." + part.name() + " is set to what depends on " + more,
                    "set it to columns of the row and parameters, and to simple functions of them");
        }
        for (Column column : standard(draft) ? List.<Column>of() : RowExpressions.columns(value)) {
            if (assigned.contains(Written.column(draft.folding(), column.getColumnName()))) {
                throw Refusal.of(
                        "row-id column " + table.name() + "." + part.name()
                                + " is set to a column that the same UPDATE sets before it",
                        "set the columns in the other order, or in two statements");
            }
        }
        open.claim(value, "SET");
        return copies.evaluate(value, part);
    }

    /** What is sealed for the old row id and is not set is sealed anew. */
    private void follow() {
        for (SealedColumn column : table.sealed().values()) {
            if (!sealed.contains(column.name())) {
                Slot.Seal slot = new Slot.Seal(table, column, copies.column(column.name()), row);
                if (table.acts().seesChanges()) {
                    copies.hold(column);
                }
                add(column.name(), draft.add(slot));
            }
        }
    }

    private void add(String column, Expression value) {
        added.add(new UpdateSet(new Column(draft.folding().quote(column)), value));
    }
}
