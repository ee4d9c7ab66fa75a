package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.RowIdColumn;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import org.jspecify.annotations.Nullable;

/** What a statement may give to a part of a row id: a constant, as it is or cast to the part's own type. */
final class RowIdConstants {

    private RowIdConstants() {}

    /** The source of what an expression gives to a part of a row id; null when that is more than a constant. */
    static @Nullable ValueSource of(Expression expression, RowIdColumn part, Dialect dialect) {
        if (!(expression instanceof CastExpression cast)) {
            return Constants.of(expression);
        }
        ValueSource value = Constants.of(cast.getLeftExpression());
        boolean own = AssignedConstants.isPlain(cast, dialect)
                && CastTypes.isOf(CastTypes.normal(cast.getColDataType()), part.type(), dialect);
        return value == null || !own ? null : new ValueSource.Cast(value, false);
    }
}
