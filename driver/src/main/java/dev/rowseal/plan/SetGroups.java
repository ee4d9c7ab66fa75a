package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.GroupByElement;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.SetOperation;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.UnionOp;
import org.jspecify.annotations.Nullable;

/**
 * UNION, INTERSECT or EXCEPT over sealed columns as groups: all rows of the branches, grouped by open columns and blind
 * indexes, of which those stay that come from the right branches.
 */
final class SetGroups {

    /** Which groups stay. */
    enum Kind {
        ANY,
        BOTH,
        FIRST_ONLY
    }

    private final Draft draft;
    private final Kind kind;
    private final List<QueryBlock.Output> outputs;
    private final QueryBlock.Wish wish;
    private final Packing packing;
    private final String alias;
    private final String mark;
    private final List<String> names = new ArrayList<>();
    private final List<@Nullable String> keys = new ArrayList<>();
    private final List<@Nullable String> given = new ArrayList<>();

    SetGroups(Draft draft, Kind kind, List<QueryBlock.Output> outputs, QueryBlock.Wish wish) {
        this.draft = draft;
        this.kind = kind;
        this.outputs = outputs;
        this.wish = wish;
        this.packing = new Packing(draft.catalogue().dialect());
        this.alias = draft.fresh();
        this.mark = draft.fresh();
        for (QueryBlock.Output output : outputs) {
            String label = output.label();
            // The label where it is the only one: H2 shows it as the column's name. The parser splits names at dots.
            boolean fits = label != null && !names.contains(label) && label.indexOf('.') < 0;
            names.add(fits ? label : draft.fresh());
            keys.add(output.sealed() == null ? null : draft.fresh());
        }
    }

    static Refusal nameless() {
        return Refusal.of(
                "a UNION with a sealed column has a column without a name",
                "give every column of its first query a name with AS");
    }

    /** The names that H2 and MariaDB would show of columns that have others inside, by their positions from 1. */
    Map<Integer, String> renamed() {
        Map<Integer, String> renamed = new HashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            String label = outputs.get(i).label();
            if (draft.catalogue().dialect() != Dialect.POSTGRESQL && label != null && !label.equals(names.get(i))) {
                renamed.put(i + 1, label);
            }
        }
        return renamed;
    }

    /** What the branch of that number must give. */
    QueryBlock.Wish inner(int branch) {
        return new QueryBlock.Wish(
                outputs.stream()
                        .map(output -> QueryBlock.Wished.of(output, true))
                        .toList(),
                new QueryBlock.Labels(names, keys),
                kind == Kind.ANY ? null : new QueryBlock.Extra(new RawSql(Integer.toString(branch)), mark));
    }

    /** The names under which the wished indexes are given. */
    List<@Nullable String> indexes() {
        return Collections.unmodifiableList(given);
    }

    /** The query around the branches. */
    Select around(SetOperationList branches) throws Refusal {
        PlainSelect select = new PlainSelect();
        select.setWithItemsList(branches.getWithItemsList());
        select.setOrderByElements(branches.getOrderByElements());
        select.setLimit(branches.getLimit());
        select.setOffset(branches.getOffset());
        select.setFetch(branches.getFetch());
        branches.setWithItemsList(null);
        branches.setOrderByElements(null);
        branches.setLimit(null);
        branches.setOffset(null);
        branches.setFetch(null);
        List<SetOperation> operations = new ArrayList<>();
        branches.getOperations().forEach(operation -> operations.add(new UnionOp("ALL")));
        branches.setOperations(operations);
        ParenthesedSelect parenthesed = new ParenthesedSelect();
        parenthesed.setSelect(branches);
        parenthesed.setAlias(new Alias(draft.folding().quote(alias), true));
        select.setFromItem(parenthesed);
        select.setSelectItems(items());
        GroupByElement groupBy = new GroupByElement();
        ExpressionList<Expression> by = new ExpressionList<>();
        for (int i = 0; i < outputs.size(); i++) {
            String key = keys.get(i);
            by.add(column(key == null ? names.get(i) : key));
        }
        groupBy.setGroupByExpressions(by);
        select.setGroupByElement(groupBy);
        if (kind == Kind.BOTH) {
            select.setHaving(new RawSql("count(DISTINCT " + column(mark) + ") = 2"));
        } else if (kind == Kind.FIRST_ONLY) {
            select.setHaving(new RawSql("max(" + column(mark) + ") = 1"));
        }
        return select;
    }

    private List<SelectItem<?>> items() throws Refusal {
        List<SelectItem<?>> items = new ArrayList<>();
        List<SelectItem<?>> behind = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            QueryBlock.Output output = outputs.get(i);
            QueryBlock.Labels labels = wish.labels();
            String label = labels == null ? output.label() : labels.columns().get(i);
            if (label == null) {
                throw nameless();
            }
            Expression from = column(names.get(i));
            items.add(item(output.sealed() == null ? from : packing.any(from), label));
            String name = null;
            if (wish.columns().get(i).index() != null) {
                name = labels == null
                        ? draft.fresh()
                        : Objects.requireNonNull(labels.indexes().get(i));
                behind.add(item(column(Objects.requireNonNull(keys.get(i))), name));
            }
            given.add(name);
        }
        items.addAll(behind);
        QueryBlock.Extra extra = wish.extra();
        if (extra != null) {
            items.add(item(extra.expression(), extra.name()));
        }
        return items;
    }

    private Column column(String name) {
        return new Column(
                new Table(draft.folding().quote(alias)), draft.folding().quote(name));
    }

    private SelectItem<?> item(Expression expression, String label) {
        return new SelectItem<>(expression, new Alias(draft.folding().quote(label), true));
    }
}
