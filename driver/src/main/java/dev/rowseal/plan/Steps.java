package dev.rowseal.plan;

import dev.rowseal.catalog.SealedTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is run instead of a statement that takes several. */
public sealed interface Steps {

    /**
     * Rows are locked by a query, checked, and then changed by their ids, in sets. What the query fetches beside the row
     * ids is read as {@code locked} says.
     *
     * @param table the table whose rows are changed
     * @param lock the query
     * @param locked how its rows are checked; the application sees none of its columns
     * @param rowId where the query has the row id
     * @param head the change up to its assignments: {@code UPDATE <table> SET}, or {@code DELETE FROM <table>}
     * @param assignments what is set; null for a DELETE. Slots that seal for a {@link RowIdSource.Locked} row differ from
     *     row to row, all others are the same for all
     * @param columns the row id's columns, as the change names them
     */
    record LockedChange(
            SealedTable table,
            Template lock,
            ResultShape locked,
            RowIdSource.Fetched rowId,
            String head,
            @Nullable Template assignments,
            List<String> columns)
            implements Steps {
        public LockedChange {
            columns = List.copyOf(columns);
        }
    }

    /**
     * Rows are inserted with pending envelopes and sealed when their ids come back. The INSERT is the whole statement.
     *
     * @param table the table
     * @param rows the cells to seal of each row of the INSERT, the same columns in each
     * @param seal the UPDATE of one row: its cells in order, then its row id; empty when there is no cell
     */
    record PendingInsert(SealedTable table, List<List<Slot.Seal>> rows, String seal) implements Steps {
        public PendingInsert {
            rows = List.copyOf(rows);
        }
    }
}
