package dev.rowseal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.Values;
import org.jspecify.annotations.Nullable;

/** {@code VALUES} as a query: rows of open expressions. */
final class ValuesBlock implements QueryBlock {

    private final Values values;
    private final Draft draft;
    private final OpenExpressions open;

    ValuesBlock(Values values, Draft draft, @Nullable Scope outer) {
        this.values = values;
        this.draft = draft;
        this.open = new OpenExpressions(new Scope(draft, outer), draft);
    }

    ValuesBlock read() throws Refusal {
        draft.onlyIfSealed(() -> Features.only(values, new Values(), "VALUES", "getAlias"));
        for (Expression expression : values.getExpressions()) {
            open.claim(expression, "VALUES");
        }
        return this;
    }

    @Override
    public List<Output> outputs() {
        ExpressionList<?> rows = values.getExpressions();
        boolean one = rows instanceof ParenthesedExpressionList<?>;
        int width = one
                ? rows.size()
                : !rows.isEmpty() && rows.get(0) instanceof ExpressionList<?> first ? first.size() : 1;
        List<Output> outputs = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            outputs.add(new Output(null, null));
        }
        return outputs;
    }

    @Override
    public ResultShape forApplication() throws Refusal {
        throw Refusal.of("VALUES is used as a statement of its own", "write it as SELECT … UNION ALL SELECT …");
    }

    @Override
    public Derived forQueryAround() {
        List<Scope.SourceColumn> columns = new ArrayList<>();
        outputs().forEach(output -> columns.add(new Scope.SourceColumn(null, new Scope.Kind.Open())));
        return new Derived(columns, List.of());
    }

    @Override
    public void forExpression() {}

    @Override
    public void forMembership(List<Scope.@Nullable SealedOne> with) throws Refusal {
        for (Scope.SealedOne sealed : with) {
            if (sealed != null) {
                throw OpenExpressions.sealedIn(sealed, "a comparison with VALUES");
            }
        }
    }

    @Override
    public void requireNames() {}

    @Override
    public Set<Integer> label(boolean moved) {
        return Set.of();
    }

    @Override
    public void forExistence() {}

    @Override
    public Packed forPacking(Wish wish) throws Refusal {
        throw Refusal.of("VALUES is combined with a query over sealed columns", "combine queries over tables only");
    }

    @Override
    public Select tree() {
        return values;
    }
}
