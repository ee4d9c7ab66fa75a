package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.sf.jsqlparser.statement.ReturningClause;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/**
 * UPDATE and DELETE of one table. Where the WHERE fixes the row id, the statement runs as it is. Where rows are found by
 * a lookup, or values are sealed for rows that are found in any other way, the rows are locked first: see
 * {@link LockPlanner}.
 */
final class ChangePlanner {

    private final Draft draft;
    private final Scope scope;
    private final OpenExpressions open;

    ChangePlanner(Draft draft) {
        this.draft = draft;
        this.scope = new Scope(draft);
        this.open = new OpenExpressions(scope, draft);
    }

    Plan plan(Delete delete) throws Refusal {
        requireNoWith(delete.getWithItemsList());
        if (JoinedChange.is(delete, draft)) {
            return new JoinedChange(draft).plan(delete);
        }
        Scope.Source target = scope.add(delete.getTable());
        if (!(target.relation() instanceof SealedTable table)) {
            open.claim(delete.getWhere(), "WHERE");
            return other(Plan.Kind.DELETE, delete.getUsingFromItemList() != null, "USING");
        }
        FurtherTables further = FurtherTables.read(delete.getUsingFromItemList(), null, scope, target, draft);
        if (further != null) {
            return joined(delete, target, table, further);
        }
        Features.only(
                delete,
                new Delete(),
                "DELETE",
                "getTable",
                "getWhere",
                "isHasFrom",
                "getReturningClause",
                "getOrderByElements",
                "getLimit");
        RowIdSource.Given rowId = new RowIdFix(scope, draft, delete.getWhere()).of(target, table);
        open.claim(delete.getWhere(), "WHERE");
        ChangeOrder order = new ChangeOrder(delete.getOrderByElements(), delete.getLimit());
        order.claim(open, draft);
        List<Scope.SealedOne> lookups = scope.lookups();
        requireReturning(delete.getReturningClause(), draft.catalogue().dialect() != Dialect.H2);
        ResultShape rows = Returning.of(delete.getReturningClause(), scope, draft);
        if (rowId == null && !lookups.isEmpty()) {
            return new LockPlanner(draft, target, table, lookups)
                    .ordered(order)
                    .returning(delete.getReturningClause(), rows)
                    .delete(delete.getTable(), delete.getWhere());
        }
        return draft.finish(Plan.Kind.DELETE, table, rows);
    }

    private Plan joined(Delete delete, Scope.Source target, SealedTable table, FurtherTables further) throws Refusal {
        Features.only(
                delete,
                new Delete(),
                "DELETE",
                "getTable",
                "getWhere",
                "isHasFrom",
                "getUsingFromItemList",
                "getUsingList",
                "getReturningClause");
        open.claim(delete.getWhere(), "WHERE");
        further.requirePlannable(delete.getReturningClause());
        return new LockPlanner(draft, target, table, scope.lookups())
                .among(further)
                .delete(delete.getTable(), delete.getWhere());
    }

    private Plan joined(Update update, Scope.Source target, SealedTable table, FurtherTables further) throws Refusal {
        Features.only(
                update,
                new Update(),
                "UPDATE",
                "getTable",
                "getUpdateSets",
                "getWhere",
                "getSelect",
                "getFromItem",
                "getJoins",
                "getReturningClause");
        Scope own = further.own(update.getUpdateSets(), draft);
        RowCopies copies = new RowCopies(draft, own, target, table);
        RowIdSource row = new RowIdSource.Locked(table.rowId());
        SetClause set = new SetClause(own, draft, new OpenExpressions(own, draft), table, row, copies);
        set.rewrite(update.getUpdateSets());
        open.claim(update.getWhere(), "WHERE");
        further.requirePlannable(update.getReturningClause());
        return new LockPlanner(draft, target, table, scope.lookups())
                .among(further)
                .update(update.getTable(), update.getUpdateSets(), update.getWhere(), copies, set.rowId());
    }

    Plan plan(Update update) throws Refusal {
        requireNoWith(update.getWithItemsList());
        if (JoinedChange.is(update, draft)) {
            return new JoinedChange(draft).plan(update);
        }
        Scope.Source target = scope.add(update.getTable());
        if (!(target.relation() instanceof SealedTable table)) {
            for (UpdateSet set : update.getUpdateSets()) {
                set.getColumns().forEach(scope::claim);
                open.claim(set.getValues(), "SET");
            }
            open.claim(update.getWhere(), "WHERE");
            return other(Plan.Kind.UPDATE, update.getFromItem() != null, "FROM");
        }
        FurtherTables further = FurtherTables.read(
                update.getFromItem() == null ? null : List.of(update.getFromItem()),
                update.getJoins(),
                scope,
                target,
                draft);
        if (further != null) {
            return joined(update, target, table, further);
        }
        // getSelect is another view of the assignments.
        Features.only(
                update,
                new Update(),
                "UPDATE",
                "getTable",
                "getUpdateSets",
                "getWhere",
                "getSelect",
                "getReturningClause",
                "getOrderByElements",
                "getLimit");
        RowIdSource.Given rowId = new RowIdFix(scope, draft, update.getWhere()).of(target, table);
        RowCopies copies = new RowCopies(draft, scope, target, table);
        boolean reads = SetClause.readsRows(update.getUpdateSets(), scope, table, copies);
        RowIdSource row = rowId == null || reads ? new RowIdSource.Locked(table.rowId()) : rowId;
        SetClause set = new SetClause(scope, draft, open, table, row, copies);
        boolean inOrder = dependsOnOrder(update);
        set.rewrite(update.getUpdateSets());
        open.claim(update.getWhere(), "WHERE");
        ChangeOrder order = new ChangeOrder(update.getOrderByElements(), update.getLimit());
        order.claim(open, draft);
        List<Scope.SealedOne> lookups = scope.lookups();
        requireReturning(update.getReturningClause(), draft.catalogue().dialect() == Dialect.POSTGRESQL);
        ResultShape rows = Returning.of(update.getReturningClause(), scope, draft);
        boolean unseen = rowId == null && !lookups.isEmpty();
        if (unseen || set.isPerRow() && row != rowId) {
            if (inOrder && draft.catalogue().dialect() == Dialect.MARIADB) {
                throw Refusal.of(
                        "SET reads a column that it has set, of rows that a subquery finds, which MariaDB reads before or after"
                                + " it is set by the way that it takes",
                        "find the rows first, or set the columns by statements of their own");
            }
            return new LockPlanner(draft, target, table, lookups)
                    .ordered(order)
                    .of(rowId)
                    .returning(update.getReturningClause(), rows)
                    .update(update.getTable(), update.getUpdateSets(), update.getWhere(), copies, set.rowId());
        }
        return draft.finish(Plan.Kind.UPDATE, table, rows);
    }

    /**
     * Whether an assignment reads what one before it set, of rows that a subquery finds. MariaDB may run such an UPDATE as one
     * of joined tables, whose assignments read the row as it was; by their ids the rows are changed in order.
     */
    private static boolean dependsOnOrder(Update update) {
        if (update.getWhere() == null || !RowExpressions.haveSubquery(update.getWhere())) {
            return false;
        }
        List<String> before = new ArrayList<>();
        for (UpdateSet set : update.getUpdateSets()) {
            // In a subquery too, and as a word of a text rather than too seldom.
            String values = set.getValues().toString();
            for (String name : before) {
                if (Pattern.compile("\\b" + Pattern.quote(name) + "\\b", Pattern.CASE_INSENSITIVE)
                        .matcher(values)
                        .find()) {
                    return true;
                }
            }
            set.getColumns().forEach(column -> before.add(column.getColumnName().replace("`", "")));
        }
        return false;
    }

    /** Where rows are locked first, a statement that finds none would not be seen by the database, which has no such clause. */
    private static void requireReturning(@Nullable ReturningClause clause, boolean known) throws Refusal {
        if (clause != null && !known) {
            throw Refusal.of("the database has no RETURNING here", "select the rows, or ask for generated keys");
        }
    }

    /** A change of a table that is not sealed, which reads others besides. */
    private Plan other(Plan.Kind kind, boolean reads, String clause) throws Refusal {
        try {
            return other(kind);
        } catch (Refusal refusal) {
            if (reads) {
                throw Refusal.of(
                        "a table that is not sealed is changed with " + clause + ", in a text that names a sealed one",
                        "read the other tables in a subquery of WHERE or SET");
            }
            throw refusal;
        }
    }

    private static void requireNoWith(@Nullable List<?> with) throws Refusal {
        if (with != null && !with.isEmpty()) {
            throw Refusal.of(
                    "WITH stands before a change, in a text that names a sealed table",
                    "write its query as a subquery where it is used");
        }
    }

    /** A change of a table that is not sealed: it is rewritten where a subquery names one that is. */
    private Plan other(Plan.Kind kind) throws Refusal {
        if (draft.isSealed()) {
            return draft.finish(kind, null, null);
        }
        draft.settle();
        return new Plan.PassThrough();
    }
}
