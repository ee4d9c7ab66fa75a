package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.OpenTable;
import dev.rowseal.catalog.Relation;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.catalog.StoredName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/** The columns that the application sees, as the shape of the rows has them. */
final class ShownColumns {

    private final Draft draft;
    private final HiddenColumns hidden;
    /** Names of columns that stand behind others inside, by the index of the item. */
    private final Map<Integer, String> renamed = new HashMap<>();

    ShownColumns(Draft draft, HiddenColumns hidden) {
        this.draft = draft;
        this.hidden = hidden;
    }

    /** Notes the name that H2 and MariaDB would show behind an item's label. */
    void renamed(int i, String name) {
        renamed.put(i, name);
    }

    /**
     * Adds the hidden columns to the list and gives the shape of its rows.
     *
     * @param changed the table that is changed through the result set; null when none is
     * @param known how row ids are found where rows are only read
     */
    ResultShape finish(
            List<SelectItem<?>> list,
            List<Projection.Item> items,
            List<Projection.Physical> physical,
            Scope.@Nullable Source changed,
            HiddenColumns.RowIds known) {
        // A row that is inserted through the result set has another id than the statement gives.
        HiddenColumns.RowIds ids = changed == null ? known : (source, cell) -> hidden.rowId(changed, cell);
        List<ResultShape.Visible> visible = new ArrayList<>();
        Map<Integer, String> starLabels = new HashMap<>();
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < physical.size(); i++) {
            if (physical.get(i).item() != null) {
                positions.add(i + 1);
            }
            if (physical.get(i).starLabel() != null) {
                starLabels.put(i + 1, physical.get(i).starLabel());
            }
        }
        hidden.behind(physical.size());
        if (changed != null) {
            hidden.once(columns(physical));
        }
        boolean grouped = items.stream().anyMatch(item -> item.sealed() instanceof Carried.Packed);
        for (int i = 0; i < items.size(); i++) {
            visible.add(visible(i, items.get(i), positions.get(i), ids, grouped));
        }
        ResultShape.Changes changes =
                changed == null ? null : ChangeableRows.of(changed, visible, columns(physical), hidden, ids);
        return hidden.finish(list, visible, starLabels, ids).with(changes);
    }

    /** The positions of columns of a source, by their names there. */
    private static Map<String, Integer> columns(List<Projection.Physical> physical) {
        Map<String, Integer> columns = new HashMap<>();
        for (int i = 0; i < physical.size(); i++) {
            Projection.Item item = physical.get(i).item();
            String name = item == null ? physical.get(i).starLabel() : item.name();
            if (name != null) {
                columns.putIfAbsent(name, i + 1);
            }
        }
        return columns;
    }

    private ResultShape.Visible visible(
            int i, Projection.Item item, int position, HiddenColumns.RowIds ids, boolean grouped) {
        if (item.sealed() instanceof Carried.Packed packed) {
            PackedOrigin one = packed.origins().values().iterator().next();
            // H2 and MariaDB name the column that stands behind a label.
            String name = draft.catalogue().dialect() == Dialect.POSTGRESQL ? null : item.name();
            // PostgreSQL tells the table through queries inside of others too.
            boolean through = item.source() != null && packed.origins().size() == 1;
            StoredName of = draft.catalogue().dialect() == Dialect.POSTGRESQL && through
                    ? new StoredName(one.table().schema(), one.table().name())
                    : table(item);
            return new ResultShape.SealedCell(
                    position, one.table(), one.column(), new RowIdSource.Packed(packed.origins()), name, of);
        }
        return item.sealed() instanceof Carried.Cell cell
                ? new ResultShape.SealedCell(position, cell.table(), cell.column(), ids.of(item.source(), cell))
                : new ResultShape.OpenColumn(
                        position,
                        renamed.get(i),
                        grouped && draft.catalogue().dialect() == Dialect.H2 ? table(item) : null);
    }

    /** The table that an item is a column of, if it is one of a table. */
    private static @Nullable StoredName table(Projection.Item item) {
        Relation relation = item.source() == null ? null : item.source().relation();
        if (relation instanceof SealedTable sealed) {
            return new StoredName(sealed.schema(), sealed.name());
        }
        return relation instanceof OpenTable open ? new StoredName(open.schema(), open.name()) : null;
    }
}
