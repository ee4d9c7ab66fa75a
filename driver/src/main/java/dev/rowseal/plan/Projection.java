package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * A select list: which columns the application, or a query around, will see, and the hidden ones that are added behind
 * them.
 */
final class Projection {

    /**
     * A visible column.
     *
     * @param node its place in the list; null when it comes from a {@code *}
     * @param label as the database stores it; null when only the database knows it
     * @param source where it comes from, when it is a column of a source
     * @param name its name there
     * @param sealed what it is, when it is sealed
     */
    record Item(
            @Nullable SelectItem<?> node,
            @Nullable String label,
            Scope.@Nullable Source source,
            @Nullable String name,
            @Nullable Carried sealed) {}

    /**
     * A column of the wrapped result set.
     *
     * @param item what the application sees of it; null when nothing
     * @param starLabel the label that it must have, when it comes from a {@code *}
     */
    record Physical(@Nullable Item item, @Nullable String starLabel) {}

    private final Scope scope;
    private final Draft draft;
    private final OpenExpressions open;
    private final RowIdFix rowIds;
    private final List<SelectItem<?>> list;
    private final List<Item> items = new ArrayList<>();
    /** The columns as the wrapped result set will have them, before those that are added. */
    private final List<Physical> physical = new ArrayList<>();
    /** Those of a {@code *} that a join made of two columns, by identity. */
    private final Set<@Nullable Item> made = Collections.newSetFromMap(new IdentityHashMap<>());

    private final Set<String> sealedLabels = new HashSet<>();
    private final Set<String> openLabels = new HashSet<>();
    private final HiddenColumns hidden;
    private final ShownColumns shown;
    private final ExpressionLabels labels;

    Projection(Scope scope, Draft draft, OpenExpressions open, RowIdFix rowIds, List<SelectItem<?>> list) {
        this.scope = scope;
        this.draft = draft;
        this.open = open;
        this.rowIds = rowIds;
        this.list = list;
        this.hidden = new HiddenColumns(scope, draft);
        this.shown = new ShownColumns(draft, hidden);
        this.labels = new ExpressionLabels(draft);
    }

    /** Reads the select list. */
    void read() throws Refusal {
        for (SelectItem<?> node : list) {
            Expression expression = node.getExpression();
            if (expression instanceof AllTableColumns all) {
                star(all);
            } else if (expression instanceof AllColumns all) {
                Features.only(all, new AllColumns(), "select list");
                for (Scope.Source source : scope.sources()) {
                    requireComplete(source);
                }
                scope.star().requireKnown(draft);
                for (Scope.StarColumn column : scope.star().all()) {
                    star(column.source(), column.column());
                    if (scope.star().isMade(column)) {
                        made.add(physical.get(physical.size() - 1).item());
                    }
                }
            } else {
                physical.add(new Physical(item(node, expression), null));
            }
        }
        physical.stream().map(Physical::item).filter(java.util.Objects::nonNull).forEach(items::add);
    }

    List<Item> items() {
        return items;
    }

    /** Whether any sealed column is in the list. */
    boolean isSealed() {
        return items.stream().anyMatch(item -> item.sealed() != null);
    }

    /** The labels of sealed columns, as ORDER BY would take them. */
    Set<String> sealedLabels() {
        return sealedLabels;
    }

    /** Whether a name is the label of a column that is not sealed. */
    boolean labelsOpen(String stored) {
        return openLabels.contains(stored);
    }

    /** The item at a position, counted from 1 as ORDER BY does, when it is sealed. */
    @Nullable
    Item sealedAt(long position) {
        Item item = position >= 1 && position <= items.size() ? items.get((int) position - 1) : null;
        return item == null || item.sealed() == null ? null : item;
    }

    /** The sealed item of that label. */
    @Nullable
    Item sealedNamed(String label) {
        return items.stream()
                .filter(item -> item.sealed() != null && label.equals(item.label()))
                .findFirst()
                .orElse(null);
    }

    private void star(AllTableColumns all) throws Refusal {
        Features.only(all, new AllTableColumns(all.getTable()), "select list", "getTable");
        Scope.Source source = scope.find(all.getTable());
        if (source == null) {
            draft.onlyIfSealed(() -> {
                throw Refusal.of(
                        "the select list has all columns of something that is not in FROM", "name the columns");
            });
            return;
        }
        draft.claims().claim(all.getTable().getName());
        if (all.getTable().getSchemaName() != null) {
            draft.claims().claim(all.getTable().getSchemaName());
        }
        for (Scope.SourceColumn column : source.columns()) {
            star(source, column);
        }
        requireComplete(source);
    }

    private void requireComplete(Scope.Source source) throws Refusal {
        if (!source.isComplete()) {
            draft.onlyIfSealed(() -> {
                throw Refusal.of(
                        "the columns of \"" + source.alias() + "\" are not known and are selected by *",
                        "name the columns");
            });
        }
    }

    private void star(Scope.Source source, Scope.SourceColumn column) throws Refusal {
        if (column.name() == null && draft.isNamelessInside()) {
            draft.onlyIfSealed(() -> {
                throw Refusal.of(
                        "an expression of a query inside of another has no name, and is selected by *, where MariaDB"
                                + " labels it by its text",
                        "give it a name with AS");
            });
        }
        Scope.Resolved resolved = Scope.resolve(source, column);
        Carried sealed = resolved instanceof Scope.SealedOne one ? one.carried() : null;
        Item item = resolved instanceof Scope.HiddenOne
                ? null
                : new Item(null, column.name(), source, column.name(), sealed);
        physical.add(new Physical(item, column.name()));
    }

    private Item item(SelectItem<?> node, Expression expression) throws Refusal {
        LooseAliases.require(node, scope, draft);
        Scope.Source source = null;
        String name = null;
        Carried sealed = null;
        TextCast cast = TextCast.of(expression, scope, draft);
        if (cast != null) {
            scope.claim(cast.reference());
            draft.redirected(cast.reference());
            Item item = new Item(
                    node,
                    label(node, cast.reference(), true),
                    cast.sealed().source(),
                    cast.sealed().name(),
                    cast.sealed().carried());
            cast.replace(node, draft);
            return item;
        }
        if (expression instanceof Column column && scope.resolve(column) instanceof Scope.SealedOne one) {
            scope.claim(column);
            draft.redirected(column);
            source = one.source();
            name = one.name();
            sealed = one.carried();
        } else if (expression instanceof Column column && scope.resolve(column) instanceof Scope.OpenOne one) {
            scope.claim(column);
            source = one.source();
            name = one.column();
        } else if (expression instanceof ParenthesedSelect select
                && draft.claims().first(select)) {
            String written = expression.toString();
            sealed = scalar(select);
            if (sealed != null || !written.equals(node.getExpression().toString())) {
                labels.changed(node);
            }
        } else {
            String written = expression.toString();
            open.claim(expression, "the select list");
            if (!written.equals(expression.toString())) {
                labels.changed(node);
            }
        }
        return new Item(node, label(node, expression, sealed != null), source, name, sealed);
    }

    /** Notes that a named window is not what it was: H2 labels a function over it by the whole window. */
    void windowChanged() {
        labels.changed(list);
    }

    /** Refuses a list with a label that the rewritten statement would have otherwise. */
    void requireNames() throws Refusal {
        if (draft.catalogue().dialect() == Dialect.H2 && !labels.isEmpty()) {
            throw Refusal.of(
                    "an expression over a sealed column has no name in a query inside of another, where H2 labels it by"
                            + " its text",
                    "give it one with AS");
        }
        if (draft.catalogue().dialect() == Dialect.MARIADB && labels.areOthers(list)) {
            draft.namelessInside();
        }
    }

    /**
     * Gives expressions without a name the labels that they have on plaintext columns.
     *
     * @param headHoldsValues whether a value of a sealed column stands before the outermost WHERE
     * @param moved whether the query becomes one inside of another
     * @return the positions from 1 of visible columns whose labels are not known
     */
    Set<Integer> label(boolean headHoldsValues, boolean moved) {
        if (moved) {
            labels.moved(list);
        }
        List<@Nullable SelectItem<?>> nodes = new ArrayList<>();
        physical.forEach(
                column -> nodes.add(column.item() == null ? null : column.item().node()));
        Set<SelectItem<?>> without = labels.give(nodes, list, headHoldsValues);
        Set<Integer> positions = new HashSet<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            SelectItem<?> node = item.node();
            if (node != null && without.contains(node)) {
                positions.add(i + 1);
            } else if (node != null && node.getAlias() != null && item.label() == null) {
                String label = Written.column(draft.folding(), node.getAlias().getName());
                put(item, new Item(node, label, item.source(), item.name(), item.sealed()));
            }
        }
        return positions;
    }

    private void put(Item before, Item now) {
        items.replaceAll(item -> item == before ? now : item);
        physical.replaceAll(column -> column.item() == before ? new Physical(now, column.starLabel()) : column);
    }

    /** A subquery that gives one value; the way it comes, when that is sealed. */
    private @Nullable Carried scalar(ParenthesedSelect select) throws Refusal {
        QueryBlock block = open.subquery(select);
        List<QueryBlock.Output> outputs = block.outputs();
        if (outputs.size() == 1 && outputs.get(0).sealed() != null) {
            Carried packed = block.forPacking(new QueryBlock.Wish(List.of(QueryBlock.Wished.CELL), null, null))
                    .columns()
                    .get(0);
            return packed == null ? null : packed.withIndex(null);
        }
        block.forExpression();
        return null;
    }

    private @Nullable String label(SelectItem<?> item, Expression expression, boolean sealed) throws Refusal {
        Alias alias = item.getAlias();
        String label =
                expression instanceof Column column ? Written.column(draft.folding(), column.getColumnName()) : null;
        if (alias != null) {
            Features.only(alias, new Alias(alias.getName()), "column alias", "getName", "isUseAs", "getUnquotedName");
            draft.claims().claim(alias.getName());
            label = Written.column(draft.folding(), alias.getName());
            (sealed ? sealedLabels : openLabels).add(label);
            if (sealed) {
                // Where an expression is not entered, the label must not be used unseen either.
                draft.claims().watch(label);
            }
        }
        return label;
    }

    /** Has every row checked that was found by a lookup. */
    void check(List<Scope.SealedOne> lookups) {
        lookups.forEach(hidden::check);
    }

    /**
     * Adds the hidden columns to the list and gives the shape of its rows.
     *
     * @param changeable whether a row stands for one of a table, and is to be changed through the result set
     */
    ResultShape finish(boolean changeable) {
        Scope.Source changed = changeable ? ChangeableRows.source(scope, draft, items) : null;
        return shown.finish(list, items, physical, changed, this::rowId);
    }

    private RowIdSource rowId(Scope.@Nullable Source source, Carried.Cell cell) {
        Scope.Source from = java.util.Objects.requireNonNull(source);
        RowIdSource.Given given = given(from, cell);
        return given != null ? given : hidden.rowId(from, cell);
    }

    /** The row id that the statement fixes for cells of a source, or null. */
    RowIdSource.@Nullable Given given(Scope.Source source, Carried.Cell cell) {
        if (cell.rowId() instanceof Carried.RowIdAt.Fixed fixed) {
            return fixed.rowId();
        }
        return source.relation() instanceof SealedTable table ? rowIds.of(source, table) : null;
    }

    /** Replaces every {@code *} by the columns that it means, so that no hidden one is given. */
    void expand() throws Refusal {
        List<SelectItem<?>> expanded = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            SelectItem<?> node = item.node();
            if (node == null) {
                if (item.name() == null || item.source() == null) {
                    throw Refusal.of("a column without a name is selected by *", "give every column a name");
                }
                boolean two = made.contains(item);
                scope.star().requireOne(item.source(), item.name(), two);
                // Without a table it is the one column that the join made, of whichever side and type; H2 knows no such
                // name.
                node = new SelectItem<>(
                        two && draft.catalogue().dialect() != Dialect.H2
                                ? new Column(draft.folding().quote(item.name()))
                                : scope.reference(item.source(), item.name()));
                items.set(i, new Item(node, item.label(), item.source(), item.name(), item.sealed()));
            }
            expanded.add(node);
        }
        list.clear();
        list.addAll(expanded);
        physical.clear();
        items.forEach(item -> physical.add(new Physical(item, null)));
    }

    /** Puts another expression in the place of an item, under a label. */
    @SuppressWarnings("unchecked") // a select item takes any expression
    void replace(int i, Expression expression, @Nullable String label, @Nullable Carried sealed) {
        Item item = items.get(i);
        SelectItem<Expression> node = (SelectItem<Expression>) java.util.Objects.requireNonNull(item.node());
        node.setExpression(expression);
        String shown = label == null ? item.label() : label;
        if (label != null || node.getAlias() == null && shown != null) {
            node.setAlias(new Alias(draft.folding().quote(java.util.Objects.requireNonNull(shown)), true));
        }
        Item replaced = new Item(node, shown, item.source(), item.name(), sealed);
        items.set(i, replaced);
        physical.set(i, new Physical(replaced, null));
    }

    /** Notes the name that H2 and MariaDB would show behind an item's label, where it has another inside. */
    void renamed(int i, String name) {
        shown.renamed(i, name);
    }

    /** Gives an item another label. */
    void relabel(int i, String label) {
        SelectItem<?> node = java.util.Objects.requireNonNull(items.get(i).node());
        replace(i, node.getExpression(), label, items.get(i).sealed());
    }

    /** Adds a column behind the others. */
    void append(Expression expression, String label) {
        list.add(new SelectItem<>(expression, new Alias(draft.folding().quote(label), true)));
    }
}
