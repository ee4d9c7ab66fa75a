package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.value.DeclaredType;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import org.jspecify.annotations.Nullable;

/** Tests for NULL of parameters, with which optional conditions begin: {@code ? IS NULL OR ssn = ?}. */
final class NullTests {

    private NullTests() {}

    /** A parameter without what stands around it, what its value is cast to beside text, and whether it is cast at all. */
    private record Bare(Expression expression, @Nullable DeclaredType cast, boolean isCast) {}

    /**
     * Has such a test told no more than it asks. A cast may go with the value: of what is no NULL it makes none, or fails.
     *
     * @return whether it is one
     */
    static boolean ofParameter(IsNullExpression test, Draft draft) throws Refusal {
        Expression asked = test.getLeftExpression();
        Bare bare = bare(new Bare(asked, null, false), draft.catalogue().dialect());
        if (!(Constants.of(bare.expression()) instanceof ValueSource.Parameter parameter)) {
            requireNoCast(bare.expression(), draft);
            return false;
        }
        test.setLeftExpression(draft.replace(asked, new Slot.Nullness(parameter.index(), bare.cast(), !bare.isCast())));
        return true;
    }

    /** A cast of which nobody here knows what it makes may be one of a value that is looked for. */
    private static void requireNoCast(Expression expression, Draft draft) throws Refusal {
        Expression inner = expression;
        while (inner instanceof CastExpression
                || inner instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            inner = inner instanceof CastExpression cast
                    ? cast.getLeftExpression()
                    : ((ParenthesedExpressionList<?>) inner).get(0);
        }
        if (inner != expression && Constants.of(inner) instanceof ValueSource.Parameter) {
            draft.onlyIfSealed(() -> {
                throw Refusal.of(
                        "IS NULL stands behind a parameter that is cast to a type which Rowseal does not know",
                        "leave that cast out, or cast the parameter to text");
            });
        }
    }

    private static Bare bare(Bare outer, Dialect dialect) {
        if (outer.expression() instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            return bare(new Bare(list.get(0), outer.cast(), outer.isCast()), dialect);
        }
        if (!(outer.expression() instanceof CastExpression cast)
                || cast.getClass() != CastExpression.class
                || cast.getColDataType() == null) {
            return outer;
        }
        String type = CastTypes.normal(cast.getColDataType());
        if (CastTypes.isAnyText(type)) {
            return bare(new Bare(cast.getLeftExpression(), outer.cast(), true), dialect);
        }
        DeclaredType declared = CastTypes.declared(type, dialect);
        return declared == null || outer.cast() != null
                ? outer
                : bare(new Bare(cast.getLeftExpression(), declared, true), dialect);
    }
}
