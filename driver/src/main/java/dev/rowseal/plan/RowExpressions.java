package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.AnyComparisonExpression;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.DateTimeLiteralExpression;
import net.sf.jsqlparser.expression.DateValue;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.HexValue;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NextValExpression;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.TimeKeyExpression;
import net.sf.jsqlparser.expression.TimeValue;
import net.sf.jsqlparser.expression.TimestampValue;
import net.sf.jsqlparser.expression.TranscodingFunction;
import net.sf.jsqlparser.expression.UserVariable;
import net.sf.jsqlparser.expression.VariableAssignment;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/**
 * Expressions that give the same whether one statement evaluates them for all rows or several do for some each: they
 * depend on nothing but the row, the parameters and, where a transaction has one, its time.
 */
final class RowExpressions extends EveryExpression {

    private static final Set<String> FUNCTIONS = Set.of(
            "abs",
            "ascii",
            "btrim",
            "ceil",
            "ceiling",
            "char_length",
            "character_length",
            "chr",
            "coalesce",
            "concat",
            "concat_ws",
            "date_trunc",
            "extract",
            "floor",
            "greatest",
            "if",
            "ifnull",
            "initcap",
            "least",
            "left",
            "length",
            "lower",
            "lpad",
            "ltrim",
            "mod",
            "nullif",
            "nvl",
            "octet_length",
            "position",
            "power",
            "repeat",
            "replace",
            "reverse",
            "right",
            "round",
            "rpad",
            "rtrim",
            "sign",
            "split_part",
            "sqrt",
            "strpos",
            "substr",
            "substring",
            "to_char",
            "to_date",
            "translate",
            "trim",
            "trunc",
            "upper");

    private static final Set<Class<? extends Expression>> LEAVES = Set.of(
            BooleanValue.class,
            Column.class,
            DateTimeLiteralExpression.class,
            DateValue.class,
            DoubleValue.class,
            HexValue.class,
            JdbcParameter.class,
            LongValue.class,
            NullValue.class,
            StringValue.class,
            TimestampValue.class,
            TimeValue.class,
            UserVariable.class);

    private @Nullable String found;
    private boolean timed;
    private boolean subquery;

    private final Set<String> further;

    private RowExpressions(Set<String> further) {
        this.further = further;
    }

    /**
     * Whether what is set may differ unless one statement changes all rows: because it depends on more than the row, or on
     * the time, of which only PostgreSQL's transactions have but one.
     */
    static boolean wantOneStatement(List<UpdateSet> sets, Dialect dialect) {
        RowExpressions visitor = new RowExpressions(Set.of());
        for (UpdateSet set : sets) {
            for (Object value : set.getValues()) {
                ((Expression) value).accept(visitor, null);
            }
        }
        return visitor.found != null || visitor.timed && dialect != Dialect.POSTGRESQL;
    }

    /**
     * What in an expression depends on more than the row, the parameters and the time; null when nothing does.
     *
     * @param further names of functions that do not, in lower case
     */
    static @Nullable String found(Expression expression, Set<String> further) {
        RowExpressions visitor = new RowExpressions(further);
        expression.accept(visitor, null);
        return visitor.found;
    }

    /** As {@link #found(Expression, Set)}, the time among it. */
    static @Nullable String foundOrTimed(Expression expression) {
        RowExpressions visitor = new RowExpressions(Set.of());
        expression.accept(visitor, null);
        return visitor.found == null && visitor.timed ? "the time" : visitor.found;
    }

    /** Whether there is a subquery in an expression. */
    static boolean haveSubquery(Expression expression) {
        RowExpressions visitor = new RowExpressions(Set.of());
        expression.accept(visitor, null);
        return visitor.subquery;
    }

    /** The columns that an expression names. */
    static List<Column> columns(Expression expression) {
        List<Column> columns = new ArrayList<>();
        expression.accept(
                new EveryExpression() {
                    @Override
                    public <S> @Nullable Void visit(Column column, S context) {
                        columns.add(column);
                        return null;
                    }
                },
                null);
        return columns;
    }

    private void found(String what) {
        if (found == null) {
            found = what;
        }
    }

    @Override
    public <S> @Nullable Void visit(Function function, S context) {
        String name = function.getName().toLowerCase(Locale.ROOT);
        timed |= name.equals("now");
        // So the parser takes what stands behind VARIADIC.
        boolean words = function.getKeywordArguments() != null
                && !function.getKeywordArguments().isEmpty();
        if (words || !FUNCTIONS.contains(name) && !further.contains(name) && !name.equals("now")) {
            found("a function that may not depend on the row alone, " + function.getName());
        }
        return super.visit(function, context);
    }

    @Override
    public <S> @Nullable Void visit(AnalyticExpression function, S context) {
        found("a window function or aggregate");
        return null;
    }

    /** MariaDB's {@code @n := @n + 1}: whoever evaluates it once more counts on. */
    @Override
    public <S> @Nullable Void visit(VariableAssignment assignment, S context) {
        found("an assignment to a variable");
        return null;
    }

    /** MariaDB's {@code CONVERT(x, CHAR)}, of which the parser takes x for a type. */
    @Override
    public <S> @Nullable Void visit(TranscodingFunction convert, S context) {
        if (convert.getColDataType() != null) {
            found("CONVERT to a type, for which CAST can be written");
        }
        return super.visit(convert, context);
    }

    @Override
    public <S> @Nullable Void visit(NextValExpression next, S context) {
        found("a sequence");
        return null;
    }

    @Override
    public <S> @Nullable Void visit(TimeKeyExpression time, S context) {
        timed = true;
        return null;
    }

    @Override
    public <S> @Nullable Void visit(ParenthesedSelect select, S context) {
        return subquery();
    }

    @Override
    public <S> @Nullable Void visit(Select select, S context) {
        return subquery();
    }

    /** What has nothing below it that is looked at; JSqlParser counts a subquery behind ANY among these. */
    @Override
    protected <S> @Nullable Void applyExpression(Expression expression, S context) {
        if (expression instanceof AnyComparisonExpression) {
            return subquery();
        }
        if (!LEAVES.contains(expression.getClass())) {
            found("something that may not depend on the row alone");
        }
        return null;
    }

    private @Nullable Void subquery() {
        subquery = true;
        found("a subquery");
        return null;
    }
}
