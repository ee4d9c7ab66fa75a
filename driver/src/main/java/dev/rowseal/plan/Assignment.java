package dev.rowseal.plan;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import net.sf.jsqlparser.expression.Expression;

/**
 * A value that a statement stores in a sealed column: a parameter, a literal, or NULL. Anything else would have to be
 * computed by the database, which must not see it.
 */
record Assignment(SealedColumn column, Expression original, ValueSource value) {

    static Assignment of(Draft draft, SealedColumn column, Expression expression) throws Refusal {
        ValueSource value = new AssignedConstants(column, draft.catalogue().dialect()).of(expression);
        if (value == null) {
            throw Refusal.of(
                    "sealed column " + column.display() + " is set to an expression",
                    "compute the value in the application and set the column to a parameter");
        }
        return new Assignment(column, expression, value);
    }

    /** The slot for the envelope, in place of the value. */
    Expression seal(Draft draft, SealedTable table, RowIdSource rowId) {
        draft.touches(value, column);
        return draft.replace(original, new Slot.Seal(table, column, value, rowId));
    }

    /** The slot for what stands for the value until the row's id is known. */
    Expression pending(Draft draft, SealedTable table) {
        draft.touches(value, column);
        return draft.replace(original, new Slot.Pending(table, column, value));
    }

    /** The slot for the blind index beside it. */
    Expression index(Draft draft) {
        return draft.add(new Slot.Index(column, value));
    }
}
