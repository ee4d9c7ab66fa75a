package dev.rowseal.plan;

import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/** A query in parentheses. */
final class ParenthesedBlock implements QueryBlock {

    private final ParenthesedSelect parenthesed;
    private final Draft draft;
    private @Nullable QueryBlock inner;

    ParenthesedBlock(ParenthesedSelect parenthesed, Draft draft) {
        this.parenthesed = parenthesed;
        this.draft = draft;
    }

    ParenthesedBlock read(@Nullable Scope outer) throws Refusal {
        draft.onlyIfSealed(() -> Features.only(
                parenthesed, new ParenthesedSelect(), "query in parentheses", "getSelect", "getAlias", "getPrefix"));
        inner = QueryBlock.read(parenthesed.getSelect(), draft, outer);
        return this;
    }

    private QueryBlock inner() {
        return java.util.Objects.requireNonNull(inner);
    }

    private void replaced() {
        parenthesed.setSelect(inner().tree());
    }

    @Override
    public List<Output> outputs() throws Refusal {
        return inner().outputs();
    }

    @Override
    public ResultShape forApplication() throws Refusal {
        ResultShape shape = inner().forApplication();
        replaced();
        return shape;
    }

    @Override
    public Derived forQueryAround() throws Refusal {
        Derived derived = inner().forQueryAround();
        replaced();
        return derived;
    }

    @Override
    public void forExpression() throws Refusal {
        inner().forExpression();
        replaced();
    }

    @Override
    public void forMembership(List<Scope.@Nullable SealedOne> with) throws Refusal {
        inner().forMembership(with);
        replaced();
    }

    @Override
    public void requireNames() throws Refusal {
        inner().requireNames();
    }

    @Override
    public Set<Integer> label(boolean moved) throws Refusal {
        return inner().label(moved);
    }

    @Override
    public void forExistence() throws Refusal {
        inner().forExistence();
        replaced();
    }

    @Override
    public Packed forPacking(Wish wish) throws Refusal {
        Packed packed = inner().forPacking(wish);
        replaced();
        return packed;
    }

    @Override
    public Select tree() {
        return parenthesed;
    }
}
