package dev.rowseal.plan;

import java.util.List;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.LongValue;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.Distinct;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.GroupByElement;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.PlainSelect;

/** SELECT over one table or several that are joined. */
final class SelectPlanner {

    private final PlainSelect select;
    private final Draft draft;
    private final Scope scope;
    private final OpenExpressions open;
    private final Predicates predicates;

    SelectPlanner(PlainSelect select, Draft draft) {
        this.select = select;
        this.draft = draft;
        this.scope = new Scope(draft);
        this.open = new OpenExpressions(scope, draft);
        this.predicates = new Predicates(scope, draft, open);
    }

    Plan plan() throws Refusal {
        boolean onlyTables = from();
        if (draft.isSealed()) {
            requirePlain(onlyTables);
        }
        RowIdFix rowIds = new RowIdFix(scope, draft, select.getWhere());
        Projection projection = new Projection(scope, draft, open, rowIds, select.getSelectItems());
        projection.read();
        conditions();
        ordering(projection);
        if (!draft.isSealed()) {
            draft.claims().settle();
            return new Plan.PassThrough();
        }
        boolean manyRowsInOne = Aggregates.in(select) || select.getDistinct() != null;
        if (manyRowsInOne && projection.isSealed()) {
            throw Refusal.of(
                    "a sealed column is in the select list of a query with DISTINCT, GROUP BY or an aggregate",
                    "select it without them, or count and group by open columns");
        }
        if (!manyRowsInOne) {
            projection.check(predicates.lookups());
        }
        return draft.finish(Plan.Kind.SELECT, null, projection.finish());
    }

    private boolean from() throws Refusal {
        boolean onlyTables = add(select.getFromItem());
        if (select.getJoins() != null) {
            for (Join join : select.getJoins()) {
                onlyTables &= add(join.getFromItem());
            }
        }
        return onlyTables;
    }

    private boolean add(FromItem item) throws Refusal {
        if (item instanceof Table table) {
            scope.add(table);
        }
        return item == null || item instanceof Table;
    }

    private void requirePlain(boolean onlyTables) throws Refusal {
        if (!onlyTables) {
            throw Refusal.of(
                    "a sealed table is joined with something that is not a table", "join tables by their names");
        }
        Features.only(
                select,
                new PlainSelect(),
                "SELECT",
                "getSelectItems",
                "getFromItem",
                "getJoins",
                "getWhere",
                "getGroupBy",
                "getHaving",
                "getOrderByElements",
                "getLimit",
                "getOffset",
                "getFetch",
                "getDistinct",
                "getForMode",
                "getForUpdateTables",
                "getWait",
                "isNoWait",
                "isSkipLocked",
                "isForUpdateBeforeOrderBy");
        if (select.getJoins() != null) {
            for (Join join : select.getJoins()) {
                Features.only(
                        join,
                        new Join(),
                        "JOIN",
                        "getFromItem",
                        "getOnExpressions",
                        "isInner",
                        "isLeft",
                        "isOuter",
                        "isCross",
                        "isSimple");
            }
        }
        scope.requireKnown();
    }

    private void conditions() throws Refusal {
        if (select.getJoins() != null) {
            for (Join join : select.getJoins()) {
                for (Expression on : join.getOnExpressions()) {
                    predicates.rewrite(on, "ON");
                }
                for (Column using : join.getUsingColumns()) {
                    open.claim(using, "USING");
                }
            }
        }
        predicates.rewrite(select.getWhere(), "WHERE");
    }

    private void ordering(Projection projection) throws Refusal {
        GroupByElement groupBy = select.getGroupBy();
        if (groupBy != null) {
            if (draft.isSealed()) {
                Features.only(
                        groupBy,
                        new GroupByElement(),
                        "GROUP BY",
                        "getGroupByExpressionList",
                        "getGroupByExpressions",
                        "isUsingBrackets");
            }
            for (Object expression : groupBy.getGroupByExpressionList()) {
                key((Expression) expression, projection, "GROUP BY");
            }
        }
        if (select.getOrderByElements() != null) {
            for (OrderByElement element : select.getOrderByElements()) {
                key(element.getExpression(), projection, "ORDER BY");
            }
        }
        open.claim(select.getHaving(), "HAVING", projection.sealedLabels());
        distinct();
        if (select.getForUpdateTables() != null) {
            List<Table> tables = select.getForUpdateTables();
            tables.forEach(table -> draft.claims().claim(table.getName()));
        }
    }

    private void distinct() throws Refusal {
        Distinct distinct = select.getDistinct();
        if (distinct != null && draft.isSealed()) {
            Features.only(distinct, new Distinct(), "DISTINCT");
        }
    }

    /** One thing to group or to order by: a column, the label or number of one, or an expression. */
    private void key(Expression key, Projection projection, String clause) throws Refusal {
        if (key instanceof LongValue number && projection.isSealedAt(number.getValue())) {
            throw sealedKey(projection.display(number.getValue()), clause);
        }
        if (key instanceof Column column && column.getTable() == null) {
            String name = Written.stored(draft.folding(), column.getColumnName());
            if (projection.sealedLabels().contains(name)) {
                throw sealedKey(name, clause);
            }
            if (clause.equals("ORDER BY") && projection.labelsOpen(name)) {
                draft.claims().claim(column.getColumnName());
                return;
            }
        }
        if (key instanceof Column column && scope.resolve(column) instanceof Scope.SealedOne sealed) {
            throw sealedKey(sealed.column().display(), clause);
        }
        open.claim(key, clause, projection.sealedLabels());
    }

    private static Refusal sealedKey(String column, String clause) {
        return Refusal.of(
                "sealed column " + column + " is in " + clause,
                clause.equals("ORDER BY")
                        ? "order the rows in the application after reading them, or order by an open column"
                        : "group in the application after reading, or by an open column");
    }
}
