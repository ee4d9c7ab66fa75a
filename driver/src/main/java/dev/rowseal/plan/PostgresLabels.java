package dev.rowseal.plan;

import dev.rowseal.catalog.Folding;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.CaseExpression;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NotExpression;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.relational.ExistsExpression;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * The labels that PostgreSQL gives expressions without an alias: a column's name, a function's, a keyword or
 * {@code ?column?}. Of expressions that are not known here, none.
 */
final class PostgresLabels {

    private static final String NONE = "?column?";

    /** Functions by the parser, and other functions, or none, to PostgreSQL. */
    private static final Set<String> OTHERWISE = Set.of("trim", "position", "overlay", "normalize", "extract");

    private PostgresLabels() {}

    /** The label, as the database stores it; null when it is not known. */
    static @Nullable String of(Expression expression, Folding folding) {
        if (expression instanceof ParenthesedExpressionList<?> list) {
            return list.size() == 1 ? of(list.get(0), folding) : "row";
        }
        if (expression instanceof Column column) {
            return Written.column(folding, column.getColumnName());
        }
        if (expression instanceof Function function) {
            return function(function, folding);
        }
        if (expression instanceof CaseExpression cases) {
            return cases(cases, folding);
        }
        if (expression instanceof CastExpression cast) {
            return cast(cast, folding);
        }
        if (expression instanceof ExistsExpression exists) {
            return exists.isNot() ? NONE : "exists";
        }
        if (expression instanceof ParenthesedSelect select) {
            return select(select, folding);
        }
        boolean nameless = expression instanceof BinaryExpression
                || expression instanceof IsNullExpression
                || expression instanceof InExpression
                || expression instanceof NotExpression
                || isConstant(expression);
        return nameless ? NONE : null;
    }

    private static boolean isConstant(Expression expression) {
        return expression instanceof LongValue || expression instanceof StringValue || expression instanceof NullValue;
    }

    private static @Nullable String function(Function function, Folding folding) {
        String name = function.getName();
        boolean plain = name.indexOf('.') < 0
                && function.getAttribute() == null
                && function.getNamedParameters() == null
                && !OTHERWISE.contains(name.toLowerCase(Locale.ROOT));
        return plain ? Written.column(folding, name) : null;
    }

    /** A name that ELSE has, when it is a column's or a function's. */
    private static @Nullable String cases(CaseExpression cases, Folding folding) {
        Expression other = cases.getElseExpression();
        if (other == null || isConstant(other) || other instanceof BinaryExpression) {
            return "case";
        }
        return other instanceof Function || other instanceof Column ? of(other, folding) : null;
    }

    private static @Nullable String cast(CastExpression cast, Folding folding) {
        Expression inner = cast.getLeftExpression();
        return inner instanceof Column column
                ? Written.column(folding, column.getColumnName())
                : inner instanceof Function ? of(inner, folding) : null;
    }

    private static @Nullable String select(ParenthesedSelect select, Folding folding) {
        if (!(select.getSelect() instanceof PlainSelect plain)
                || plain.getSelectItems().size() != 1) {
            return null;
        }
        SelectItem<?> item = plain.getSelectItems().get(0);
        return item.getAlias() == null
                ? of(item.getExpression(), folding)
                : Written.column(folding, item.getAlias().getName());
    }
}
