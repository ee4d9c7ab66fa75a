package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.ReturningClause;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/**
 * Changes of rows whose ids the statement does not give: a query that locks the rows and fetches what must be known of
 * them, and the change of the rows that it locked.
 */
final class LockPlanner {

    private final Draft draft;
    private final Scope.Source source;
    private final SealedTable table;
    private final List<String> fetched = new ArrayList<>();
    private final List<ResultShape.LookupCheck> checks = new ArrayList<>();
    private final RowIdSource.Fetched rowId;
    private final Draft.Pieces pieces;
    private int most = Steps.LockedChange.MOST;
    private boolean once;
    private @Nullable FurtherTables further;
    private ChangeOrder order = ChangeOrder.NONE;
    private RowIdSource.@Nullable Given fixed;
    private @Nullable ReturningClause returning;
    private @Nullable ResultShape returned;

    /** @param lookups the columns that the rows are looked up by */
    LockPlanner(Draft draft, Scope.Source source, SealedTable table, List<Scope.SealedOne> lookups) {
        this.draft = draft;
        this.source = source;
        this.table = table;
        this.pieces = draft.new Pieces();
        List<Integer> positions = new ArrayList<>();
        for (RowIdColumn column : table.rowId()) {
            positions.add(fetch(column.name()));
        }
        this.rowId = new RowIdSource.Fetched(table.rowId(), positions);
        lookups.stream().distinct().forEach(this::check);
    }

    /** Has the rows chosen, locked and changed in an order. */
    LockPlanner ordered(ChangeOrder chosen) {
        order = chosen;
        return this;
    }

    /** Has no other row changed than the one whose id the statement fixes. */
    LockPlanner of(RowIdSource.@Nullable Given id) {
        fixed = id;
        return this;
    }

    /** Has the change give its rows, as its rewritten clause says. */
    LockPlanner returning(@Nullable ReturningClause clause, @Nullable ResultShape rows) {
        returning = clause;
        returned = rows;
        return this;
    }

    /** Has the rows found with the help of other tables, which may give a row several times. */
    LockPlanner among(FurtherTables tables) {
        further = tables;
        return this;
    }

    private void check(Scope.SealedOne lookup) {
        if (lookup.column().index() == null) {
            throw new IllegalStateException("a lookup without an index came here");
        }
        int sealed = fetch(lookup.column().name());
        int index = fetch(lookup.column().index().column());
        checks.add(new ResultShape.LookupCheck(table, lookup.column(), sealed, index, rowId));
    }

    private int fetch(String column) {
        fetched.add(named(column));
        return fetched.size();
    }

    private String named(String column) {
        return draft.folding().quote(source.alias()) + "." + draft.folding().quote(column);
    }

    /** The plan of a DELETE whose tree is rewritten. */
    Plan delete(Table target, @Nullable Expression where) throws Refusal {
        Plan.Rewritten whole = draft.finish(Plan.Kind.DELETE, table, returned);
        Template lock = lock(joined(target), where, " FOR UPDATE");
        // MariaDB has an alias here only where the rows of one of several tables are deleted.
        String head = isJoined() ? "DELETE " + draft.folding().quote(source.alias()) + " FROM " : "DELETE FROM ";
        return new Plan.Stepped(whole, steps(target, lock, head + target, null, null));
    }

    /** The plan of an UPDATE whose tree is rewritten. */
    Plan update(
            Table target,
            List<UpdateSet> sets,
            @Nullable Expression where,
            RowCopies copies,
            @Nullable List<@Nullable ValueSource> newRowId)
            throws Refusal {
        once = RowExpressions.wantOneStatement(sets, draft.catalogue().dialect());
        if (newRowId != null && !SetClause.standard(draft)) {
            // A CASE over the row id would see the new one.
            most = 1;
        }
        Plan.Rewritten whole = draft.finish(Plan.Kind.UPDATE, table, returned);
        // Parameters are counted as they come in the text: MariaDB's joins stand before what is set.
        Template joined = isJoined() ? joined(target) : null;
        Template set = assignments(sets, copies);
        boolean postgresql = draft.catalogue().dialect() == Dialect.POSTGRESQL;
        // What an UPDATE locks that leaves keys alone: rows that refer to these may be written meanwhile.
        String clause = postgresql && newRowId == null ? " FOR NO KEY UPDATE" : " FOR UPDATE";
        Template lock = lock(joined == null ? joined(target) : joined, where, clause);
        return new Plan.Stepped(
                whole, steps(target, lock, "UPDATE " + target + " SET ", set, read(target, clause, copies, newRowId)));
    }

    private Template assignments(List<UpdateSet> sets, RowCopies copies) throws Refusal {
        Template all = Template.of("");
        for (UpdateSet set : sets) {
            all = all.isEmpty() ? all : all.then(", ");
            if (!copies.evaluates(set)) {
                StringBuilder text = new StringBuilder();
                UpdateSet.appendUpdateSetsTo(text, List.of(set));
                all = all.then(pieces.next(text.toString()));
                continue;
            }
            for (int i = 0; i < set.getValues().size(); i++) {
                Object value = set.getValues().get(i);
                all = all.then((i == 0 ? "" : ", ") + set.getColumns().get(i) + " = ")
                        .then(copies.assigned(value, pieces.next(value.toString())));
            }
        }
        return all;
    }

    /** The tables that the rows are found in. */
    private Template joined(Table target) throws Refusal {
        if (further == null) {
            return Template.of(target.toString());
        }
        Template tables = Template.of(further.isWhole() ? "" : target + ", ");
        return tables.then(pieces.next(current(further.text())));
    }

    private Template lock(Template tables, @Nullable Expression where, String clause) throws Refusal {
        Template query =
                Template.of("SELECT " + String.join(", ", fetched) + " FROM ").then(tables);
        if (where != null) {
            query = query.then(pieces.next(current(" WHERE " + where)));
        }
        boolean ofOne = further != null && !further.isWhole();
        return query.then(pieces.next(order.text()))
                .then(ofOne ? clause + " OF " + draft.folding().quote(source.alias()) : clause);
    }

    private boolean isJoined() {
        return further != null && further.isWhole();
    }

    /** What subqueries read is current for MariaDB's changes, and of its queries where they say so. */
    private String current(String text) throws Refusal {
        return draft.catalogue().dialect() == Dialect.MARIADB ? CurrentReads.in(text) : text;
    }

    private Steps.@Nullable RowRead read(
            Table target, String clause, RowCopies copies, @Nullable List<@Nullable ValueSource> newRowId) {
        if (copies.isEmpty() && newRowId == null) {
            return null;
        }
        Template query = Template.of("SELECT ");
        for (RowIdColumn column : table.rowId()) {
            query = query.then((column == table.rowId().get(0) ? "" : ", ") + named(column.name()));
        }
        for (Template copy : copies.read()) {
            query = query.then(", ").then(copy);
        }
        for (SealedColumn column : copies.held()) {
            query = query.then(", " + named(column.name()));
        }
        return new Steps.RowRead(query.then(" FROM " + target), clause, copies.copies(), copies.held(), newRowId);
    }

    private Steps steps(
            Table target, Template lock, String head, @Nullable Template assignments, Steps.@Nullable RowRead read)
            throws Refusal {
        ResultShape locked = new ResultShape(List.of(), fetched.size(), Map.of(), checks);
        List<String> columns =
                table.rowId().stream().map(column -> named(column.name())).toList();
        Template rows = returning == null
                ? null
                : pieces.next(returning.stream().map(String::valueOf).collect(Collectors.joining(", ")));
        return new Steps.LockedChange(
                table,
                lock,
                locked,
                rowId,
                head,
                assignments,
                columns,
                order.order(),
                most,
                once,
                read,
                rows,
                target.toString(),
                further != null,
                fixed);
    }
}
