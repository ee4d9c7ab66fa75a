package dev.rowseal.plan;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.catalog.StoredName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a planned query are read.
 *
 * @param visible the columns that the application sees, in order
 * @param physicalColumns how many columns the wrapped result set must have
 * @param starLabels the labels that columns from a {@code *} must have, by physical position; where they differ, the
 *     table has changed since it was planned
 * @param checks what must hold in every row before the application sees any of it
 * @param unlabelled positions, counted from 1, of visible columns that the database labels by a text which planning has
 *     changed, so that nobody knows the label that they have on plaintext columns
 * @param spelled labels by positions, counted from 1, where the rewritten text may spell them in other letters: MariaDB
 *     gives those of the statement
 * @param changes how rows are changed through the result set; null when they are not
 */
public record ResultShape(
        List<Visible> visible,
        int physicalColumns,
        Map<Integer, String> starLabels,
        List<LookupCheck> checks,
        Set<Integer> unlabelled,
        Map<Integer, Spelling> spelled,
        @Nullable Changes changes) {

    public ResultShape {
        visible = List.copyOf(visible);
        starLabels = Map.copyOf(starLabels);
        checks = List.copyOf(checks);
        unlabelled = Set.copyOf(unlabelled);
        spelled = Map.copyOf(spelled);
    }

    /** The shape of rows whose labels are all known. */
    public ResultShape(
            List<Visible> visible, int physicalColumns, Map<Integer, String> starLabels, List<LookupCheck> checks) {
        this(visible, physicalColumns, starLabels, checks, Set.of(), Map.of(), null);
    }

    /** The same rows, with the positions from 1 of visible columns whose labels are not known. */
    ResultShape without(Set<Integer> labels) {
        return new ResultShape(visible, physicalColumns, starLabels, checks, labels, spelled, changes);
    }

    /** The same rows, which can be changed. */
    ResultShape with(@Nullable Changes how) {
        return new ResultShape(visible, physicalColumns, starLabels, checks, unlabelled, spelled, how);
    }

    /** The same rows, with labels spelled as the statement has them. */
    ResultShape spelled(Map<Integer, Spelling> labels) {
        return new ResultShape(visible, physicalColumns, starLabels, checks, unlabelled, labels, changes);
    }

    /**
     * A label as the statement has it.
     *
     * @param given whether it stands there as the alias of just this column: then it holds whatever the server says, which
     *     in MariaDB may give two columns that come of one expression the label of the last
     */
    public record Spelling(String label, boolean given) {}

    /** The label of a visible column, counted from 1, which the wrapped driver labels otherwise perhaps. */
    public String label(int column, String wrapped) {
        Spelling spelling = spelled.get(column);
        return spelling != null && (spelling.given() || spelling.label().equalsIgnoreCase(wrapped))
                ? spelling.label()
                : wrapped;
    }

    /**
     * How rows are changed through the result set.
     *
     * @param table the one table that they are of
     * @param indexes physical positions of index cells, by those of the sealed cells that they belong to
     * @param rowId parts of the row id, from 0, by the physical positions of its columns
     * @param current where the id of the current row is found
     */
    public record Changes(
            SealedTable table, Map<Integer, Integer> indexes, Map<Integer, Integer> rowId, RowIdSource current) {
        public Changes {
            indexes = Map.copyOf(indexes);
            rowId = Map.copyOf(rowId);
        }
    }

    /** A column that the application sees. */
    public sealed interface Visible {

        /** Its position in the wrapped result set, counted from 1. */
        int physical();

        /** The column's name in the result set's metadata; null where it is what the wrapped driver says. */
        @Nullable
        String columnName();

        /** The table that it is a column of, where the wrapped driver would say another or none; null otherwise. */
        @Nullable
        StoredName of();
    }

    /**
     * A column that is not sealed.
     *
     * @param columnName the column's name in the result set's metadata, where the wrapped driver would have another
     */
    public record OpenColumn(
            int physical,
            @Nullable String columnName,
            @Nullable StoredName of) implements Visible {

        /** A column of which the wrapped driver knows the rest. */
        public OpenColumn(int physical) {
            this(physical, null, null);
        }
    }

    /**
     * A column whose cells are opened.
     *
     * @param columnName the column's name in the result set's metadata, where the wrapped driver would have another
     */
    public record SealedCell(
            int physical,
            SealedTable table,
            SealedColumn column,
            RowIdSource rowId,
            @Nullable String columnName,
            @Nullable StoredName of)
            implements Visible {

        /** A column of which the wrapped driver knows the rest. */
        public SealedCell(int physical, SealedTable table, SealedColumn column, RowIdSource rowId) {
            this(physical, table, column, rowId, null, null);
        }
    }

    /**
     * A row was found by a column's blind index: its sealed cell must hold the value that its index cell says.
     *
     * @param sealed physical position of the sealed cell
     * @param index physical position of the index cell
     */
    public record LookupCheck(SealedTable table, SealedColumn column, int sealed, int index, RowIdSource rowId) {}
}
