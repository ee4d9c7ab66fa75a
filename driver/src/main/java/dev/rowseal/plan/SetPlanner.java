package dev.rowseal.plan;

import dev.rowseal.catalog.SealedColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.ExceptOp;
import net.sf.jsqlparser.statement.select.IntersectOp;
import net.sf.jsqlparser.statement.select.MinusOp;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SetOperation;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.UnionOp;
import org.jspecify.annotations.Nullable;

/**
 * UNION, INTERSECT and EXCEPT. Sealed columns are packed in every branch; where equal rows become one, they are grouped
 * by their blind indexes.
 */
final class SetPlanner implements QueryBlock {

    private final SetOperationList list;
    private final Draft draft;
    private final Scope around;
    private final List<QueryBlock> branches = new ArrayList<>();
    private final SetColumns types;
    /** Names of columns that stand behind others inside, by their positions from 1. */
    private final Map<Integer, String> renamed = new HashMap<>();

    private Select tree;

    SetPlanner(SetOperationList list, Draft draft, @Nullable Scope outer) {
        this.list = list;
        this.draft = draft;
        this.around = new Scope(draft, outer);
        this.types = new SetColumns(draft.catalogue().dialect(), branches);
        this.tree = list;
    }

    SetPlanner read() throws Refusal {
        limitAll();
        new CommonTables(around, draft).read(list.getWithItemsList());
        draft.onlyIfSealed(() -> features(list));
        for (Select branch : list.getSelects()) {
            branches.add(QueryBlock.read(branch, draft, around));
        }
        int columns = branches.get(0).outputs().size();
        for (QueryBlock branch : branches) {
            if (branch.outputs().size() != columns) {
                draft.onlyIfSealed(() -> {
                    throw Refusal.of("queries of a UNION have different numbers of columns", "select as many in each");
                });
            }
        }
        order();
        return this;
    }

    /** What limits the rows of all queries the parser has in the last of them, where no ORDER BY stands before it. */
    private void limitAll() throws Refusal {
        List<Select> selects = list.getSelects();
        if (!(selects.get(selects.size() - 1) instanceof PlainSelect last)) {
            return;
        }
        boolean limits = last.getLimit() != null || last.getOffset() != null || last.getFetch() != null;
        if (limits && last.getForMode() != null) {
            draft.onlyIfSealed(() -> {
                throw Refusal.of(
                        "a UNION, INTERSECT or EXCEPT is limited and locks its rows",
                        "lock the rows of each query, or limit them in the application");
            });
            return;
        }
        if (last.getLimit() != null) {
            list.setLimit(last.getLimit());
            last.setLimit(null);
        }
        if (last.getOffset() != null) {
            list.setOffset(last.getOffset());
            last.setOffset(null);
        }
        if (last.getFetch() != null) {
            list.setFetch(last.getFetch());
            last.setFetch(null);
        }
    }

    static void features(SetOperationList list) throws Refusal {
        Features.only(
                list,
                new SetOperationList(),
                "UNION",
                "getSelects",
                "getOperations",
                "getOrderByElements",
                "getLimit",
                "getOffset",
                "getFetch",
                "getWithItemsList");
    }

    private void order() throws Refusal {
        if (list.getOrderByElements() == null) {
            return;
        }
        Set<String> sealed = new HashSet<>();
        Set<String> labels = new HashSet<>();
        List<Output> outputs = branches.get(0).outputs();
        for (Output output : outputs) {
            if (output.label() != null) {
                (output.sealed() == null ? labels : sealed).add(output.label());
            }
        }
        OpenExpressions open = new OpenExpressions(around, draft);
        for (OrderByElement element : list.getOrderByElements()) {
            Expression key = element.getExpression();
            long position = Positions.of(key);
            boolean byNumber = position >= 1
                    && position <= outputs.size()
                    && outputs.get((int) position - 1).sealed() != null;
            if (outputs.stream().anyMatch(output -> output.sealed() != null)) {
                Positions.requireKnown(key, draft);
            }
            if (byNumber) {
                throw Refusal.of("a sealed column is in ORDER BY of a UNION", "order the rows in the application");
            }
            if (key instanceof Column column
                    && column.getTable() == null
                    && labels.contains(Written.column(draft.folding(), column.getColumnName()))) {
                draft.claims().claim(column.getColumnName());
            } else {
                open.claim(key, "ORDER BY", sealed);
            }
        }
    }

    @Override
    public List<Output> outputs() throws Refusal {
        List<Output> first = branches.get(0).outputs();
        List<Output> outputs = new ArrayList<>();
        for (int i = 0; i < first.size(); i++) {
            Carried common = types.common(i);
            outputs.add(new Output(first.get(i).label(), common, null, types.isUnlimited(i), false));
        }
        return outputs;
    }

    private static Wish wish(List<Output> outputs, boolean indexes) {
        return new Wish(
                outputs.stream().map(output -> Wished.of(output, indexes)).toList(), null, null);
    }

    private boolean isSealed() throws Refusal {
        return outputs().stream().anyMatch(output -> output.sealed() != null);
    }

    /** Whether equal rows become one. */
    private boolean isGrouped() {
        return !allAre(UnionOp.class, true);
    }

    /** Columns for the application, where a query is put around the queries: their labels, or any for those unknown. */
    private Wish labelled(List<Output> outputs, Set<Integer> unlabelled) throws Refusal {
        Wish wish = wish(outputs, false);
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            String label = outputs.get(i).label();
            if (label == null && !unlabelled.contains(i + 1)) {
                throw SetGroups.nameless();
            }
            labels.add(label == null ? draft.fresh() : label);
        }
        return new Wish(wish.columns(), new Labels(labels, Collections.nCopies(labels.size(), null)), null);
    }

    private boolean allAre(Class<? extends SetOperation> type, boolean all) {
        return list.getOperations().stream()
                .allMatch(operation -> type.isInstance(operation) && operation.isAll() == all);
    }

    @Override
    public ResultShape forApplication() throws Refusal {
        Set<Integer> unlabelled = label(false);
        List<Output> outputs = outputs();
        List<@Nullable Carried> columns = new ArrayList<>();
        if (isSealed()) {
            columns.addAll(forPacking(isGrouped() ? labelled(outputs, unlabelled) : wish(outputs, false))
                    .columns());
        } else {
            forExpression();
            outputs.forEach(output -> columns.add(null));
        }
        List<ResultShape.Visible> visible = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            Carried sealed = columns.get(i);
            visible.add(
                    sealed == null
                            ? new ResultShape.OpenColumn(i + 1, renamed.get(i + 1), null)
                            : shown(
                                    i + 1,
                                    (Carried.Packed) sealed,
                                    outputs.get(i).label()));
        }
        return new ResultShape(visible, visible.size(), Map.of(), List.of()).without(unlabelled);
    }

    private ResultShape.SealedCell shown(int position, Carried.Packed packed, @Nullable String label) {
        PackedOrigin one = packed.longest();
        SealedColumn column = one.column().ofType(types.type(position - 1, one.column()));
        boolean union = list.getOperations().stream().allMatch(UnionOp.class::isInstance);
        return new ResultShape.SealedCell(
                position, one.table(), column, new RowIdSource.Packed(packed.origins()), union ? null : label, null);
    }

    @Override
    public Derived forQueryAround() throws Refusal {
        requireNames();
        List<Output> outputs = outputs();
        List<Scope.SourceColumn> columns = new ArrayList<>();
        if (!isSealed()) {
            forExpression();
            outputs.forEach(output -> columns.add(new Scope.SourceColumn(output.label(), new Scope.Kind.Open())));
            return new Derived(columns, List.of());
        }
        Packed packed = forPacking(wish(outputs, true));
        List<Scope.SourceColumn> behind = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            String index = packed.indexes().get(i);
            Carried sealed = packed.columns().get(i) instanceof Carried.Packed cell
                    ? cell.ofType(types.type(i, cell.column())).withIndex(index)
                    : null;
            columns.add(new Scope.SourceColumn(
                    outputs.get(i).label(), sealed == null ? new Scope.Kind.Open() : new Scope.Kind.Sealed(sealed)));
            if (index != null) {
                behind.add(new Scope.SourceColumn(index, new Scope.Kind.Hidden()));
            }
        }
        columns.addAll(behind);
        return new Derived(columns, List.of());
    }

    @Override
    public void forExpression() throws Refusal {
        for (QueryBlock branch : branches) {
            branch.forExpression();
        }
        replaced();
    }

    @Override
    public void forMembership(List<Scope.@Nullable SealedOne> with) throws Refusal {
        for (QueryBlock branch : branches) {
            branch.forMembership(with);
        }
        replaced();
    }

    @Override
    public void requireNames() throws Refusal {
        branches.get(0).requireNames();
    }

    @Override
    public Set<Integer> label(boolean moved) throws Refusal {
        return branches.get(0).label(moved || isSealed() && isGrouped());
    }

    @Override
    public void forExistence() throws Refusal {
        // A sealed cell may meet one that is stored otherwise, or be compared with what it meets.
        forExpression();
    }

    private void replaced() {
        List<Select> trees = new ArrayList<>();
        branches.forEach(branch -> trees.add(branch.tree()));
        list.setSelects(trees);
    }

    @Override
    public Packed forPacking(Wish wish) throws Refusal {
        if (allAre(UnionOp.class, true)) {
            return all(wish);
        }
        boolean two = branches.size() == 2;
        SetGroups.Kind kind = allAre(UnionOp.class, false)
                ? SetGroups.Kind.ANY
                : two && allAre(IntersectOp.class, false)
                        ? SetGroups.Kind.BOTH
                        : two && (allAre(ExceptOp.class, false) || allAre(MinusOp.class, false))
                                ? SetGroups.Kind.FIRST_ONLY
                                : null;
        if (kind == null) {
            throw Refusal.of(
                    "a sealed column is in a chain of different set operations, or in INTERSECT ALL or EXCEPT ALL",
                    "use one kind of UNION, or INTERSECT or EXCEPT of two queries");
        }
        return groups(kind, wish);
    }

    /** UNION ALL: every branch packs its own. */
    private Packed all(Wish wish) throws Refusal {
        Packed first = null;
        List<@Nullable Carried> columns = new ArrayList<>();
        for (QueryBlock branch : branches) {
            Packed packed = branch.forPacking(first == null ? wish : named(wish));
            for (int i = 0; i < packed.columns().size(); i++) {
                Carried sealed = packed.columns().get(i);
                if (first == null) {
                    columns.add(sealed);
                } else if (sealed != null) {
                    columns.set(i, both(columns.get(i), sealed));
                }
            }
            first = first == null ? packed : first;
        }
        replaced();
        return new Packed(columns, Objects.requireNonNull(first).indexes());
    }

    /** The same columns of a query whose own labels nobody sees. */
    private Wish named(Wish wish) {
        if (wish.labels() != null) {
            return wish;
        }
        List<String> columns = new ArrayList<>();
        List<@Nullable String> indexes = new ArrayList<>();
        for (Wished wished : wish.columns()) {
            columns.add(draft.fresh());
            indexes.add(wished.index() == null ? null : draft.fresh());
        }
        return new Wish(wish.columns(), new Labels(columns, indexes), wish.extra());
    }

    private static Carried both(@Nullable Carried one, Carried other) {
        Map<Integer, PackedOrigin> origins = new TreeMap<>(((Carried.Packed) other).origins());
        if (one instanceof Carried.Packed packed) {
            origins.putAll(packed.origins());
        }
        return new Carried.Packed(origins, null);
    }

    private Packed groups(SetGroups.Kind kind, Wish wish) throws Refusal {
        MovedQuery.require("a UNION, INTERSECT or EXCEPT over a sealed column", around, draft);
        List<Output> outputs = outputs();
        for (Output output : outputs) {
            if (output.sealed() != null && output.sealed().index() == null) {
                throw Refusal.of(
                        "sealed column " + output.sealed().column().display()
                                + " is compared by UNION, INTERSECT or EXCEPT and has no lookup in common with what it"
                                + " meets",
                        "use UNION ALL, or declare one lookup group");
            }
        }
        SetGroups groups = new SetGroups(draft, kind, outputs, wish);
        List<Packed> packed = new ArrayList<>();
        int number = 0;
        for (QueryBlock branch : branches) {
            packed.add(branch.forPacking(groups.inner(++number)));
        }
        replaced();
        tree = groups.around(list);
        renamed.putAll(groups.renamed());
        List<@Nullable Carried> columns = new ArrayList<>(packed.get(0).columns());
        for (Packed other : packed) {
            for (int i = 0; i < columns.size(); i++) {
                Carried sealed = other.columns().get(i);
                if (sealed != null) {
                    columns.set(i, both(columns.get(i), sealed));
                }
            }
        }
        return new Packed(columns, groups.indexes());
    }

    @Override
    public Select tree() {
        return tree;
    }
}
