package dev.rowseal.plan;

import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.expression.StringValue;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.AllColumns;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.SetOperationList;

/**
 * MariaDB labels a column that has no alias by the text of its expression. Where planning changes that text, in a name or
 * in a blank, the application would see another label: then the query is refused.
 */
final class MariaDbLabels {

    private MariaDbLabels() {}

    /**
     * Checks the select list of a planned query.
     *
     * @param sql the application's text
     */
    static void require(Select select, String sql) throws Refusal {
        if (select instanceof SetOperationList list) {
            require(list.getSelects().get(0), sql);
        } else if (select instanceof ParenthesedSelect inner) {
            require(inner.getSelect(), sql);
        } else if (select instanceof PlainSelect plain) {
            for (SelectItem<?> item : plain.getSelectItems()) {
                require(item, sql);
            }
        }
    }

    private static void require(SelectItem<?> item, String sql) throws Refusal {
        Expression expression = item.getExpression();
        boolean named = item.getAlias() != null
                || expression instanceof Column
                || expression instanceof AllColumns
                || expression instanceof StringValue
                || expression instanceof LongValue;
        if (!named && !sql.contains(MariaDbText.restored(expression.toString()))) {
            throw Refusal.of(
                    "a column of its select list has no alias, so that MariaDB would label it by a text which planning"
                            + " changes",
                    "give the expression an alias");
        }
    }
}
