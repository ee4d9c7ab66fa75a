package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.value.DeclaredType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.Distinct;
import net.sf.jsqlparser.statement.select.GroupByElement;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * GROUP BY, HAVING, DISTINCT and ORDER BY. Rows are grouped by a lookup column's blind index; a sealed column of a row
 * that stands for many is packed, because all of them have the value of any.
 */
final class Grouping {

    private final PlainSelect select;
    private final Scope scope;
    private final Draft draft;
    private final OpenExpressions open;
    private final Projection projection;
    private final Packing packing;
    /** The sealed columns that are grouped by. */
    private final Set<Scope.SealedOne> keys = new HashSet<>();
    /** The open columns that are grouped by. */
    private final Set<Scope.OpenOne> openKeys = new HashSet<>();
    /** Where DISTINCT was made into groups: the index of each item, by its position. */
    private final Map<Integer, Expression> indexes = new HashMap<>();

    Grouping(PlainSelect select, Scope scope, Draft draft, OpenExpressions open, Projection projection) {
        this.select = select;
        this.scope = scope;
        this.draft = draft;
        this.open = open;
        this.projection = projection;
        this.packing = new Packing(draft.catalogue().dialect());
    }

    void read() throws Refusal {
        GroupByElement groupBy = select.getGroupBy();
        if (groupBy != null) {
            draft.onlyIfSealed(() -> Features.only(
                    groupBy,
                    new GroupByElement(),
                    "GROUP BY",
                    "getGroupByExpressionList",
                    "getGroupByExpressions",
                    "getGroupingSets",
                    "isMysqlWithRollup",
                    "isUsingBrackets"));
            @SuppressWarnings("unchecked") // only expressions are ever in such a list
            ExpressionList<Expression> list = (ExpressionList<Expression>) groupBy.getGroupByExpressionList();
            groupBy(list);
            groupingSets(groupBy);
        }
        having();
        if (select.getOrderByElements() != null) {
            for (OrderByElement element : select.getOrderByElements()) {
                orderKey(element.getExpression());
            }
        }
        distinct();
    }

    /** A row of a set that a column is not in has NULL there, and no value that others have too. */
    private void groupingSets(GroupByElement groupBy) throws Refusal {
        if (groupBy.getGroupingSets() != null) {
            for (ExpressionList<Expression> set : groupBy.getGroupingSets()) {
                open.claim(set, "GROUPING SETS", projection.sealedLabels());
            }
        }
        if (groupBy.isMysqlWithRollup() && !keys.isEmpty()) {
            throw Refusal.of(
                    "sealed column " + keys.iterator().next().column().display() + " is in GROUP BY WITH ROLLUP",
                    "group by it alone, and count all rows by another query");
        }
    }

    private void having() throws Refusal {
        Expression having = select.getHaving();
        if (having != null) {
            LabelledColumns.require(select, scope, draft);
        }
        String written = String.valueOf(having);
        open.claim(having, "HAVING", projection.sealedLabels());
        boolean joined = scope.sources().size() > 1;
        if (joined && draft.catalogue().dialect() == Dialect.MARIADB && !written.equals(String.valueOf(having))) {
            new JoinedHaving(draft, keys, openKeys).rewrite(having);
        }
    }

    private void distinct() throws Refusal {
        Distinct distinct = select.getDistinct();
        if (distinct != null) {
            draft.onlyIfSealed(() -> Features.only(distinct, new Distinct(), "DISTINCT", "getOnSelectItems"));
            if (distinct.getOnSelectItems() != null) {
                for (SelectItem<?> on : distinct.getOnSelectItems()) {
                    Projection.Item numbered = projection.sealedAt(Positions.of(on.getExpression()));
                    if (numbered != null) {
                        throw Refusal.of(
                                "sealed column "
                                        + Objects.requireNonNull(numbered.sealed())
                                                .column()
                                                .display()
                                        + " is in DISTINCT ON",
                                "use DISTINCT ON over open columns");
                    }
                    open.claim(on.getExpression(), "DISTINCT ON", projection.sealedLabels());
                }
            }
        }
    }

    /** Whether a row of the result stands for many rows of what is in FROM. */
    boolean manyRowsInOne() {
        return isDistinct() || Aggregates.in(select, draft.catalogue());
    }

    /** Whether it matters which columns {@code *} gives, and in which order: to DISTINCT, and to numbers for columns. */
    boolean countsColumns() {
        if (select.getDistinct() != null || select.getGroupBy() != null) {
            return true;
        }
        List<OrderByElement> order = select.getOrderByElements();
        return order != null
                && order.stream().map(OrderByElement::getExpression).anyMatch(Positions::isPosition);
    }

    boolean isDistinct() {
        Distinct distinct = select.getDistinct();
        return distinct != null
                && (distinct.getOnSelectItems() == null
                        || distinct.getOnSelectItems().isEmpty());
    }

    private void groupBy(ExpressionList<Expression> list) throws Refusal {
        List<Integer> withoutLookup = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Expression key = list.get(i);
            if (key instanceof Column column && scope.resolve(column) instanceof Scope.SealedOne sealed) {
                requireOneMeaning(column, sealed);
                requireEquality(sealed.carried());
                if (sealed.column().index() == null || sealed.carried().index() == null) {
                    scope.claim(column);
                    draft.redirected(column);
                    keys.add(sealed);
                    withoutLookup.add(i);
                } else {
                    open.toIndex(column, sealed, "GROUP BY");
                    keys.add(sealed);
                }
            } else if (key instanceof Column column && scope.resolve(column) instanceof Scope.OpenOne one) {
                requireNoLabel(column);
                scope.claim(column);
                if (!scope.isMerged(column)) {
                    openKeys.add(one);
                }
            } else {
                otherKey(list, i, key);
            }
        }
        for (int i : withoutLookup) {
            Scope.SealedOne sealed = Objects.requireNonNull(sealedKey((Column) list.get(i)));
            list.set(i, rowIdInstead(sealed));
        }
    }

    /** Refuses what the database could not group by on plaintext columns either. */
    void requireEquality(Carried sealed) throws Refusal {
        if (draft.catalogue().dialect() == Dialect.POSTGRESQL
                && sealed.column().type().kind() == DeclaredType.Kind.JSON) {
            throw Refusal.of(
                    "sealed column " + sealed.column().display()
                            + " is in GROUP BY or DISTINCT, and json has no equality in PostgreSQL",
                    "leave it out, and read it by the row id");
        }
    }

    /** To H2 a key is a label first, to others a column. */
    private void requireOneMeaning(Column key, Scope.SealedOne sealed) throws Refusal {
        if (draft.catalogue().dialect() == Dialect.H2
                && key.getTable() == null
                && projection.labelsOpen(Written.column(draft.folding(), key.getColumnName()))) {
            throw Refusal.of(
                    "the name of sealed column " + sealed.column().display()
                            + " in GROUP BY is also the label of another column",
                    "choose another label");
        }
    }

    private void requireNoLabel(Column key) throws Refusal {
        if (draft.catalogue().dialect() == Dialect.H2
                && key.getTable() == null
                && projection.sealedNamed(Written.column(draft.folding(), key.getColumnName())) != null) {
            throw Refusal.of(
                    "the label of a sealed column, " + key.getColumnName()
                            + ", is also the name of a column in GROUP BY",
                    "choose another label");
        }
    }

    private Scope.@Nullable SealedOne sealedKey(Column column) {
        return scope.resolve(column) instanceof Scope.SealedOne sealed ? sealed : null;
    }

    /** Where rows are grouped by the row id too, a sealed column makes no other groups. */
    private Expression rowIdInstead(Scope.SealedOne sealed) throws Refusal {
        if (!isGroupedByRowId(sealed.source())) {
            if (sealed.column().index() != null) {
                throw Refusal.of(
                        "sealed column " + sealed.column().display()
                                + " is in GROUP BY and its blind index does not come"
                                + " with it: in a UNION it meets a column of another lookup group or of none, or it comes"
                                + " from a subquery in a select list",
                        "declare one lookup group for the columns that meet, or group inside");
            }
            throw Refusal.of(
                    "sealed column " + sealed.column().display() + " is in GROUP BY and has no lookup",
                    "declare lookup: equality for it, or group by the row id too");
        }
        SealedTable table = (SealedTable) Objects.requireNonNull(sealed.source().relation());
        return scope.reference(sealed.source(), table.rowId().get(0).name());
    }

    private boolean isGroupedByRowId(Scope.Source source) {
        return source.relation() instanceof SealedTable table
                && table.rowId().stream().allMatch(part -> openKeys.contains(new Scope.OpenOne(source, part.name())));
    }

    /** The number or the label of an item, or an expression. */
    private void otherKey(ExpressionList<Expression> list, int i, Expression key) throws Refusal {
        Projection.Item item = Positions.of(key) > 0
                ? projection.sealedAt(Positions.of(key))
                : key instanceof Column column && column.getTable() == null
                        ? projection.sealedNamed(Written.column(draft.folding(), column.getColumnName()))
                        : null;
        if (item == null) {
            open.claim(key, "GROUP BY", projection.sealedLabels());
            return;
        }
        if (draft.catalogue().dialect() == Dialect.H2 && Positions.of(key) > 0) {
            throw Refusal.of(
                    "a number in GROUP BY stands for a sealed column in some modes of H2 and for nothing in others",
                    "write the column's name");
        }
        if (item.source() == null || item.name() == null) {
            throw Refusal.of("a sealed value of a subquery is in GROUP BY", "group by a lookup column");
        }
        Scope.SealedOne sealed = new Scope.SealedOne(item.source(), item.name(), Objects.requireNonNull(item.sealed()));
        OpenExpressions.index(sealed, "GROUP BY");
        if (key instanceof Column column) {
            draft.claims().claim(column.getColumnName());
        }
        keys.add(sealed);
        list.set(
                i,
                scope.reference(
                        sealed.source(), Objects.requireNonNull(sealed.carried().index())));
    }

    private void orderKey(Expression key) throws Refusal {
        Projection.Item numbered = projection.sealedAt(Positions.of(key));
        if (numbered != null) {
            throw orderedBy(numbered);
        }
        if (projection.isSealed()) {
            Positions.requireKnown(key, draft);
        }
        if (key instanceof Column column && column.getTable() == null) {
            String name = Written.column(draft.folding(), column.getColumnName());
            Projection.Item item = projection.sealedNamed(name);
            if (item != null) {
                throw orderedBy(item);
            }
            if (projection.labelsOpen(name)) {
                requireOneMeaning(name);
                draft.claims().claim(column.getColumnName());
                return;
            }
        }
        if (key instanceof Column column && scope.resolve(column) instanceof Scope.SealedOne sealed) {
            throw orderedBy(sealed.column().display());
        }
        open.claim(key, "ORDER BY", projection.sealedLabels());
    }

    /** H2 orders by the first item that has the name for its label, or behind it when it is written as the key is. */
    private void requireOneMeaning(String name) throws Refusal {
        for (Projection.Item item : projection.items()) {
            if (draft.catalogue().dialect() == Dialect.H2 && item.sealed() != null && name.equals(item.name())) {
                throw Refusal.of(
                        "the name of sealed column " + item.sealed().column().display()
                                + " in ORDER BY is also the label of another column",
                        "choose another label, or order by the column's number");
            }
        }
    }

    private static Refusal orderedBy(Projection.Item item) {
        return orderedBy(Objects.requireNonNull(item.sealed()).column().display());
    }

    private static Refusal orderedBy(String column) {
        return Refusal.of(
                "sealed column " + column + " is in ORDER BY",
                "order the rows in the application after reading them, or order by an open column");
    }

    /**
     * Gives every sealed item a form in which one row can stand for many.
     *
     * @param unlabelled positions from 1 of columns whose labels nobody is told
     */
    void settle(Set<Integer> unlabelled) throws Refusal {
        if (isDistinct()) {
            new DistinctGroups(select, scope, draft, projection, this).make(indexes, unlabelled);
            return;
        }
        projection.expand();
        for (int i = 0; i < projection.items().size(); i++) {
            Carried sealed = projection.items().get(i).sealed();
            if (sealed != null) {
                requireGrouped(projection.items().get(i));
                if (sealed instanceof Carried.Cell) {
                    pack(i);
                }
                Carried packed = projection.items().get(i).sealed();
                projection.replace(i, packing.any(expression(i)), null, packed);
            }
        }
    }

    private void requireGrouped(Projection.Item item) throws Refusal {
        Carried sealed = Objects.requireNonNull(item.sealed());
        boolean key = item.source() != null
                && item.name() != null
                && keys.stream()
                        .anyMatch(one ->
                                one.source() == item.source() && one.name().equals(item.name()));
        boolean dependent = item.source() != null && isGroupedByRowId(item.source());
        if (!key && !dependent) {
            throw Refusal.of(
                    "sealed column " + sealed.column().display()
                            + " is in the select list of a query with GROUP BY or an aggregate, and is not grouped by",
                    "group by it when it has a lookup, or by the row id too");
        }
    }

    /** Puts the packed cell in the place of a cell. */
    void pack(int i) throws Refusal {
        Projection.Item item = projection.items().get(i);
        Scope.Source source = Objects.requireNonNull(item.source());
        Carried.Cell cell = (Carried.Cell) Objects.requireNonNull(item.sealed());
        RowIdSource.Given given = projection.given(source, cell);
        PackedOrigin origin = new PackedOrigin(cell.table(), cell.column(), given);
        List<Expression> rowId = new ArrayList<>();
        if (given == null) {
            for (String name : ((Carried.RowIdAt.Columns) cell.rowId()).names()) {
                rowId.add(scope.reference(source, name));
            }
        }
        int number = draft.origin(origin);
        Expression packed =
                packing.pack(number, origin, rowId, scope.reference(source, Objects.requireNonNull(item.name())));
        projection.replace(i, packed, null, new Carried.Packed(Map.of(number, origin), cell.index()));
    }

    /** One of many packed cells, whichever. */
    Expression any(Expression packed) {
        return packing.any(packed);
    }

    private Expression expression(int i) {
        return Objects.requireNonNull(projection.items().get(i).node()).getExpression();
    }

    /** The blind index of a sealed item, as the select list may name it. */
    Expression index(int i) {
        Expression known = indexes.get(i);
        if (known != null) {
            return known;
        }
        Projection.Item item = projection.items().get(i);
        return scope.reference(
                Objects.requireNonNull(item.source()),
                Objects.requireNonNull(Objects.requireNonNull(item.sealed()).index()));
    }
}
