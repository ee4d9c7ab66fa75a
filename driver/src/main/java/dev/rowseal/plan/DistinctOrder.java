package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.schema.Column;
import org.jspecify.annotations.Nullable;

/**
 * The keys that a query with DISTINCT is ordered by, as numbers of its columns: what the names stand for is inside of
 * another query by then, and labels may stand twice. Each database finds the column in its own way.
 */
final class DistinctOrder {

    private final Scope scope;
    private final Draft draft;
    private final Projection projection;

    DistinctOrder(Scope scope, Draft draft, Projection projection) {
        this.scope = scope;
        this.draft = draft;
        this.projection = projection;
    }

    /** The number of the column that a key means. */
    Expression position(Expression key) throws Refusal {
        if (key instanceof LongValue) {
            return key;
        }
        int i = key instanceof Column column ? column(column) : same(key);
        if (i < 0) {
            throw Refusal.of(
                    "a query with DISTINCT and a sealed column is ordered by what is not in its select list",
                    "give it a name in the select list and order by that");
        }
        return new LongValue(i + 1);
    }

    private int column(Column key) throws Refusal {
        int labelled = key.getTable() == null ? labelled(Written.column(draft.folding(), key.getColumnName())) : -1;
        if (labelled < 0 && scope.resolve(key) instanceof Scope.OpenOne one) {
            return of(one.source(), one.column());
        }
        return labelled;
    }

    private int of(Scope.@Nullable Source source, @Nullable String name) {
        List<Projection.Item> items = projection.items();
        for (int i = 0; i < items.size(); i++) {
            if (source != null
                    && items.get(i).source() == source
                    && Objects.equals(name, items.get(i).name())) {
                return i;
            }
        }
        return -1;
    }

    /** H2 takes the first column that has the name for its label, or behind it; the others only know labels. */
    private int labelled(String name) throws Refusal {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < projection.items().size(); i++) {
            Projection.Item item = projection.items().get(i);
            if (name.equals(item.label()) || isWritten(item, name)) {
                found.add(i);
            }
        }
        if (found.isEmpty()) {
            return -1;
        }
        int first = found.get(0);
        Projection.Item item = projection.items().get(first);
        for (int other : found) {
            boolean same = other == first || of(item.source(), item.name()) == of(other);
            if (!same && draft.catalogue().dialect() != Dialect.H2) {
                throw Refusal.of("ORDER BY names a label that two columns have", "order by the column's number");
            }
        }
        return first;
    }

    private int of(int i) {
        Projection.Item item = projection.items().get(i);
        int first = of(item.source(), item.name());
        return first < 0 ? i : first;
    }

    private boolean isWritten(Projection.Item item, String name) {
        return draft.catalogue().dialect() == Dialect.H2
                && item.node() != null
                && item.node().getExpression() instanceof Column column
                && column.getTable() == null
                && name.equals(item.name());
    }

    /** An expression of the list, written again. */
    private int same(Expression key) {
        String text = key.toString();
        for (int i = 0; i < projection.items().size(); i++) {
            Projection.Item item = projection.items().get(i);
            if (item.node() != null
                    && item.sealed() == null
                    && text.indexOf('?') < 0
                    && text.equals(item.node().getExpression().toString())) {
                return i;
            }
        }
        return -1;
    }
}
