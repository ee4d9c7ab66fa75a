package dev.rowseal.plan;

import dev.rowseal.catalog.Catalogue;
import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Folding;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.AnalyticType;
import net.sf.jsqlparser.expression.ArrayConstructor;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.JsonAggregateFunction;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * Tells queries whose rows stand for many from those whose rows stand for one. A hidden column can only be added to the
 * second kind. Of aggregates that an application made the catalogue tells.
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

    /** Those that are an application's own function, if anything, in another database. */
    private static final Map<Dialect, Set<String>> OWN = Map.of(
            Dialect.POSTGRESQL,
            Set.of(
                    "cume_dist",
                    "dense_rank",
                    "json_agg_strict",
                    "json_object_agg_strict",
                    "json_object_agg_unique",
                    "json_object_agg_unique_strict",
                    "jsonb_agg_strict",
                    "jsonb_object_agg_strict",
                    "jsonb_object_agg_unique",
                    "jsonb_object_agg_unique_strict",
                    "percent_rank",
                    "rank"),
            Dialect.H2,
            Set.of(
                    "cume_dist",
                    "dense_rank",
                    "envelope",
                    "lcm_agg",
                    "percent_rank",
                    "rank",
                    "stats_mode",
                    "stddevp",
                    "var",
                    "varp"));

    private Aggregates() {}

    /** Whether a query has one, or groups its rows. */
    static boolean in(PlainSelect select, Catalogue catalogue) {
        Stream<Expression> items = select.getSelectItems().stream().map(SelectItem::getExpression);
        Stream<Expression> order = select.getOrderByElements() == null
                ? Stream.of()
                : select.getOrderByElements().stream().map(OrderByElement::getExpression);
        return select.getGroupBy() != null
                || select.getHaving() != null
                || Stream.concat(items, order).anyMatch(expression -> in(expression, catalogue));
    }

    /** Whether a function is one. */
    static boolean is(Function function, Catalogue catalogue) {
        return isKnown(function, catalogue.dialect())
                || catalogue.aggregates().contains(Folding.comparable(last(function.getName())));
    }

    /** Whether it is one that the database brings along. */
    static boolean isKnown(Function function, Dialect dialect) {
        String name = function.getName().toLowerCase(Locale.ROOT);
        String last = last(name);
        return !isOfArray(function, name)
                && (NAMES.contains(last) || OWN.getOrDefault(dialect, Set.of()).contains(last));
    }

    private static String last(String name) {
        return name.substring(name.lastIndexOf('.') + 1).replace("\"", "");
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

    private static boolean in(Expression expression, Catalogue catalogue) {
        Finder finder = new Finder(catalogue);
        expression.accept(finder, null);
        return finder.found;
    }

    private static final class Finder extends EveryExpression {
        private final Catalogue catalogue;
        private boolean found;

        Finder(Catalogue catalogue) {
            this.catalogue = catalogue;
        }

        @Override
        public <S> @Nullable Void visit(Function function, S context) {
            found = found || is(function, catalogue);
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
