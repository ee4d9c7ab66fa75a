package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.List;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.Limit;
import net.sf.jsqlparser.statement.select.OrderByElement;
import org.jspecify.annotations.Nullable;

/** ORDER BY and LIMIT of an UPDATE or DELETE, which MariaDB has: which rows are changed, and in what order. */
record ChangeOrder(
        @Nullable List<OrderByElement> elements, @Nullable Limit limit) {

    /** Any rows, in any order. */
    static final ChangeOrder NONE = new ChangeOrder(null, null);

    private static final String CLAUSE = "ORDER BY of a change";

    /** Claims what the clauses name. */
    void claim(OpenExpressions open, Draft draft) throws Refusal {
        if (elements == null && limit == null) {
            return;
        }
        if (draft.catalogue().dialect() != Dialect.MARIADB) {
            throw Refusal.of(
                    "an UPDATE or DELETE has ORDER BY or LIMIT", "choose the rows by a subquery over open columns");
        }
        for (OrderByElement element : elements == null ? List.<OrderByElement>of() : elements) {
            Features.only(element, new OrderByElement(), CLAUSE, "getExpression", "isAsc", "isAscDescPresent");
            Expression expression = element.getExpression();
            if (!(expression instanceof Column)) {
                throw Refusal.of("rows are changed in the order of an expression", "order them by open columns");
            }
            open.claim(expression, CLAUSE);
        }
        if (limit != null) {
            Features.only(limit, new Limit(), "LIMIT of a change", "getRowCount");
            open.claim(limit.getRowCount(), "LIMIT");
        }
    }

    /** The order, as it stands behind a WHERE; empty when there is none. */
    String order() {
        return elements == null
                ? ""
                : " ORDER BY " + elements.stream().map(OrderByElement::toString).collect(Collectors.joining(", "));
    }

    /** Both clauses, as they stand behind a WHERE; empty when there is none. */
    String text() {
        return order() + (limit == null ? "" : limit);
    }
}
