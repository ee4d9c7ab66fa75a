package dev.rowseal.plan;

import dev.rowseal.convert.Literal;
import net.sf.jsqlparser.expression.BooleanValue;
import net.sf.jsqlparser.expression.DateTimeLiteralExpression;
import net.sf.jsqlparser.expression.DoubleValue;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.JdbcParameter;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.NullValue;
import net.sf.jsqlparser.expression.SignedExpression;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import org.jspecify.annotations.Nullable;

/** Expressions whose value the plan can name: a parameter, a literal, or {@code NULL}. */
final class Constants {

    private Constants() {}

    /** The source of an expression's value, or null when it is more than a constant. */
    static @Nullable ValueSource of(Expression expression) {
        if (expression instanceof JdbcParameter parameter) {
            return "?".equals(parameter.toString()) && parameter.getIndex() != null
                    ? new ValueSource.Parameter(parameter.getIndex())
                    : null;
        }
        if (expression instanceof NullValue) {
            return new ValueSource.Null();
        }
        if (expression instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            // Not unwrapped: the parentheses would have to go with it.
            return null;
        }
        Literal literal = literal(expression);
        return literal == null ? null : new ValueSource.Constant(literal);
    }

    private static @Nullable Literal literal(Expression expression) {
        if (expression instanceof StringValue string) {
            boolean plain = string.getPrefix() == null && "'".equals(string.getQuoteStr());
            return plain ? new Literal.Text(text(string)) : null;
        }
        if (expression instanceof LongValue number) {
            return new Literal.Number(number.getStringValue());
        }
        if (expression instanceof DoubleValue number) {
            return new Literal.Number(number.toString());
        }
        if (expression instanceof BooleanValue truth) {
            return new Literal.Bool(truth.getValue());
        }
        if (expression instanceof SignedExpression signed) {
            return literal(signed.getExpression()) instanceof Literal.Number number
                            && Character.isDigit(number.digits().charAt(0))
                    ? new Literal.Number(signed.getSign() + number.digits())
                    : null;
        }
        return expression instanceof DateTimeLiteralExpression typed ? typed(typed) : null;
    }

    private static String text(StringValue string) {
        return string.getValue().replace("''", "'").replace(MariaDbText.BACKSLASH, '\\');
    }

    private static @Nullable Literal typed(DateTimeLiteralExpression literal) {
        String value = literal.getValue();
        if (value.length() < 2 || value.charAt(0) != '\'' || value.charAt(value.length() - 1) != '\'') {
            return null;
        }
        String text = value.substring(1, value.length() - 1);
        return switch (literal.getType()) {
            case DATE -> new Literal.TypedDate(text);
            case TIME -> new Literal.TypedTime(text);
            case TIMESTAMP -> new Literal.TypedTimestamp(text);
            default -> null;
        };
    }
}
