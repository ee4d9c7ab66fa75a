package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.AnyComparisonExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/**
 * Blind indexes in HAVING, of MariaDB's joins. MariaDB does not find a column there that is grouped by together with one of
 * the same name of another table; it finds the least of a group, which is any of it. Where it would not find the plain column, the
 * condition is refused.
 */
final class JoinedHaving extends EveryExpression {

    private final Draft draft;
    private final List<String> keys;
    private boolean refused;

    /**
     * @param keys the sealed columns that are grouped by
     * @param open the open ones
     */
    JoinedHaving(Draft draft, Set<Scope.SealedOne> keys, Set<Scope.OpenOne> open) {
        this.draft = draft;
        this.keys = keys.stream()
                .filter(key -> key.carried().index() != null)
                .filter(key -> keys.stream()
                        .noneMatch(other ->
                                other.source() != key.source() && other.name().equals(key.name())))
                .filter(key -> open.stream().noneMatch(other -> other.column().equals(key.name())))
                .map(key -> key.source().alias() + "." + key.carried().index())
                .toList();
    }

    /** Rewrites the condition, in which sealed columns have become their indexes. */
    void rewrite(Expression having) throws Refusal {
        having.accept(this, null);
        if (refused) {
            throw Refusal.of(
                    "a sealed column of a join is compared in HAVING that is not grouped by, or not without one of its name,"
                            + " or in a subquery there",
                    "group by it, compare it in WHERE, or in a query around this one");
        }
    }

    /** COUNT (DISTINCT …) has an index as its own. */
    @Override
    public <S> @Nullable Void visit(Function function, S context) {
        return Aggregates.isKnown(function, Dialect.MARIADB) ? null : super.visit(function, context);
    }

    @Override
    public <S> @Nullable Void visit(Select select, S context) {
        refused = true;
        return null;
    }

    @Override
    public <S> @Nullable Void visit(ParenthesedSelect select, S context) {
        refused = true;
        return null;
    }

    @Override
    public <S> @Nullable Void visit(AnyComparisonExpression any, S context) {
        refused = true;
        return null;
    }

    @Override
    public <S> @Nullable Void visit(Column column, S context) {
        if (!draft.isRedirected(column)) {
            return null;
        }
        String written = column.toString();
        // Written as it was, or by the alias and the index as they are stored; what is not found is refused.
        String name = written.replace("`", "");
        boolean grouped = keys.stream().anyMatch(key -> key.equals(name) || key.endsWith("." + name));
        refused |= !grouped;
        // In place: its parent may be any kind of comparison.
        column.setTable(null);
        column.setColumnName("MIN(" + written + ")");
        return null;
    }
}
