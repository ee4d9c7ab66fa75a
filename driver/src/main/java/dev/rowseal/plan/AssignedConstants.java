package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.convert.Literal;
import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Equality;
import dev.rowseal.value.ValueClass;
import java.util.HexFormat;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.HexValue;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.schema.Column;
import org.jspecify.annotations.Nullable;

/**
 * What may be assigned to a sealed column, or compared with it: besides the {@link Constants}, what a database makes a
 * constant of before it stores it. The whole expression gives way to the envelope, so its parentheses, prefixes and casts may go.
 */
final class AssignedConstants {

    private final SealedColumn column;
    private final Dialect dialect;

    AssignedConstants(SealedColumn column, Dialect dialect) {
        this.column = column;
        this.dialect = dialect;
    }

    /**
     * The source of an expression's value, or null when it is more than a constant. Whether a cast to {@code varchar(n)} cuts
     * it is seen when it is run.
     */
    @Nullable
    ValueSource of(Expression expression) {
        if (expression instanceof ParenthesedExpressionList<?> list && list.size() == 1) {
            return isDefault(list.get(0)) ? null : of(list.get(0));
        }
        if (isDefault(expression)) {
            return column.absent() == null
                    ? new ValueSource.Null()
                    : new ValueSource.Constant(AbsentValue.literal(column.absent(), column.type()));
        }
        if (expression instanceof CastExpression cast) {
            return cast(cast);
        }
        Literal literal = literal(expression);
        return literal == null ? Constants.of(expression) : new ValueSource.Constant(literal);
    }

    /**
     * The source of what the column may be compared with, or null when it is more than a constant: a cast must leave both
     * sides, and what equal means, as they are without it.
     */
    @Nullable
    ValueSource compared(Expression expression) {
        if (!(expression instanceof CastExpression cast)) {
            return Constants.of(expression);
        }
        Kind kind = column.type().kind();
        boolean same = column.index() != null
                && column.index().equality() == Equality.EXACT
                && kind != Kind.CHAR
                // Without numbers it would not be rounded as the column's own values are.
                && (kind != Kind.DECIMAL
                        || cast.getColDataType() != null
                                && cast.getColDataType().toString().contains("("));
        return same ? cast(cast) : null;
    }

    /** Whether an expression is the word DEFAULT. */
    static boolean isDefault(Expression expression) {
        return expression instanceof Column column
                && column.getTable() == null
                && "default".equalsIgnoreCase(column.getColumnName());
    }

    private @Nullable ValueSource cast(CastExpression cast) {
        if (!isPlain(cast, dialect)) {
            return null;
        }
        ValueSource value = of(cast.getLeftExpression());
        if (value == null || value instanceof ValueSource.Cast || isDefault(cast.getLeftExpression())) {
            return null;
        }
        if (value instanceof ValueSource.Null) {
            return value;
        }
        String type = CastTypes.normal(cast.getColDataType());
        if (column.type().valueClass() == ValueClass.TEXT) {
            boolean text = value instanceof ValueSource.Parameter
                    || value instanceof ValueSource.Constant constant && constant.literal() instanceof Literal.Text;
            int length = CastTypes.length(type);
            return text && (length > 0 || CastTypes.isText(type))
                    ? new ValueSource.Cast(value, true, length > 0 ? length : Integer.MAX_VALUE)
                    : null;
        }
        return CastTypes.isOf(type, column.type(), dialect) ? new ValueSource.Cast(value, false) : null;
    }

    /** Whether a cast is one of those that are known, and names its type. */
    static boolean isPlain(CastExpression cast, Dialect dialect) {
        // A type before a string casts it in PostgreSQL only; elsewhere it is an error.
        boolean plain = cast.isImplicitCast()
                ? dialect == Dialect.POSTGRESQL
                : cast.keyword == null || cast.keyword.equalsIgnoreCase("CAST");
        return plain && cast.getFormat() == null && cast.getColDataType() != null && dialect != Dialect.MARIADB;
    }

    private boolean knowsCasts() {
        return dialect == Dialect.H2 || dialect == Dialect.POSTGRESQL;
    }

    private @Nullable Literal literal(Expression expression) {
        if (expression instanceof HexValue hex) {
            return binary(hex.getValue());
        }
        if (!(expression instanceof StringValue string)) {
            return null;
        }
        String quote = string.getQuoteStr();
        String prefix = string.getPrefix();
        if (prefix == null) {
            boolean dollars = quote.startsWith("$") && knowsCasts();
            return dollars ? new Literal.Text(string.getValue()) : null;
        }
        String text = string.getValue().replace("''", "'");
        if (prefix.equalsIgnoreCase("N")) {
            return national(text);
        }
        boolean escaped = prefix.equalsIgnoreCase("E") && dialect == Dialect.POSTGRESQL;
        String unescaped = escaped ? Escapes.undone(string.getValue()) : null;
        return unescaped == null ? null : new Literal.Text(unescaped);
    }

    /** PostgreSQL takes {@code N'…'} for a {@code character} value, whose trailing spaces mean nothing. */
    private @Nullable Literal national(String text) {
        return switch (dialect) {
            case H2 -> new Literal.Text(text);
            case POSTGRESQL ->
                column.type().valueClass() == ValueClass.TEXT ? new Literal.Text(text.replaceAll(" +\\z", "")) : null;
            default -> null;
        };
    }

    /** Bytes on H2; bits on PostgreSQL, which no sealed column can hold. */
    private @Nullable Literal binary(String written) {
        boolean bytes = written.matches("[xX]'([0-9a-fA-F]{2})*'")
                && dialect == Dialect.H2
                && column.type().kind() == Kind.BINARY;
        return bytes ? new Literal.Binary(HexFormat.of().parseHex(written.substring(2, written.length() - 1))) : null;
    }
}
