package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.statement.select.PlainSelect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever a function can stand it is found: it may be one that gives something else each time. */
class EveryExpressionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x AT TIME ZONE marker()",
                "CASE marker() WHEN 1 THEN 2 END",
                "CASE a WHEN marker() THEN 1 END",
                "CASE WHEN a THEN 1 ELSE marker() END",
                "a BETWEEN 1 AND marker()",
                "a IN (marker(), 2)",
                "a LIKE marker()",
                "a LIKE 'x' ESCAPE marker()",
                "a = ANY(ARRAY[marker()])",
                "EXTRACT(year FROM marker())",
                "INTERVAL marker() DAY",
                "DATE_ADD(x, INTERVAL marker() DAY)",
                "CAST(marker() AS int)",
                "marker()::int",
                "sum(x) OVER (PARTITION BY marker())",
                "sum(x) OVER (ORDER BY marker())",
                "sum(x) OVER (ORDER BY y ROWS marker() PRECEDING)",
                "sum(x) FILTER (WHERE marker() > 1)",
                "percentile_cont(0.5) WITHIN GROUP (ORDER BY marker())",
                "lag(x, 1, marker()) OVER (ORDER BY y)",
                "ARRAY[ARRAY[marker()]]",
                "a[marker()]",
                "a[1:marker()]",
                "(marker()).b",
                "ROW(marker(), 1)",
                "(marker(), 1)",
                "JSON_OBJECT('a': marker())",
                "JSON_OBJECT(KEY 'a' VALUE marker())",
                "JSON_ARRAY(marker())",
                "JSON_ARRAYAGG(marker())",
                "JSON_ARRAYAGG(x ORDER BY marker())",
                "JSON_OBJECTAGG('a': marker())",
                "JSON_OBJECTAGG(KEY 'a' VALUE marker())",
                "JSON_VALUE(marker(), '$.a')",
                "marker() COLLATE \"C\"",
                "(a, b) OVERLAPS (marker(), c)",
                "a SIMILAR TO marker()",
                "string_agg(x, ',' ORDER BY marker())",
                "array_agg(DISTINCT marker())",
                "CONVERT(marker() USING utf8mb4)",
                "MATCH (a) AGAINST (marker())",
                "GROUP_CONCAT(x ORDER BY marker() SEPARATOR ',')",
                "a IS DISTINCT FROM marker()",
                "marker() IS NULL",
                "marker() IS TRUE",
                "NOT marker()",
                "-marker()",
                "a -> marker()",
                "a ->> marker()",
                "a #> marker()",
                "a @> marker()",
                "a ~ marker()",
                "a ^ marker()",
                "a XOR marker()",
                "a << marker()",
                "a DIV marker()",
                "a REGEXP marker()",
                "POSITION(marker() IN x)",
                "SUBSTRING(x FROM 1 FOR marker())",
                "TRIM(marker() FROM x)",
                "TRIM(BOTH FROM marker())",
                "OVERLAY(x PLACING marker() FROM 1)",
                "f(p => marker())",
                "f(p := marker())",
                "LISTAGG(a, marker()) WITHIN GROUP (ORDER BY b)",
                "FIRST_VALUE(marker()) IGNORE NULLS OVER (ORDER BY y)",
                "a BETWEEN SYMMETRIC marker() AND 2",
                "marker() ISNULL",
                "a LIKE ANY(ARRAY[marker()])",
                "(a, b) IN ((marker(), 2))",
                "JSON_ARRAY(marker() NULL ON NULL)",
                "a NOT IN (marker())",
                "a || marker()"
            })
    void isGoneThroughToItsLastPart(String expression) throws Exception {
        PlainSelect query = (PlainSelect) CCJSqlParserUtil.parse("SELECT " + expression + " FROM t");
        List<String> found = new ArrayList<>();
        query.getSelectItem(0)
                .getExpression()
                .accept(
                        new EveryExpression() {
                            @Override
                            public <S> @Nullable Void visit(Function function, S context) {
                                found.add(function.getName());
                                return super.visit(function, context);
                            }
                        },
                        null);
        // And once: what is claimed for a node would be claimed twice.
        assertThat(found.stream().filter("marker"::equals)).hasSize(1);
    }

    /** The parser takes what is converted for a type, and a function behind VARIADIC for a keyword. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONVERT(marker(), CHAR)",
                "CONVERT(a, CHAR(10))",
                "convert(a, date)",
                "concat(VARIADIC marker())"
            })
    void whatIsNotSeenIsNotOfTheRowAlone(String expression) throws Exception {
        PlainSelect query = (PlainSelect) CCJSqlParserUtil.parse("SELECT " + expression + " FROM t");
        assertThat(RowExpressions.foundOrTimed(query.getSelectItem(0).getExpression()))
                .isNotNull();
    }
}
