package dev.rowseal.plan;

import dev.rowseal.catalog.Folding;
import dev.rowseal.catalog.SealedColumn;
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
     * @param order the order in which the change takes its rows, behind its WHERE; empty when it has none
     * @param most how many rows one statement may change
     * @param once whether all rows must be changed by one statement, because what is set depends on when it runs
     * @param read what is read of a set of rows before they are changed; null for nothing
     * @param returning the list of what the change gives of its rows; null when it gives none
     * @param target the table as the change names it
     * @param repeats whether the query may give a row more than once
     * @param fixed the only id that a row may have, as the statement fixes it; null where it does not
     */
    record LockedChange(
            SealedTable table,
            Template lock,
            ResultShape locked,
            RowIdSource.Fetched rowId,
            String head,
            @Nullable Template assignments,
            List<String> columns,
            String order,
            int most,
            boolean once,
            @Nullable RowRead read,
            @Nullable Template returning,
            String target,
            boolean repeats,
            RowIdSource.@Nullable Given fixed)
            implements Steps {

        /** Rows changed by one statement; what it sets is looked for row by row, so that more would be slower. */
        static final int MOST = 250;

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

    /**
     * Each row is inserted by a statement of its own, or, where a key conflicts, the row that has the key is found,
     * locked and checked, and then changed by the same INSERT under the found row's id.
     *
     * @param table the table
     * @param rows the rows, in order
     * @param find the query that fetches the locked row; empty where the attempt itself gives the row, as its last column
     *     a mark that it was there before
     * @param found how the found row is checked; the application sees none of its columns
     * @param rowId where the found row has its id
     * @param held sealed cells that stay as they are when the same value is set
     * @param seal the UPDATE that seals one row that was inserted pending: its cells in order, then its row id; empty
     *     when there is no cell
     * @param replaces whether the change puts the row under the id that it gives in the place of the one that was found
     */
    record Upsert(
            SealedTable table,
            List<UpsertRow> rows,
            String find,
            ResultShape found,
            RowIdSource.Fetched rowId,
            List<HeldCell> held,
            String seal,
            boolean replaces)
            implements Steps {
        public Upsert {
            rows = List.copyOf(rows);
            held = List.copyOf(held);
        }
    }

    /**
     * Rows are read by a query and inserted, some at a time, while it is read.
     *
     * @param table the table that they are inserted into
     * @param query the query
     * @param rows how its rows are read
     * @param insertion the INSERT of one row
     * @param values where each parameter of the INSERT comes from
     */
    record InsertQuery(SealedTable table, Template query, ResultShape rows, Insertion insertion, List<FromQuery> values)
            implements Steps {

        public InsertQuery {
            values = List.copyOf(values);
        }

        /** Whether a literal of the application's text is kept in the INSERT: a value of a sealed column. */
        public boolean holdsValues() {
            Plan.Rewritten whole = insertion.plan().whole();
            return whole != null && whole.sql().holdsValues();
        }
    }

    /**
     * A row of an {@link Upsert}.
     *
     * @param attempt inserts it, or locks the row that conflicts and changes nothing. Slots seal for a
     *     {@link RowIdSource.Locked} row
     * @param change inserts it under the id of the row that was found, and so changes that
     * @param cells its sealed cells, in order
     * @param id its row id; null when only the stored row has it
     */
    record UpsertRow(Template attempt, Template change, List<Slot.Seal> cells, RowIdSource.@Nullable Given id) {
        public UpsertRow {
            cells = List.copyOf(cells);
        }
    }

    /** The check of a column that rows are found by; adds what it fetches. */
    static ResultShape.LookupCheck check(
            SealedTable table, SealedColumn column, List<String> fetched, RowIdSource.Fetched rowId, Folding folding) {
        if (column.index() == null) {
            throw new IllegalStateException("a lookup without an index came here");
        }
        fetched.add(folding.quote(column.name()));
        fetched.add(folding.quote(column.index().column()));
        return new ResultShape.LookupCheck(table, column, fetched.size() - 1, fetched.size(), rowId);
    }

    /** A sealed cell of a found row, by its physical position. */
    record HeldCell(SealedColumn column, int position) {}

    /**
     * The INSERT of one row.
     *
     * @param plan its plan
     * @param head its text up to its row, when it can be run with several; otherwise null
     * @param row its row, when there is a head
     */
    record Insertion(
            Plan plan, @Nullable String head, @Nullable Template row) {}

    /** Where a value that is inserted comes from. */
    sealed interface FromQuery {

        /** A parameter of the statement's, counted from 1. */
        record Given(int parameter) implements FromQuery {}

        /**
         * A column of the query.
         *
         * @param column which, as an application would count it
         * @param into the column that it is inserted into
         */
        record Read(int column, String into) implements FromQuery {}
    }

    /**
     * What is read of locked rows before they are changed: values that go to another place.
     *
     * @param query selects the row id, then the copies, from the table; up to its condition
     * @param lock what stands behind the condition, so that the rows are read as they were locked
     * @param copies what each {@link ValueSource.Copied} is, in the order of the query behind the row id
     * @param held sealed cells that stay as they are when the same value is set, behind the copies
     * @param rowId the new row id, by its columns: where each part comes from, or null where it stays; null when no
     *     part is set. A part that is {@link ValueSource.Copied} differs from row to row
     */
    record RowRead(
            Template query,
            String lock,
            List<Copy> copies,
            List<SealedColumn> held,
            @Nullable List<@Nullable ValueSource> rowId) {
        public RowRead {
            copies = List.copyOf(copies);
            held = List.copyOf(held);
        }

        /** Whether each row gets an id of its own. */
        public boolean evaluatesRowId() {
            return rowId != null && rowId.stream().anyMatch(ValueSource.Copied.class::isInstance);
        }
    }

    /** Something that is read of a locked row. */
    sealed interface Copy {

        /** A sealed cell. */
        record Sealed(SealedColumn column) implements Copy {}

        /** An open column, or an expression, as messages show it. */
        record Open(String shown) implements Copy {}
    }
}
