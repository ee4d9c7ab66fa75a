package dev.rowseal.plan;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queries whose rows can be changed through their result sets: on one sealed table, with its row id once in the list. */
final class ChangeableRows {

    private ChangeableRows() {}

    /** The one table that a query's rows are of; null when they cannot be changed. */
    static Scope.@Nullable Source source(Scope scope, Draft draft, List<Projection.Item> items) {
        if (scope.sources().size() != 1 || !(scope.sources().get(0).relation() instanceof SealedTable table)) {
            return null;
        }
        Scope.Source source = scope.sources().get(0);
        for (RowIdColumn part : table.rowId()) {
            if (count(part.name(), source, items) != 1) {
                return null;
            }
        }
        // Of two that are one column, either may be set.
        for (String name : table.sealed().keySet()) {
            if (count(name, source, items) > 1) {
                return null;
            }
        }
        // Drivers find an index cell by its column's name, which no other column may have for a label.
        return table.indexColumns().stream().anyMatch(draft.claims()::names) ? null : source;
    }

    private static long count(String name, Scope.Source source, List<Projection.Item> items) {
        return items.stream()
                .filter(item -> item.source() == source && name.equals(item.name()))
                .count();
    }

    /** How the rows are changed. */
    static ResultShape.Changes of(
            Scope.Source source,
            List<ResultShape.Visible> visible,
            Map<String, Integer> columns,
            HiddenColumns hidden,
            HiddenColumns.RowIds rowIds) {
        SealedTable table = (SealedTable) java.util.Objects.requireNonNull(source.relation());
        Map<Integer, Integer> indexes = new HashMap<>();
        for (ResultShape.Visible column : visible) {
            if (column instanceof ResultShape.SealedCell cell && cell.column().index() != null) {
                indexes.put(
                        cell.physical(),
                        hidden.hide(source, cell.column().index().column()));
            }
        }
        Map<Integer, Integer> rowId = new HashMap<>();
        for (int i = 0; i < table.rowId().size(); i++) {
            Integer position = columns.get(table.rowId().get(i).name());
            if (position != null) {
                rowId.put(position, i);
            }
        }
        SealedColumn any = table.sealed().values().iterator().next();
        return new ResultShape.Changes(table, indexes, rowId, rowIds.of(source, Carried.Cell.of(table, any)));
    }
}
