package dev.rowseal.plan;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;

/**
 * An INSERT whose row ids only the stored rows have: its sealed cells are pending until the ids are known, and its index
 * cells, which no id is needed for, are right from the beginning.
 */
final class PendingInsertPlanner {

    private final Draft draft;
    private final SealedTable table;
    private final OpenExpressions open;
    private final List<String> names;
    private final List<List<Slot.Seal>> rows = new ArrayList<>();

    /** @param names the columns that the INSERT names, as the database stores them */
    PendingInsertPlanner(Draft draft, SealedTable table, OpenExpressions open, List<String> names) throws Refusal {
        this.draft = draft;
        this.table = table;
        this.open = open;
        this.names = names;
        if (table.acts().onUpdate()) {
            throw Refusal.of(
                    "the row id of an INSERT into \"" + table.name() + "\" is known only when the row is stored, and"
                            + " something in the database acts on the UPDATE that would seal it then",
                    "give the row id, or drop the trigger or rule");
        }
    }

    /** Rewrites a row in place. */
    void row(ExpressionList<Expression> row) throws Refusal {
        List<Expression> indexes = new ArrayList<>();
        List<Slot.Seal> cells = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            SealedColumn column = table.sealed().get(names.get(i));
            if (column == null) {
                open.claim(row.get(i), "VALUES");
                continue;
            }
            Assignment assignment = Assignment.of(draft, column, row.get(i));
            row.set(i, assignment.pending(draft, table));
            cells.add(new Slot.Seal(table, column, assignment.value(), new RowIdSource.Locked(table.rowId())));
            if (column.index() != null) {
                indexes.add(assignment.index(draft));
            }
        }
        row.addAll(indexes);
        rows.add(cells);
    }

    /** The plan, when all rows and clauses are rewritten. */
    Plan finish() throws Refusal {
        Plan.Rewritten whole = draft.finish(Plan.Kind.INSERT, table, null);
        return new Plan.Stepped(whole, new Steps.PendingInsert(table, rows, seal(draft, table, rows.get(0))));
    }

    /**
     * The UPDATE that seals one row: the cells in order, then the row id; empty when there is no cell. Columns that it
     * would stamp keep what the INSERT gave them: set to themselves, they are left alone.
     */
    static String seal(Draft draft, SealedTable table, List<Slot.Seal> cells) {
        String stamped = table.acts().stamped().stream()
                .map(draft.folding()::quote)
                .map(column -> ", " + column + " = " + column)
                .collect(Collectors.joining());
        return cells.isEmpty()
                ? ""
                : "UPDATE " + draft.folding().quote(table.schema()) + "."
                        + draft.folding().quote(table.name()) + " SET "
                        + cells.stream()
                                .map(cell -> draft.folding().quote(cell.column().name()) + " = ?")
                                .collect(Collectors.joining(", "))
                        + stamped
                        + " WHERE "
                        + table.rowId().stream()
                                .map(column -> draft.folding().quote(column.name()) + " = ?")
                                .collect(Collectors.joining(" AND "));
    }
}
