package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.LateralSubSelect;
import net.sf.jsqlparser.statement.select.ParenthesedFromItem;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.TableFunction;
import net.sf.jsqlparser.statement.select.Values;
import org.jspecify.annotations.Nullable;

/** A FROM clause: the sources it brings into scope, and their joins. */
final class FromPlanner {

    private final Scope scope;
    /** What a derived table sees that is not LATERAL. */
    private final Scope around;

    private final Draft draft;
    private final OpenExpressions open;

    FromPlanner(Scope scope, Scope around, Draft draft, OpenExpressions open) {
        this.scope = scope;
        this.around = around;
        this.draft = draft;
        this.open = open;
    }

    /** Brings everything into scope; then the conditions of the joins can be read. */
    void read(@Nullable FromItem first, @Nullable List<Join> joins) throws Refusal {
        if (first != null) {
            add(first);
        }
        if (joins != null) {
            for (Join join : joins) {
                int before = scope.sources().size();
                scope.star().join(join);
                add(join.getFromItem());
                draft.onlyIfSealed(() -> features(join));
                merge(join, scope.sources().subList(before, scope.sources().size()));
            }
        }
    }

    private static void features(Join join) throws Refusal {
        Features.only(
                join,
                new Join(),
                "JOIN",
                "getFromItem",
                "getOnExpressions",
                "getUsingColumns",
                "isInner",
                "isLeft",
                "isRight",
                "isFull",
                "isOuter",
                "isCross",
                "isSimple",
                "isNatural");
    }

    /** Claims what the conditions of the joins name. */
    void conditions(@Nullable List<Join> joins) throws Refusal {
        if (joins != null) {
            for (Join join : joins) {
                for (Expression on : join.getOnExpressions()) {
                    open.claim(on, "ON");
                }
            }
        }
    }

    private void add(FromItem item) throws Refusal {
        if (item instanceof Table table) {
            scope.add(table);
        } else if (item instanceof ParenthesedSelect select) {
            derived(select);
        } else if (item instanceof ParenthesedFromItem inner) {
            parenthesed(inner);
        } else if (item instanceof TableFunction function) {
            function(function);
        } else {
            draft.onlyIfSealed(() -> {
                throw Refusal.of(
                        "a sealed table is joined with a " + Refusal.words(item), "join tables and subqueries");
            });
            scope.add(new Scope.Source("", true, null, List.of(), false));
        }
    }

    private void derived(ParenthesedSelect select) throws Refusal {
        QueryBlock block = QueryBlock.read(select, draft, select instanceof LateralSubSelect ? scope : around);
        QueryBlock.Derived derived = block.forQueryAround();
        source(select.getAlias(), derived, () -> {
            // Hidden columns are fetched by the name of what they are in.
            String name = draft.fresh();
            select.setAlias(new Alias(draft.folding().quote(name), true));
            return name;
        });
    }

    private interface NewName {
        String give();
    }

    private void source(@Nullable Alias alias, QueryBlock.Derived derived, NewName fresh) throws Refusal {
        List<Scope.SourceColumn> columns = derived.columns();
        String name;
        if (alias == null) {
            name = fresh.give();
        } else {
            features(alias);
            name = Written.stored(draft.folding(), alias.getName());
            new TableReference(draft).requireFree(name);
            draft.claims().claim(alias.getName());
            columns = renamed(alias, columns);
        }
        Scope.Source source = scope.add(new Scope.Source(name, true, null, columns, true));
        draft.watch(source);
        derived.addLookups(source);
    }

    private static void features(Alias alias) throws Refusal {
        Features.only(alias, new Alias(alias.getName()), "alias", "getName", "isUseAs", "getAliasColumns");
    }

    /** The columns under the names that an alias gives to the first of them. */
    private List<Scope.SourceColumn> renamed(Alias alias, List<Scope.SourceColumn> columns) throws Refusal {
        List<Alias.AliasColumn> names = alias.getAliasColumns();
        if (names == null || names.isEmpty()) {
            return columns;
        }
        List<Scope.SourceColumn> renamed = new ArrayList<>(columns);
        for (int i = 0; i < names.size() && i < columns.size(); i++) {
            draft.claims().claim(names.get(i).name);
            renamed.set(
                    i,
                    new Scope.SourceColumn(
                            Written.column(draft.folding(), names.get(i).name),
                            columns.get(i).kind()));
        }
        for (int i = names.size(); i < columns.size(); i++) {
            String name = listed(columns, i, draft);
            if (name != null
                    && draft.catalogue().dialect() == Dialect.H2
                    && !(columns.get(i).kind() instanceof Scope.Kind.Hidden)) {
                throw Refusal.of("a list of column names is shorter than its query", "name every column in the list");
            }
            if (name != null) {
                names.add(new Alias.AliasColumn(draft.folding().quote(name), null));
            }
        }
        return renamed;
    }

    /**
     * The name that goes behind a list of names which does not come to that column, or null. What is added has its own, behind
     * all others: PostgreSQL takes a shorter list for the first columns, and the others take none.
     */
    static @Nullable String listed(List<Scope.SourceColumn> columns, int i, Draft draft) throws Refusal {
        String name = columns.get(i).name();
        if (columns.get(i).kind() instanceof Scope.Kind.Hidden) {
            return Objects.requireNonNull(name);
        }
        boolean hides = columns.stream().anyMatch(column -> column.kind() instanceof Scope.Kind.Hidden);
        if (draft.catalogue().dialect() == Dialect.MARIADB || !hides) {
            return null;
        }
        if (name == null) {
            throw Refusal.of("a list of column names is shorter than its query", "name every column in the list");
        }
        return name;
    }

    private void parenthesed(ParenthesedFromItem inner) throws Refusal {
        if (inner.getFromItem() instanceof Values values && inner.getJoins() == null) {
            ValuesBlock block = new ValuesBlock(values, draft, around).read();
            draft.onlyIfSealed(() -> {
                if (inner.getAlias() == null) {
                    throw Refusal.of("VALUES has no alias", "give it one");
                }
            });
            source(inner.getAlias(), block.forQueryAround(), () -> "");
            return;
        }
        draft.onlyIfSealed(() ->
                Features.only(inner, new ParenthesedFromItem(), "join in parentheses", "getFromItem", "getJoins"));
        scope.star().inside(() -> read(inner.getFromItem(), inner.getJoins()));
        conditions(inner.getJoins());
    }

    /** A function: of its columns only those are known that an alias names. */
    private void function(TableFunction function) throws Refusal {
        draft.onlyIfSealed(() -> {
            if (function.getPivot() != null || function.getUnPivot() != null || function.getSampleClause() != null) {
                throw Refusal.of("a function in FROM has PIVOT or a sample", "leave it out");
            }
        });
        for (Function called : function.getFunctions()) {
            open.claim(called, "FROM");
        }
        Alias alias = function.getAlias();
        String name = "";
        List<Scope.SourceColumn> columns = List.of();
        if (alias != null) {
            name = Written.stored(draft.folding(), alias.getName());
            new TableReference(draft).requireFree(name);
            draft.claims().claim(alias.getName());
            if (alias.getAliasColumns() != null) {
                columns = new ArrayList<>();
                for (Alias.AliasColumn column : alias.getAliasColumns()) {
                    draft.claims().claim(column.name);
                    columns.add(new Scope.SourceColumn(
                            Written.column(draft.folding(), column.name), new Scope.Kind.Open()));
                }
            }
        }
        scope.add(new Scope.Source(name, true, null, columns, false));
    }

    /** USING and NATURAL: columns of one name become one. */
    private void merge(Join join, List<Scope.Source> added) throws Refusal {
        if (!join.isNatural() && join.getUsingColumns().isEmpty()) {
            return;
        }
        if (added.size() != 1) {
            throw Refusal.of("a join in parentheses is joined with USING or NATURAL", "write the condition with ON");
        }
        Scope.Source right = added.get(0);
        List<String> names = new ArrayList<>();
        if (join.isNatural()) {
            requireAllKnown();
            names.addAll(scope.star().shared(right));
        }
        for (Column using : join.getUsingColumns()) {
            draft.claims().claim(using.getColumnName());
            names.add(Written.column(draft.folding(), using.getColumnName()));
        }
        requireOpen(names);
        scope.merge(join, names, right);
    }

    private void requireAllKnown() throws Refusal {
        boolean known = scope.sources().stream().allMatch(Scope.Source::isComplete);
        draft.onlyIfSealed(() -> {
            if (!known) {
                throw Refusal.of("a NATURAL join has columns that are not known", "write the condition with ON");
            }
        });
    }

    private void requireOpen(List<String> names) throws Refusal {
        for (Scope.Source source : scope.sources()) {
            for (Scope.SourceColumn column : source.columns()) {
                if (names.contains(column.name()) && !(column.kind() instanceof Scope.Kind.Open)) {
                    throw Refusal.of(
                            "sealed column or index \"" + column.name() + "\" is in USING or in a NATURAL join",
                            "write the join with ON, and compare columns of one lookup group with =");
                }
            }
        }
    }
}
