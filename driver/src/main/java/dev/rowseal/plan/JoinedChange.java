package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.delete.Delete;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.update.Update;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/**
 * MariaDB's UPDATE and DELETE of one of several tables that are joined. Where no value is sealed and no lookup finds the
 * rows, the statement runs as it is; otherwise the rows are locked by the join first, as {@link FurtherTables} has it.
 */
final class JoinedChange {

    private final Draft draft;
    private final Scope scope;
    private final OpenExpressions open;

    JoinedChange(Draft draft) {
        this.draft = draft;
        this.scope = new Scope(draft);
        this.open = new OpenExpressions(scope, draft);
    }

    static boolean is(Update update, Draft draft) {
        return isMariaDb(draft)
                && update.getStartJoins() != null
                && !update.getStartJoins().isEmpty()
                && !areOpen(update.getTable(), update.getStartJoins(), draft);
    }

    static boolean is(Delete delete, Draft draft) {
        return isMariaDb(draft)
                && delete.getTables() != null
                && !delete.getTables().isEmpty()
                && !areOpen(delete.getTable(), delete.getJoins(), draft);
    }

    /** Whether all are tables without sealed columns: a sealed one can then be named in a subquery only. */
    private static boolean areOpen(Table first, @Nullable List<Join> joins, Draft draft) {
        if (isSealed(first, draft)) {
            return false;
        }
        for (Join join : joins == null ? List.<Join>of() : joins) {
            if (!(join.getFromItem() instanceof Table table) || isSealed(table, draft)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSealed(Table table, Draft draft) {
        String schema = table.getSchemaName();
        return draft.catalogue()
                        .resolve(
                                schema == null ? null : Written.stored(draft.folding(), schema),
                                Written.stored(draft.folding(), table.getName()))
                instanceof SealedTable;
    }

    private static boolean isMariaDb(Draft draft) {
        return draft.catalogue().dialect() == Dialect.MARIADB;
    }

    Plan plan(Update update) throws Refusal {
        read(update.getTable(), update.getStartJoins());
        Scope.Source target = changed(update.getUpdateSets());
        SealedTable table = sealed(target);
        Features.only(
                update,
                new Update(),
                "UPDATE of joined tables",
                "getTable",
                "getUpdateSets",
                "getWhere",
                "getSelect",
                "getStartJoins");
        requireThere(target, update.getStartJoins());
        FurtherTables further = FurtherTables.joined(update.getTable(), update.getStartJoins(), scope, target);
        boolean seals = update.getUpdateSets().stream()
                .flatMap(set -> set.getColumns().stream())
                .anyMatch(column -> !isPlain(scope.resolve(column), table));
        Scope own = seals ? own(update.getUpdateSets(), target, further) : scope;
        RowCopies copies = new RowCopies(draft, own, target, table);
        RowIdSource row = new RowIdSource.Locked(table.rowId());
        SetClause set = new SetClause(own, draft, seals ? new OpenExpressions(own, draft) : open, table, row, copies);
        List<UpdateSet> written = List.copyOf(update.getUpdateSets());
        set.rewrite(update.getUpdateSets());
        // Another table may have a column of an index column's name.
        Table named = new Table(draft.folding().quote(target.alias()));
        update.getUpdateSets().stream()
                .filter(one -> written.stream().noneMatch(before -> before == one))
                .forEach(added -> added.getColumns().forEach(column -> column.setTable(named)));
        open.claim(update.getWhere(), "WHERE");
        further.requirePlannable(null);
        if (!seals && scope.lookups().isEmpty()) {
            return draft.finish(Plan.Kind.UPDATE, table, null);
        }
        if (!seals) {
            own(update.getUpdateSets(), target, further);
        }
        return new LockPlanner(draft, target, table, scope.lookups())
                .among(further)
                .update(
                        table(update.getTable(), update.getStartJoins(), target),
                        update.getUpdateSets(),
                        update.getWhere(),
                        copies,
                        set.rowId());
    }

    Plan plan(Delete delete) throws Refusal {
        List<Join> joins = delete.getJoins() == null ? List.of() : delete.getJoins();
        read(delete.getTable(), joins);
        Features.only(
                delete,
                new Delete(),
                "DELETE of joined tables",
                "getTable",
                "getTables",
                "getJoins",
                "getWhere",
                "isHasFrom");
        Scope.Source target = deleted(delete.getTables());
        SealedTable table = sealed(target);
        requireThere(target, joins);
        FurtherTables further = FurtherTables.joined(delete.getTable(), joins, scope, target);
        open.claim(delete.getWhere(), "WHERE");
        further.requirePlannable(null);
        if (scope.lookups().isEmpty()) {
            return draft.finish(Plan.Kind.DELETE, table, null);
        }
        return new LockPlanner(draft, target, table, scope.lookups())
                .among(further)
                .delete(table(delete.getTable(), joins, target), delete.getWhere());
    }

    private void read(Table first, List<Join> joins) throws Refusal {
        scope.add(first);
        for (Join join : joins) {
            FurtherTables.require(join.getFromItem());
            if (join.isRight()
                    || join.isFull()
                    || join.isNatural()
                    || !join.getUsingColumns().isEmpty()) {
                throw Refusal.of(
                        "the change of joined tables has a RIGHT or NATURAL join, or USING",
                        "write JOIN or LEFT JOIN with ON");
            }
        }
        FromPlanner from = new FromPlanner(scope, new Scope(draft), draft, open);
        from.read(null, joins);
        from.conditions(joins);
    }

    /** The one table whose columns are set. */
    private Scope.Source changed(List<UpdateSet> sets) throws Refusal {
        Set<Scope.Source> targets = new HashSet<>();
        for (UpdateSet set : sets) {
            for (Column column : set.getColumns()) {
                Scope.Resolved resolved = scope.resolve(column);
                if (resolved instanceof Scope.OpenOne one) {
                    targets.add(one.source());
                } else if (resolved instanceof Scope.SealedOne one) {
                    targets.add(one.source());
                } else {
                    throw Refusal.of(
                            "SET of a change of joined tables names a column that is in none or in several of them",
                            "write it with its table's name or alias");
                }
            }
        }
        if (targets.size() != 1) {
            throw Refusal.of("columns of several joined tables are set", "change one table by one statement");
        }
        return targets.iterator().next();
    }

    /** The one table whose rows are deleted. */
    private Scope.Source deleted(List<Table> tables) throws Refusal {
        if (tables.size() == 1 && tables.get(0).getSchemaName() == null) {
            String name = Written.stored(draft.folding(), tables.get(0).getName());
            for (Scope.Source source : scope.sources()) {
                if (source.alias().equals(name)) {
                    draft.claims().claim(tables.get(0).getName());
                    return source;
                }
            }
        }
        throw Refusal.of(
                "rows of several joined tables are deleted, or of one that is not named as in the join",
                "delete the rows of one table by one statement, and name it by its alias");
    }

    private static SealedTable sealed(Scope.Source target) throws Refusal {
        if (target.relation() instanceof SealedTable table) {
            return table;
        }
        throw Refusal.of(
                "an open table is changed that is joined with a sealed one",
                "find its rows by a subquery: IN (SELECT …)");
    }

    /** Refuses a join that has rows without one of the table that is changed. */
    private void requireThere(Scope.Source target, List<Join> joins) throws Refusal {
        if (target != scope.sources().get(0) && joins.stream().anyMatch(Join::isLeft)) {
            throw Refusal.of(
                    "a table is changed that is joined by LEFT JOIN to another",
                    "name the table that is changed first");
        }
    }

    private boolean isPlain(Scope.Resolved resolved, SealedTable table) {
        return resolved instanceof Scope.OpenOne one && !table.isRowId(one.column());
    }

    /** A scope with nothing but the table that is changed; refuses assignments that read others, or what is set before. */
    private Scope own(List<UpdateSet> sets, Scope.Source target, FurtherTables further) throws Refusal {
        Set<String> assigned = new HashSet<>();
        for (UpdateSet set : sets) {
            List<Column> columns = new ArrayList<>();
            for (Object value : set.getValues()) {
                ((Expression) value)
                        .accept(
                                new EveryExpression() {
                                    @Override
                                    public <S> @Nullable Void visit(Column column, S context) {
                                        columns.add(column);
                                        return null;
                                    }
                                },
                                null);
            }
            for (Object value : set.getValues()) {
                String found = RowExpressions.found((Expression) value, Set.of());
                if (found != null) {
                    throw Refusal.of(
                            "SET of a change of joined tables has " + found,
                            "bind a value, or change the rows by a statement without joins");
                }
            }
            for (Column column : columns) {
                boolean own = scope.resolve(column) instanceof Scope.OpenOne one && one.source() == target;
                if (own && assigned.contains(Written.column(draft.folding(), column.getColumnName()))) {
                    throw Refusal.of(
                            "SET reads a column of a joined table that the same UPDATE sets before it",
                            "set the columns in two statements");
                }
            }
            set.getColumns().forEach(column -> assigned.add(Written.column(draft.folding(), column.getColumnName())));
        }
        return further.own(sets, draft);
    }

    /** The table that is changed, as it is written. */
    private Table table(Table first, List<Join> joins, Scope.Source target) {
        int at = scope.sources().indexOf(target);
        return at == 0 ? first : (Table) joins.get(at - 1).getFromItem();
    }
}
