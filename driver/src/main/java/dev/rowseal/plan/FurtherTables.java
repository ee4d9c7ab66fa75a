package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.ReturningClause;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.LateralSubSelect;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/**
 * The tables that PostgreSQL's {@code UPDATE … FROM} and {@code DELETE … USING}, and MariaDB's joins, name besides the one that
 * is changed. They help to find the rows that are locked; what is set comes from the changed row alone.
 */
final class FurtherTables {

    private final Scope scope;
    private final Scope.Source target;
    private final List<? extends FromItem> items;
    private final List<Join> joins;
    private final boolean whole;

    private FurtherTables(
            Scope scope, Scope.Source target, List<? extends FromItem> items, List<Join> joins, boolean whole) {
        this.scope = scope;
        this.target = target;
        this.items = items;
        this.joins = joins;
        this.whole = whole;
    }

    /** Of MariaDB's joins, which are in scope already and have the table that is changed among them. */
    static FurtherTables joined(Table first, List<Join> joins, Scope scope, Scope.Source target) {
        return new FurtherTables(scope, target, List.of(first), joins, true);
    }

    /**
     * Brings them into scope.
     *
     * @return null when there are none
     */
    static @Nullable FurtherTables read(
            @Nullable List<? extends FromItem> items,
            @Nullable List<Join> joins,
            Scope scope,
            Scope.Source target,
            Draft draft)
            throws Refusal {
        if (items == null || items.isEmpty() || draft.catalogue().dialect() != Dialect.POSTGRESQL) {
            return null;
        }
        FromPlanner from = new FromPlanner(scope, new Scope(draft), draft, new OpenExpressions(scope, draft));
        for (FromItem item : items) {
            require(item);
            from.read(item, null);
        }
        List<Join> joined = joins == null ? List.of() : joins;
        for (Join join : joined) {
            require(join.getFromItem());
        }
        from.read(null, joined);
        from.conditions(joined);
        return new FurtherTables(scope, target, items, joined, false);
    }

    static void require(FromItem item) throws Refusal {
        if (!(item instanceof Table) && !(item instanceof ParenthesedSelect) || item instanceof LateralSubSelect) {
            throw Refusal.of(
                    "the change of a sealed table names more than tables and subqueries beside it",
                    "join tables and subqueries");
        }
    }

    /** The tables as they are to be joined, after they were rewritten with the statement. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (FromItem item : items) {
            text.append(text.isEmpty() ? "" : ", ").append(item);
        }
        for (Join join : joins) {
            text.append(join.isSimple() ? ", " : " ").append(join);
        }
        return text.toString();
    }

    /** Whether the text has the table that is changed too. */
    boolean isWhole() {
        return whole;
    }

    /** Refuses rows that are returned, which would have the columns of all tables, and lookups in other tables. */
    void requirePlannable(@Nullable ReturningClause returning) throws Refusal {
        if (returning != null) {
            throw Refusal.of("RETURNING of a change with FROM or USING", "select the rows FOR UPDATE first");
        }
        for (Scope.SealedOne lookup : scope.lookups()) {
            if (lookup.source() != target) {
                throw Refusal.of(
                        "sealed column " + lookup.column().display() + " of another table finds the rows of a change",
                        "look it up in a subquery: WHERE … IN (SELECT …)");
            }
        }
    }

    /** A scope with nothing but the table that is changed; refuses assignments that read others, or may. */
    Scope own(List<UpdateSet> sets, Draft draft) throws Refusal {
        List<Column> columns = new ArrayList<>();
        for (UpdateSet set : sets) {
            for (Object value : set.getValues()) {
                if (RowExpressions.haveSubquery((Expression) value)) {
                    throw Refusal.of(
                            "SET of a change with FROM has a subquery, which may read another table than the one that is changed",
                            "find the rows by a subquery in WHERE, without FROM");
                }
                columns.addAll(RowExpressions.columns((Expression) value));
            }
        }
        for (Column column : columns) {
            if (!AssignedConstants.isDefault(column) && !isOwn(scope.resolve(column))) {
                throw Refusal.of(
                        "SET reads another table than the one that is changed",
                        "read the values and set parameters, or set the column to a subquery");
            }
        }
        Scope own = new Scope(draft);
        own.add(target);
        return own;
    }

    private boolean isOwn(Scope.Resolved resolved) {
        return resolved instanceof Scope.OpenOne open && open.source() == target
                || resolved instanceof Scope.SealedOne sealed && sealed.source() == target;
    }
}
