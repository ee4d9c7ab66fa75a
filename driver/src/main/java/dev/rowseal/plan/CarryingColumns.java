package dev.rowseal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.sf.jsqlparser.expression.Expression;
import org.jspecify.annotations.Nullable;

/**
 * What a derived table or common table expression gives to the query around it: its own columns, and behind them what is
 * needed to open sealed ones, to look them up and to check lookups, under names that no text has.
 */
final class CarryingColumns {

    private final Draft draft;
    private final Scope scope;
    private final Projection projection;
    private final Grouping grouping;
    private final List<Scope.SourceColumn> columns = new ArrayList<>();
    private final List<Scope.SourceColumn> behind = new ArrayList<>();
    private final Map<String, String> given = new HashMap<>();

    CarryingColumns(Draft draft, Scope scope, Projection projection, Grouping grouping) {
        this.draft = draft;
        this.scope = scope;
        this.projection = projection;
        this.grouping = grouping;
    }

    /**
     * @param many whether each row stands for many: then lookups cannot be checked
     */
    QueryBlock.Derived give(boolean many) throws Refusal {
        for (int i = 0; i < projection.items().size(); i++) {
            Projection.Item item = projection.items().get(i);
            Carried sealed = item.sealed();
            if (sealed == null) {
                columns.add(new Scope.SourceColumn(item.label(), new Scope.Kind.Open()));
                continue;
            }
            if (item.label() == null) {
                throw Refusal.of(
                        "sealed column " + sealed.column().display() + " has no name in a subquery",
                        "give it one with AS");
            }
            String index = sealed.index() == null ? null : own(grouping.index(i));
            Carried carried = sealed instanceof Carried.Cell cell
                    ? carried(Objects.requireNonNull(item.source()), cell, index)
                    : sealed.withIndex(index);
            columns.add(new Scope.SourceColumn(item.label(), new Scope.Kind.Sealed(carried)));
        }
        List<QueryBlock.Derived.Lookup> lookups = many ? List.of() : lookups();
        columns.addAll(behind);
        return new QueryBlock.Derived(columns, lookups);
    }

    private List<QueryBlock.Derived.Lookup> lookups() {
        List<QueryBlock.Derived.Lookup> lookups = new ArrayList<>();
        for (Scope.SealedOne lookup : List.copyOf(scope.lookups())) {
            if (lookup.carried() instanceof Carried.Cell cell && cell.index() != null) {
                String name = append(scope.reference(lookup.source(), lookup.name()));
                String index = append(scope.reference(lookup.source(), cell.index()));
                lookups.add(new QueryBlock.Derived.Lookup(name, carried(lookup.source(), cell, index)));
            }
        }
        return lookups;
    }

    private Carried carried(Scope.Source source, Carried.Cell cell, @Nullable String index) {
        RowIdSource.Given fixed = projection.given(source, cell);
        if (fixed != null) {
            return new Carried.Cell(cell.table(), cell.column(), new Carried.RowIdAt.Fixed(fixed), index);
        }
        List<String> names = new ArrayList<>();
        for (String name : ((Carried.RowIdAt.Columns) cell.rowId()).names()) {
            names.add(append(scope.reference(source, name)));
        }
        return new Carried.Cell(cell.table(), cell.column(), new Carried.RowIdAt.Columns(names), index);
    }

    /**
     * Adds a column for one item alone: where two items are one column, the query around may group by one and then not name
     * the other, as is so of plaintext columns.
     */
    private String own(Expression expression) {
        String name = append(draft.fresh(), expression);
        given.putIfAbsent(expression.toString(), name);
        return name;
    }

    /** Adds a column, once. */
    private String append(Expression expression) {
        return given.computeIfAbsent(expression.toString(), text -> append(draft.fresh(), expression));
    }

    private String append(String name, Expression expression) {
        projection.append(expression, name);
        behind.add(new Scope.SourceColumn(name, new Scope.Kind.Hidden()));
        return name;
    }
}
