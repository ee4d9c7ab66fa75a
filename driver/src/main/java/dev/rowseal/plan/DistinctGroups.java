package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.GroupByElement;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;

/**
 * {@code SELECT DISTINCT} with sealed columns, made into groups: the query without DISTINCT becomes a derived table, whose
 * rows are grouped by its open columns and by the blind indexes of its sealed ones.
 */
final class DistinctGroups {

    private final PlainSelect select;
    private final Scope scope;
    private final Draft draft;
    private final Projection projection;
    private final Grouping grouping;
    private final Set<String> taken = new HashSet<>();

    DistinctGroups(PlainSelect select, Scope scope, Draft draft, Projection projection, Grouping grouping) {
        this.select = select;
        this.scope = scope;
        this.draft = draft;
        this.projection = projection;
        this.grouping = grouping;
    }

    /**
     * Rewrites the query in place.
     *
     * @param indexes takes, for each sealed item, the expression that gives its index
     * @param unlabelled positions from 1 of columns whose labels nobody is told
     */
    void make(Map<Integer, Expression> indexes, Set<Integer> unlabelled) throws Refusal {
        if (Aggregates.in(select, draft.catalogue()) || select.getForMode() != null) {
            throw Refusal.of(
                    "a sealed column is in the select list of a query with DISTINCT and GROUP BY, an aggregate or a"
                            + " lock",
                    "leave DISTINCT out");
        }
        projection.expand();
        if (select.getOrderByElements() != null) {
            for (OrderByElement element : select.getOrderByElements()) {
                element.setExpression(new DistinctOrder(scope, draft, projection).position(element.getExpression()));
            }
        }
        if (!MovedQuery.isExact(scope, draft)) {
            group();
            return;
        }
        List<String> labels = labels(unlabelled);
        List<SelectItem<?>> inner = new ArrayList<>();
        String alias = draft.fresh();
        Table derived = new Table(draft.folding().quote(alias));
        ExpressionList<Expression> keys = new ExpressionList<>();
        List<Expression> outer = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            String name = name(i);
            Carried sealed = projection.items().get(i).sealed();
            if (sealed != null) {
                grouping.requireEquality(sealed);
                if (!isOfOneRow(i, sealed)) {
                    String index = indexName(i, sealed);
                    Expression from = grouping.index(i);
                    indexes.put(i, new Column(derived, draft.folding().quote(index)));
                    keys.add(new Column(derived, draft.folding().quote(index)));
                    inner.add(item(from, index));
                }
                if (sealed instanceof Carried.Cell) {
                    grouping.pack(i);
                }
            } else {
                keys.add(new Column(derived, draft.folding().quote(name)));
            }
            inner.add(item(expression(i), name));
            Expression from = new Column(derived, draft.folding().quote(name));
            outer.add(sealed == null ? from : grouping.any(from));
        }
        PlainSelect query = moved(inner);
        ParenthesedSelect parenthesed = new ParenthesedSelect();
        parenthesed.setSelect(query);
        parenthesed.setAlias(new Alias(draft.folding().quote(alias), true));
        select.setFromItem(parenthesed);
        GroupByElement groupBy = new GroupByElement();
        groupBy.setGroupByExpressions(keys);
        select.setGroupByElement(groupBy);
        for (int i = 0; i < labels.size(); i++) {
            projection.replace(
                    i, outer.get(i), labels.get(i), projection.items().get(i).sealed());
        }
    }

    /** Groups a subquery's one column where it stands, as what it names around itself is not seen elsewhere. */
    private void group() throws Refusal {
        Projection.Item item = projection.items().get(0);
        Carried sealed = item.sealed();
        boolean alone = projection.items().size() == 1
                && sealed != null
                && item.source() != null
                && scope.sources().contains(item.source())
                && select.getOrderByElements() == null
                && select.getWindowDefinitions() == null;
        if (sealed == null || !alone) {
            MovedQuery.require("a query with DISTINCT over a sealed column", scope, draft);
            return;
        }
        requireIndex(item, sealed);
        ExpressionList<Expression> keys = new ExpressionList<>(grouping.index(0));
        if (sealed instanceof Carried.Cell) {
            grouping.pack(0);
        }
        projection.replace(
                0, grouping.any(expression(0)), null, projection.items().get(0).sealed());
        GroupByElement groupBy = new GroupByElement();
        groupBy.setGroupByExpressions(keys);
        select.setGroupByElement(groupBy);
        select.setDistinct(null);
    }

    /** The column's own name where it is the only one of that name: H2 shows it behind the label. */
    private String name(int i) {
        Projection.Item item = projection.items().get(i);
        String name = item.name() == null ? item.label() : item.name();
        // The parser splits names at dots.
        if (name != null && name.indexOf('.') < 0 && taken.add(name)) {
            return name;
        }
        if (name != null && draft.catalogue().dialect() != Dialect.POSTGRESQL) {
            projection.renamed(i, name);
        }
        return draft.fresh();
    }

    /** Whether rows that differ in a column without an index differ in the row id too, which is in the list. */
    private boolean isOfOneRow(int i, Carried sealed) {
        Scope.Source source = projection.items().get(i).source();
        return sealed.index() == null
                && source != null
                && source.relation() instanceof SealedTable table
                && table.rowId().stream()
                        .allMatch(part -> projection.items().stream()
                                .anyMatch(item ->
                                        item.source() == source && part.name().equals(item.name())));
    }

    private String indexName(int i, Carried sealed) throws Refusal {
        requireIndex(projection.items().get(i), sealed);
        return draft.fresh();
    }

    private static void requireIndex(Projection.Item item, Carried sealed) throws Refusal {
        if (item.source() == null || item.name() == null) {
            throw Refusal.of("a sealed value of a subquery is in a query with DISTINCT", "leave DISTINCT out");
        }
        OpenExpressions.index(new Scope.SealedOne(item.source(), item.name(), sealed), "DISTINCT");
    }

    private Expression expression(int i) {
        return Objects.requireNonNull(projection.items().get(i).node()).getExpression();
    }

    private SelectItem<?> item(Expression expression, String name) {
        return new SelectItem<>(expression, new Alias(draft.folding().quote(name), true));
    }

    private List<String> labels(Set<Integer> unlabelled) throws Refusal {
        List<String> labels = new ArrayList<>();
        for (Projection.Item item : projection.items()) {
            String label = item.label();
            if (label == null && unlabelled.contains(labels.size() + 1)) {
                label = draft.fresh();
            } else if (label == null) {
                throw Refusal.of(
                        "a query with DISTINCT and a sealed column has a column without a name",
                        "give every column a name with AS");
            }
            labels.add(label);
        }
        return labels;
    }

    private PlainSelect moved(List<SelectItem<?>> items) {
        PlainSelect query = new PlainSelect();
        query.setSelectItems(items);
        query.setFromItem(select.getFromItem());
        query.setJoins(select.getJoins());
        query.setWhere(select.getWhere());
        query.setWindowDefinitions(select.getWindowDefinitions());
        select.setWindowDefinitions(null);
        select.setJoins(null);
        select.setWhere(null);
        select.setDistinct(null);
        return query;
    }
}
