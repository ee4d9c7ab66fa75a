package dev.rowseal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.WindowDefinition;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/** One SELECT: over tables, derived tables and what else stands in FROM. */
final class SelectPlanner implements QueryBlock {

    private final PlainSelect select;
    private final Draft draft;
    private final Scope scope;
    private final OpenExpressions open;
    private final Projection projection;
    private final Grouping grouping;
    private final FromPlanner from;
    private final CommonTables commonTables;
    private boolean headHoldsValues;

    /**
     * @param outer what the query can name besides its own FROM; null at the top
     */
    SelectPlanner(PlainSelect select, Draft draft, @Nullable Scope outer) {
        this.select = select;
        this.draft = draft;
        Scope around = new Scope(draft, outer);
        this.scope = new Scope(draft, around);
        this.open = new OpenExpressions(scope, draft);
        this.commonTables = new CommonTables(around, draft);
        this.from = new FromPlanner(scope, around, draft, open);
        RowIdFix rowIds = new RowIdFix(scope, draft, select.getWhere());
        this.projection = new Projection(scope, draft, open, rowIds, select.getSelectItems());
        this.grouping = new Grouping(select, scope, draft, open, projection);
    }

    SelectPlanner read() throws Refusal {
        commonTables.read(select.getWithItemsList());
        from.read(select.getFromItem(), select.getJoins());
        draft.onlyIfSealed(() -> features(select));
        projection.read();
        if (select.getWindowDefinitions() != null) {
            for (WindowDefinition window : select.getWindowDefinitions()) {
                String written = window.toString();
                open.window(window);
                if (!written.equals(window.toString())) {
                    projection.windowChanged();
                }
            }
        }
        from.conditions(select.getJoins());
        headHoldsValues = draft.holdsValues();
        open.claim(select.getWhere(), "WHERE");
        grouping.read();
        if (select.getForUpdateTables() != null) {
            List<Table> tables = select.getForUpdateTables();
            tables.forEach(table -> draft.claims().claim(table.getName()));
        }
        return this;
    }

    private static void features(PlainSelect select) throws Refusal {
        Features.only(
                select,
                new PlainSelect(),
                "SELECT",
                "getWithItemsList",
                "getSelectItems",
                "getFromItem",
                "getJoins",
                "getWhere",
                "getGroupBy",
                "getHaving",
                "getOrderByElements",
                "getLimit",
                "getOffset",
                "getFetch",
                "getDistinct",
                "getWindowDefinitions",
                "getForMode",
                "getForUpdateTables",
                "getWait",
                "isNoWait",
                "isSkipLocked",
                "isForUpdateBeforeOrderBy");
    }

    @Override
    public List<Output> outputs() {
        return projection.items().stream()
                .map(item -> new Output(item.label(), item.sealed(), empty(item), false, isStored(item)))
                .toList();
    }

    private static boolean isStored(Projection.Item item) {
        return item.sealed() == null && item.source() != null && item.source().relation() != null;
    }

    private @Nullable Empty empty(Projection.Item item) {
        return item.node() == null
                ? null
                : Empty.of(item.node().getExpression(), draft.catalogue().dialect());
    }

    @Override
    public ResultShape forApplication() throws Refusal {
        Set<Integer> unlabelled = label(projection.isSealed() && grouping.isDistinct());
        if (grouping.manyRowsInOne()) {
            if (projection.isSealed()) {
                grouping.settle(unlabelled);
            }
        } else {
            projection.check(scope.lookups());
        }
        if (grouping.countsColumns()) {
            expandStars();
        }
        return projection
                .finish(draft.isForChanges() && !grouping.manyRowsInOne())
                .without(unlabelled);
    }

    @Override
    public Set<Integer> label(boolean moved) {
        return projection.label(headHoldsValues, moved);
    }

    @Override
    public Derived forQueryAround() throws Refusal {
        projection.requireNames();
        boolean many = grouping.manyRowsInOne();
        if (many && projection.isSealed()) {
            grouping.settle(Set.of());
        } else {
            projection.expand();
        }
        return new CarryingColumns(draft, scope, projection, grouping).give(many);
    }

    @Override
    public void forExpression() throws Refusal {
        for (Projection.Item item : projection.items()) {
            if (item.sealed() != null) {
                throw Refusal.of(
                        "sealed column " + item.sealed().column().display()
                                + " is given by a subquery to an expression, or to a column that is not sealed",
                        "compare it with a lookup column of its group, or read it and work on the value in the"
                                + " application");
            }
        }
        expandStars();
    }

    /** Where a {@code *} would give hidden columns too. */
    private void expandStars() throws Refusal {
        boolean hides =
                scope.star().all().stream().anyMatch(column -> column.column().kind() instanceof Scope.Kind.Hidden);
        if (hides) {
            projection.expand();
        }
    }

    @Override
    public void forMembership(List<Scope.@Nullable SealedOne> with) throws Refusal {
        if (with.size() != projection.items().size()) {
            draft.onlyIfSealed(() -> {
                throw Refusal.of("a subquery is compared that has another number of columns", "compare as many");
            });
            return;
        }
        expandStars();
        for (int i = 0; i < with.size(); i++) {
            Scope.SealedOne sealed = with.get(i);
            Projection.Item item = projection.items().get(i);
            if (sealed == null && item.sealed() == null) {
                continue;
            }
            Scope.SealedOne given = item.sealed() == null || item.source() == null || item.name() == null
                    ? null
                    : new Scope.SealedOne(item.source(), item.name(), item.sealed());
            if (sealed == null || given == null || !Comparisons.isOneGroup(sealed, given)) {
                throw Refusal.of(
                        "a sealed column is compared with what a subquery gives, which is not a lookup column of the"
                                + " same group",
                        "compare columns of one lookup group, or read the values first and use IN with a list");
            }
            OpenExpressions.index(given, "a subquery");
            projection.expand();
            projection.replace(i, grouping.index(i), null, null);
        }
    }

    @Override
    public void requireNames() throws Refusal {
        projection.requireNames();
    }

    @Override
    public void forExistence() throws Refusal {
        // Whether there is a row does not depend on what it gives; whether there is a second may.
        if (select.getDistinct() != null && QueryBlock.skipsRows(select)) {
            forExpression();
        } else if (grouping.manyRowsInOne() && projection.isSealed()) {
            // Grouped by its index, a sealed column itself cannot be selected.
            projection.expand();
            for (int i = 0; i < projection.items().size(); i++) {
                if (projection.items().get(i).sealed() != null) {
                    projection.replace(i, new RawSql("NULL"), null, null);
                }
            }
        }
    }

    @Override
    public Packed forPacking(Wish wish) throws Refusal {
        if (grouping.manyRowsInOne() && projection.isSealed()) {
            grouping.settle(Set.of());
        } else {
            projection.expand();
        }
        Packing packing = new Packing(draft.catalogue().dialect());
        List<Expression> behind = new ArrayList<>();
        List<@Nullable String> names = new ArrayList<>();
        List<@Nullable Carried> columns = new ArrayList<>();
        Labels labels = wish.labels();
        for (int i = 0; i < projection.items().size(); i++) {
            Carried sealed = projection.items().get(i).sealed();
            String name = null;
            Wished wished = wish.columns().get(i);
            if (wished.index() != null) {
                name = labels == null ? draft.fresh() : labels.indexes().get(i);
                behind.add(sealed == null ? packing.noIndex(wished.index()) : grouping.index(i));
            }
            if (wished.sealed() && empty(projection.items().get(i)) instanceof Empty.Cast) {
                projection.replace(i, packing.noCell(), null, null);
            }
            names.add(name);
            if (sealed instanceof Carried.Cell) {
                grouping.pack(i);
            }
            columns.add(projection.items().get(i).sealed());
            if (labels != null) {
                projection.relabel(i, labels.columns().get(i));
            }
        }
        int next = 0;
        for (String name : names) {
            if (name != null) {
                projection.append(behind.get(next++), name);
            }
        }
        if (wish.extra() != null) {
            projection.append(wish.extra().expression(), wish.extra().name());
        }
        return new Packed(columns, names);
    }

    @Override
    public Select tree() {
        return select;
    }
}
