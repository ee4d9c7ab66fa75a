package dev.rowseal.plan;

import dev.rowseal.catalog.AbsentRelation;
import dev.rowseal.catalog.Dialect;
import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.WithItem;
import org.jspecify.annotations.Nullable;

/** The WITH clause of a query. */
final class CommonTables {

    private final Scope scope;
    private final Draft draft;

    /**
     * @param scope where they become known
     */
    CommonTables(Scope scope, Draft draft) {
        this.scope = scope;
        this.draft = draft;
    }

    void read(@Nullable List<WithItem<?>> items) throws Refusal {
        if (items == null) {
            return;
        }
        // Behind RECURSIVE a query may name those that stand behind it, and itself.
        boolean recursive = items.stream().anyMatch(WithItem::isRecursive);
        for (WithItem<?> item : items) {
            if (recursive) {
                scope.expect(name(item));
            }
        }
        for (WithItem<?> item : items) {
            if (draft.catalogue().dialect() == Dialect.H2) {
                // To H2 every query of a WITH may name itself.
                scope.expect(name(item));
            }
            read(item, recursive);
        }
    }

    private void read(WithItem<?> item, boolean recursive) throws Refusal {
        draft.onlyIfSealed(() -> features(item));
        if (!(item.getParenthesedStatement() instanceof ParenthesedSelect body)) {
            draft.onlyIfSealed(() -> {
                throw Refusal.of("WITH has a statement that changes rows", "run it as a statement of its own");
            });
            // What its RETURNING gives has no part in a plan; the name is to be known as what was refused.
            scope.define(name(item), new QueryBlock.Derived(List.of(), List.of()));
            return;
        }
        String name = name(item);
        new TableReference(draft).requireFree(name);
        draft.onlyIfSealed(() -> requireNoTable(item.getAlias().getName()));
        draft.claims().claim(item.getAlias().getName());
        QueryBlock.Derived derived = recursive && body.getSelect() instanceof SetOperationList list
                ? recursive(item, name, list)
                : renamed(item, derived(body));
        scope.define(name, derived);
    }

    /** As columns are compared: MariaDB tells tables apart by case, but not these. */
    private String name(WithItem<?> item) {
        return Written.column(draft.folding(), item.getAlias().getName());
    }

    /** H2 takes the table or view of that name, and not the query, wherever the statement reads from it. */
    private void requireNoTable(String written) throws Refusal {
        boolean known = draft.catalogue().dialect() == Dialect.H2
                && !(draft.catalogue().resolve(null, Written.stored(draft.folding(), written))
                        instanceof AbsentRelation);
        if (known) {
            throw Refusal.of(
                    "a query of WITH has the name of a table or view, which H2 would read in its place",
                    "give it another name");
        }
    }

    private static void features(WithItem<?> item) throws Refusal {
        if (item.getSearchClause() != null
                || item.getCycleClause() != null
                || item.getWithFunctionDeclaration() != null) {
            throw Refusal.of("WITH has a SEARCH, CYCLE or FUNCTION clause", "leave it out");
        }
    }

    private QueryBlock.Derived derived(ParenthesedSelect body) throws Refusal {
        return QueryBlock.read(body, draft, scope).forQueryAround();
    }

    /** A query that may name itself: none of its columns is sealed. */
    private QueryBlock.Derived recursive(WithItem<?> item, String name, SetOperationList list) throws Refusal {
        draft.onlyIfSealed(() -> SetPlanner.features(list));
        QueryBlock first = QueryBlock.read(list.getSelects().get(0), draft, scope);
        List<Scope.SourceColumn> columns = new ArrayList<>();
        for (QueryBlock.Output output : first.outputs()) {
            columns.add(new Scope.SourceColumn(output.label(), new Scope.Kind.Open()));
        }
        first.forExpression();
        QueryBlock.Derived derived = renamed(item, new QueryBlock.Derived(columns, List.of()));
        scope.define(name, derived);
        for (Select branch : list.getSelects().subList(1, list.getSelects().size())) {
            QueryBlock.read(branch, draft, scope).forExpression();
        }
        return derived;
    }

    private QueryBlock.Derived renamed(WithItem<?> item, QueryBlock.Derived derived) throws Refusal {
        List<SelectItem<?>> names = item.getWithItemList();
        if (names == null || names.isEmpty()) {
            return derived;
        }
        List<Scope.SourceColumn> columns = new ArrayList<>(derived.columns());
        int given = names.size();
        for (int i = 0; i < given && i < columns.size(); i++) {
            if (names.get(i).getExpression() instanceof Column column) {
                draft.claims().claim(column.getColumnName());
                columns.set(
                        i,
                        new Scope.SourceColumn(
                                Written.column(draft.folding(), column.getColumnName()),
                                columns.get(i).kind()));
            }
        }
        List<SelectItem<?>> all = new ArrayList<>(names);
        for (int i = given; i < columns.size(); i++) {
            String named = FromPlanner.listed(columns, i, draft);
            if (named != null) {
                all.add(new SelectItem<>(new Column(draft.folding().quote(named))));
            }
        }
        item.setWithItemList(all);
        return new QueryBlock.Derived(columns, derived.lookups());
    }
}
