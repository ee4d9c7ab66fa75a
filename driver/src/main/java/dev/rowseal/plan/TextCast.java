package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.value.DeclaredType;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.CastExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.SelectItem;
import org.jspecify.annotations.Nullable;

/**
 * A sealed text in a select list, cast to a text of any length: the same value, declared otherwise. Only PostgreSQL
 * keeps the column's name for its label.
 *
 * @param reference what is cast
 * @param sealed what the cast gives
 */
record TextCast(Column reference, Scope.SealedOne sealed) {

    /** What an expression is as such a cast; null when it is none. */
    static @Nullable TextCast of(Expression expression, Scope scope, Draft draft) {
        // A row is changed by its columns, and a cast is none.
        boolean possible = draft.catalogue().dialect() == Dialect.POSTGRESQL
                && !draft.isForChanges()
                && expression instanceof CastExpression cast
                && (cast.keyword == null || cast.keyword.equalsIgnoreCase("CAST"))
                && cast.getColDataType() != null
                && cast.getLeftExpression() instanceof Column;
        if (!possible) {
            return null;
        }
        CastExpression cast = (CastExpression) expression;
        Column column = (Column) cast.getLeftExpression();
        DeclaredType type = type(CastTypes.normal(cast.getColDataType()));
        if (type == null
                || !(scope.resolve(column) instanceof Scope.SealedOne one)
                || !(one.carried() instanceof Carried.Cell cell)) {
            return null;
        }
        DeclaredType.Kind kind = cell.column().type().kind();
        boolean text = kind == DeclaredType.Kind.VARCHAR || kind == DeclaredType.Kind.TEXT;
        Carried other = new Carried.Cell(cell.table(), cell.column().ofType(type), cell.rowId(), cell.index());
        return text ? new TextCast(column, new Scope.SealedOne(one.source(), one.name(), other)) : null;
    }

    private static @Nullable DeclaredType type(String name) {
        return switch (name) {
            case "text" -> DeclaredType.parse("text");
            case "varchar", "character varying" -> Empty.ANY_LENGTH;
            default -> null;
        };
    }

    /** Puts the cell in the place of the cast: under its label, and as a column of no table, which a cast is too. */
    @SuppressWarnings("unchecked") // a select item takes any expression
    void replace(SelectItem<?> node, Draft draft) {
        Function cell = new Function();
        cell.setName("COALESCE");
        cell.setParameters(new ExpressionList<>(reference));
        ((SelectItem<Expression>) node).setExpression(cell);
        if (node.getAlias() == null) {
            String label = Written.column(draft.folding(), reference.getColumnName());
            node.setAlias(new Alias(draft.folding().quote(label), true));
        }
    }
}
