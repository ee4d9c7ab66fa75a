package dev.rowseal.plan;

import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.AnalyticType;
import net.sf.jsqlparser.expression.ArrayConstructor;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.JsonAggregateFunction;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * Tells queries whose rows stand for many from those whose rows stand for one. A hidden column can only be added to the
 * second kind. An aggregate that is not in the list makes the database refuse the added column: an error, never a wrong
 * row.
 */
final class Aggregates {

    private static final Set<String> NAMES = Set.of(
            "any",
            "any_value",
            "array_agg",
            "avg",
            "bit_and",
            "bit_nand_agg",
            "bit_and_agg",
            "bit_or",
            "bit_nor_agg",
            "bit_or_agg",
            "bit_xor",
            "bit_xnor_agg",
            "bit_xor_agg",
            "bool_and",
            "bool_or",
            "corr",
            "count",
            "covar_pop",
            "covar_samp",
            "every",
            "gcd_agg",
            "group_concat",
            "histogram",
            "json_agg",
            "json_arrayagg",
            "json_object_agg",
            "json_objectagg",
            "jsonb_agg",
            "jsonb_object_agg",
            "listagg",
            "max",
            "median",
            "min",
            "mode",
            "percentile_cont",
            "percentile_disc",
            "range_intersect_agg",
            "range_agg",
            "regr_avgx",
            "regr_avgy",
            "regr_count",
            "regr_intercept",
            "regr_r2",
            "regr_slope",
            "regr_sxx",
            "regr_sxy",
            "regr_syy",
            "some",
            "st_collect",
            "st_extent",
            "std",
            "stddev",
            "stddev_pop",
            "stddev_samp",
            "string_agg",
            "sum",
            "var_pop",
            "var_samp",
            "variance",
            "xmlagg");

    private Aggregates() {}

    static boolean in(PlainSelect select) {
        return select.getGroupBy() != null
                || select.getHaving() != null
                || select.getSelectItems().stream()
                        .map(SelectItem::getExpression)
                        .anyMatch(Aggregates::in);
    }

    /** Whether a function is one. */
    static boolean is(Function function) {
        String name = function.getName().toLowerCase(Locale.ROOT);
        return !isOfArray(function, name)
                && NAMES.contains(name.substring(name.lastIndexOf('.') + 1).replace("\"", ""));
    }

    /** What the parser takes {@code = ANY(?)} for. */
    private static boolean isOfArray(Function function, String name) {
        ExpressionList<?> of = function.getParameters();
        return (name.equals("any") || name.equals("some"))
                && of != null
                && of.size() == 1
                && (of.get(0) instanceof JdbcParameter
                        || of.get(0) instanceof Placeholder
                        || of.get(0) instanceof CastExpression
                        || of.get(0) instanceof ArrayConstructor);
    }

    private static boolean in(Expression expression) {
        Finder finder = new Finder();
        expression.accept(finder, null);
        return finder.found;
    }

    private static final class Finder extends EveryExpression {
        private boolean found;

        @Override
        public <S> @Nullable Void visit(Function function, S context) {
            found |= is(function);
            return super.visit(function, context);
        }

        @Override
        public <S> @Nullable Void visit(AnalyticExpression function, S context) {
            found |= function.getType() != AnalyticType.OVER;
            return super.visit(function, context);
        }

        @Override
        public <S> @Nullable Void visit(JsonAggregateFunction function, S context) {
            found = true;
            return super.visit(function, context);
        }

        @Override
        public <S> @Nullable Void visit(ParenthesedSelect select, S context) {
            return null;
        }
    }
}
