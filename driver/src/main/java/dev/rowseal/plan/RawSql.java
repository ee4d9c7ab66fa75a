package dev.rowseal.plan;

import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.ExpressionVisitor;
import net.sf.jsqlparser.parser.ASTNodeAccessImpl;
import org.jspecify.annotations.Nullable;

/** SQL of the planner's own in the parser's tree. */
final class RawSql extends ASTNodeAccessImpl implements Expression {

    private static final long serialVersionUID = 1L;

    private final String sql;

    RawSql(String sql) {
        this.sql = sql;
    }

    @Override
    public <T, S> @Nullable T accept(ExpressionVisitor<T> visitor, S context) {
        return null;
    }

    @Override
    public String toString() {
        return sql;
    }
}
