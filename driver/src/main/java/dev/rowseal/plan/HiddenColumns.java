package dev.rowseal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/** The columns that are fetched for Rowseal behind those that the application asked for. */
final class HiddenColumns {

    /** How the row id of a cell of a source is found. */
    interface RowIds {
        RowIdSource of(Scope.@Nullable Source source, Carried.Cell cell);
    }

    /** The row id's columns in a source. */
    private record Key(Scope.Source source, List<String> names) {}

    private final Scope scope;
    private final Draft draft;
    private final List<SelectItem<?>> added = new ArrayList<>();
    private final Map<Key, RowIdSource> rowIds = new HashMap<>();
    private final Set<Scope.SealedOne> lookups = new LinkedHashSet<>();
    private int physical;
    /** Where the columns of the one table are that is read; null when columns may be fetched twice. */
    private @Nullable Map<String, Integer> once;

    HiddenColumns(Scope scope, Draft draft) {
        this.scope = scope;
        this.draft = draft;
    }

    /** Says how many columns there are before the hidden ones. */
    void behind(int position) {
        physical = position;
    }

    /** Has no column of the table fetched again that the list has: drivers change rows by the columns' own names. */
    void once(Map<String, Integer> positions) {
        once = positions;
    }

    /** Has a lookup checked in every row. */
    void check(Scope.SealedOne lookup) {
        lookups.add(lookup);
    }

    RowIdSource rowId(Scope.Source source, Carried.Cell cell) {
        List<String> names = ((Carried.RowIdAt.Columns) cell.rowId()).names();
        return rowIds.computeIfAbsent(new Key(source, names), key -> {
            List<Integer> positions = new ArrayList<>();
            names.forEach(name -> positions.add(hide(source, name)));
            return new RowIdSource.Fetched(cell.table().rowId(), positions);
        });
    }

    /** The position of a column of a source, which is fetched when it is not there yet. */
    int hide(Scope.Source source, String name) {
        Integer known = once == null ? null : once.get(name);
        if (known != null) {
            return known;
        }
        physical++;
        if (once != null && !draft.claims().names(name)) {
            once.put(name, physical);
            added.add(new SelectItem<>(scope.reference(source, name)));
            return physical;
        }
        // ORDER BY takes a label for what it names before a column: none that the text has.
        String label = "rs_" + physical;
        while (draft.claims().names(label)) {
            label += "_";
        }
        added.add(new SelectItem<>(scope.reference(source, name), new Alias(label, true)));
        return physical;
    }

    ResultShape finish(
            List<SelectItem<?>> list, List<ResultShape.Visible> visible, Map<Integer, String> starLabels, RowIds ids) {
        List<ResultShape.LookupCheck> checks = new ArrayList<>();
        for (Scope.SealedOne lookup : lookups) {
            // A packed cell stands for rows that are not fetched; it is opened when it is read.
            if (lookup.carried() instanceof Carried.Cell cell && cell.index() != null) {
                int sealed = hide(lookup.source(), lookup.name());
                int index = hide(lookup.source(), Objects.requireNonNull(cell.index()));
                checks.add(new ResultShape.LookupCheck(
                        cell.table(), cell.column(), sealed, index, ids.of(lookup.source(), cell)));
            }
        }
        list.addAll(added);
        return new ResultShape(visible, physical, starLabels, checks);
    }
}
