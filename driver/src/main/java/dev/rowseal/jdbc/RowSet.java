package dev.rowseal.jdbc;

import dev.rowseal.plan.RowIdSource;
import dev.rowseal.plan.Slot;
import dev.rowseal.plan.Steps;
import dev.rowseal.plan.Template;
import dev.rowseal.plan.ValueSource;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statement that changes so many locked rows at once. What differs from row to row is chosen by the row id in a
 * CASE, which every database takes and which leaves it one statement: constraints are checked and triggers fire as for
 * the application's.
 */
final class RowSet {

    private final String sql;

    RowSet(Steps.LockedChange steps, int rows) {
        Template assignments = steps.assignments();
        StringBuilder text = new StringBuilder(steps.head());
        if (assignments != null) {
            text.append(assignments.filled(slot -> value(assignments.slots().get(slot), steps.columns(), rows)));
        }
        text.append(" WHERE ").append(among(steps.columns(), rows)).append(steps.order());
        if (steps.returning() != null) {
            text.append(" RETURNING ").append(steps.returning().prepared());
        }
        this.sql = text.toString();
    }

    String sql() {
        return sql;
    }

    /** Whether what fills a slot differs from row to row. */
    static boolean differs(Slot slot) {
        return slot instanceof Slot.Seal seal && seal.rowId() instanceof RowIdSource.Locked
                || slot instanceof Slot.Index index && index.value() instanceof ValueSource.Copied
                || slot instanceof Slot.NewId;
    }

    /**
     * Whether nothing is sent for a slot: what would be stored, where there is no row to store it in. H2 does not look
     * at it then, and whether PostgreSQL would take it is found out before.
     */
    static boolean isLeftOut(Slot slot, int rows) {
        return rows == 0 && (differs(slot) || slot instanceof Slot.Index);
    }

    private static String value(Slot slot, List<String> columns, int rows) {
        if (isLeftOut(slot, rows)) {
            return "NULL";
        }
        if (!differs(slot) || rows == 1) {
            return "?";
        }
        String one = " WHEN " + is(columns) + " THEN ?";
        return "CASE" + one.repeat(rows) + " END";
    }

    private static String is(List<String> columns) {
        return columns.stream().map(column -> column + " = ?").collect(Collectors.joining(" AND "));
    }

    /** The condition that a row is one of so many. */
    static String among(List<String> columns, int rows) {
        if (rows < 2) {
            return rows == 0 ? "1 = 0" : is(columns);
        }
        if (columns.size() == 1) {
            return columns.get(0) + " IN (" + String.join(", ", Collections.nCopies(rows, "?")) + ")";
        }
        return String.join(" OR ", Collections.nCopies(rows, "(" + is(columns) + ")"));
    }
}
