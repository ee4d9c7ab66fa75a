package dev.rowseal.plan;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * A select list: which columns the application will see, at which positions of the wrapped result set, and the hidden
 * ones that are added behind them.
 */
final class Projection {

    private final Scope scope;
    private final Draft draft;
    private final OpenExpressions open;
    private final RowIdFix rowIds;
    private final List<SelectItem<?>> items;

    private final List<ResultShape.Visible> visible = new ArrayList<>();
    private final Map<Integer, String> starLabels = new HashMap<>();
    private final List<ResultShape.LookupCheck> checks = new ArrayList<>();
    private final List<SelectItem<?>> hidden = new ArrayList<>();
    private final Map<Scope.Source, RowIdSource> rowIdSources = new HashMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private final Set<String> sealedLabels = new HashSet<>();
    private final Set<String> openLabels = new HashSet<>();
    private int physical;

    /** A sealed column that was seen while the positions of hidden columns were not yet known. */
    private record Pending(int at, int physical, Scope.SealedOne sealed) {}

    Projection(Scope scope, Draft draft, OpenExpressions open, RowIdFix rowIds, List<SelectItem<?>> items) {
        this.scope = scope;
        this.draft = draft;
        this.open = open;
        this.rowIds = rowIds;
        this.items = items;
    }

    /** Reads the select list. */
    void read() throws Refusal {
        for (SelectItem<?> item : items) {
            Expression expression = item.getExpression();
            if (expression instanceof AllTableColumns all) {
                star(all);
            } else if (expression instanceof AllColumns all) {
                Features.only(all, new AllColumns(), "select list");
                for (Scope.Source source : scope.sources()) {
                    star(source);
                }
            } else {
                item(expression);
                label(item);
            }
        }
    }

    /** Whether any sealed column is in the list. */
    boolean isSealed() {
        return !pending.isEmpty();
    }

    /** The labels of sealed columns, as ORDER BY would take them. */
    Set<String> sealedLabels() {
        return sealedLabels;
    }

    /** Whether a name is the label of a column that is not sealed. */
    boolean labelsOpen(String stored) {
        return openLabels.contains(stored);
    }

    /** Whether the column at a position, counted from 1 as ORDER BY does, is sealed. */
    boolean isSealedAt(long position) {
        return pending.stream().anyMatch(column -> column.at() == position - 1);
    }

    /** What the sealed column at a position is, for messages. */
    String display(long position) {
        return pending.stream()
                .filter(column -> column.at() == position - 1)
                .map(column -> column.sealed().column().display())
                .findFirst()
                .orElse("");
    }

    /** Has every row checked that was found by a lookup. */
    void check(List<Scope.SealedOne> lookups) {
        List<Scope.SealedOne> distinct = lookups.stream().distinct().toList();
        for (Scope.SealedOne lookup : distinct) {
            int sealed = hide(lookup.source(), lookup.column().name());
            int index = hide(lookup.source(), indexOf(lookup));
            checks.add(new ResultShape.LookupCheck(
                    lookup.table(), lookup.column(), sealed, index, rowId(lookup.source(), lookup.table())));
        }
    }

    private static String indexOf(Scope.SealedOne lookup) {
        if (lookup.column().index() == null) {
            throw new IllegalStateException("a lookup without an index came here");
        }
        return lookup.column().index().column();
    }

    /** Adds the hidden columns to the list and gives the shape of its rows. */
    ResultShape finish() {
        for (Pending column : pending) {
            Scope.SealedOne sealed = column.sealed();
            visible.set(
                    column.at(),
                    new ResultShape.SealedCell(
                            column.physical(),
                            sealed.table(),
                            sealed.column(),
                            rowId(sealed.source(), sealed.table())));
        }
        items.addAll(hidden);
        return new ResultShape(visible, physical, starLabels, checks);
    }

    private void star(AllTableColumns all) throws Refusal {
        Features.only(all, new AllTableColumns(all.getTable()), "select list", "getTable");
        Scope.Source source = scope.find(all.getTable());
        if (source != null) {
            draft.claims().claim(all.getTable().getName());
            if (all.getTable().getSchemaName() != null) {
                draft.claims().claim(all.getTable().getSchemaName());
            }
            star(source);
        }
    }

    private void star(Scope.Source source) {
        for (String column : source.columns()) {
            physical++;
            starLabels.put(physical, column);
            Scope.Resolved resolved = Scope.resolve(source, column);
            if (resolved instanceof Scope.SealedOne sealed) {
                sealed(sealed);
            } else if (!(resolved instanceof Scope.HiddenOne)) {
                visible.add(new ResultShape.OpenColumn(physical));
            }
        }
    }

    private void item(Expression expression) throws Refusal {
        physical++;
        if (expression instanceof Column column && scope.resolve(column) instanceof Scope.SealedOne one) {
            scope.claim(column);
            sealed(one);
            return;
        }
        Column counted = counted(expression);
        if (counted != null) {
            // A sealed cell is NULL exactly where its value is.
            scope.claim(counted);
        } else {
            open.claim(expression, "the select list");
        }
        visible.add(new ResultShape.OpenColumn(physical));
    }

    private void sealed(Scope.SealedOne sealed) {
        pending.add(new Pending(visible.size(), physical, sealed));
        visible.add(new ResultShape.OpenColumn(physical));
    }

    private @Nullable Column counted(Expression expression) throws Refusal {
        if (!(expression instanceof Function function)
                || !"count".equalsIgnoreCase(function.getName())
                || function.getParameters() == null
                || function.getParameters().size() != 1
                || !(function.getParameters().get(0) instanceof Column column)
                || !(scope.resolve(column) instanceof Scope.SealedOne sealed)) {
            return null;
        }
        if (function.isDistinct() || function.isUnique()) {
            throw OpenExpressions.sealedIn(sealed, "COUNT(DISTINCT)");
        }
        Features.only(function, new Function(), "COUNT", "getName", "getMultipartName", "getParameters");
        return column;
    }

    private void label(SelectItem<?> item) throws Refusal {
        boolean sealed = isSealedAt(visible.size());
        Alias alias = item.getAlias();
        if (alias != null) {
            Features.only(alias, new Alias(alias.getName()), "column alias", "getName", "isUseAs", "getUnquotedName");
            draft.claims().claim(alias.getName());
            (sealed ? sealedLabels : openLabels).add(Written.stored(draft.folding(), alias.getName()));
        }
    }

    private RowIdSource rowId(Scope.Source source, SealedTable table) {
        RowIdSource known = rowIdSources.get(source);
        if (known == null) {
            known = rowIds.of(source, table);
            if (known == null) {
                known = fetched(source, table);
            }
            rowIdSources.put(source, known);
        }
        return known;
    }

    private RowIdSource fetched(Scope.Source source, SealedTable table) {
        List<Integer> positions = new ArrayList<>();
        for (RowIdColumn column : table.rowId()) {
            positions.add(hide(source, column.name()));
        }
        return new RowIdSource.Fetched(table.rowId(), positions);
    }

    private int hide(Scope.Source source, String column) {
        Table qualifier = new Table(draft.folding().quote(source.alias()));
        Column reference = new Column(qualifier, draft.folding().quote(column));
        hidden.add(new SelectItem<>(reference, new Alias("rs_" + (physical + 1), true)));
        return ++physical;
    }
}
