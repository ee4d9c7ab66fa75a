package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.List;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.statement.insert.ConflictActionType;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.insert.InsertConflictAction;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT that changes the row which another key than the row id finds: {@link Steps.Upsert}. Each row stands in three
 * places with the same slots: in the whole statement, in the attempt to insert it, and in the change of the row that was
 * found, whose id it then has.
 */
final class UpsertPlanner {

    private final Insert insert;
    private final Draft draft;
    private final SealedTable table;
    private final Scope.Source target;
    private final Scope scope;
    private final OpenExpressions open;
    private final List<RowIdSource.@Nullable Given> ids = new ArrayList<>();

    /**
     * @param scope the table that is changed, for RETURNING
     * @param open of the values, among which no column is in scope
     */
    UpsertPlanner(
            Insert insert, Draft draft, SealedTable table, Scope.Source target, Scope scope, OpenExpressions open) {
        this.insert = insert;
        this.draft = draft;
        this.table = table;
        this.target = target;
        this.scope = scope;
        this.open = open;
    }

    /** Whether an INSERT may change a row that another key than the row id finds. */
    static boolean isFor(Insert insert, ConflictTarget target) {
        InsertConflictAction action = insert.getConflictAction();
        return insert.getDuplicateAction() != null
                || action != null
                        && action.getConflictActionType() != ConflictActionType.DO_NOTHING
                        && !target.isRowId();
    }

    /** @param names the columns that the INSERT names, as the database stores them */
    Plan plan(ConflictTarget key, List<String> names, List<ExpressionList<Expression>> rows) throws Refusal {
        boolean mariaDb = draft.catalogue().dialect() == Dialect.MARIADB;
        List<UpdateSet> sets;
        Expression where = null;
        if (insert.getDuplicateAction() != null) {
            sets = insert.getDuplicateAction().getUpdateSets();
            if (!mariaDb || sets == null || insert.getDuplicateAction().getWhereExpression() != null) {
                throw Refusal.of("its ON DUPLICATE KEY is not planned", "use ON DUPLICATE KEY UPDATE, on MariaDB");
            }
        } else {
            OnConflict.requireUpdate(insert.getConflictAction());
            sets = insert.getConflictAction().getUpdateSets();
            where = insert.getConflictAction().getWhereExpression();
        }
        requireRepeatable(rows, sets, where);
        InsertedIds generated = rows(names, rows, mariaDb);
        new OnConflict(draft, table, target, new RowIdSource.Locked(table.rowId())).rewrite(sets, where);
        if (insert.getReturningClause() != null && mariaDb) {
            throw Refusal.of(
                    "the INSERT into \"" + table.name() + "\" has ON DUPLICATE KEY UPDATE and RETURNING",
                    "select the row afterwards");
        }
        ResultShape returned = Returning.of(insert.getReturningClause(), scope, draft);
        Plan.Rewritten whole =
                draft.finish(Plan.Kind.INSERT, table, returned, generated == null ? null : generated.generation());
        return new Plan.Stepped(
                whole,
                mariaDb
                        ? new DuplicateKeySteps(draft, table).steps(inserted(rows), sets)
                        : new ConflictSteps(draft, table, target, key).steps(inserted(rows), insert, sets, where));
    }

    /**
     * MariaDB's REPLACE, whose rows have the ids that they give: where there is such a row, cells that stay what they are keep
     * their bytes, because MariaDB counts by them.
     *
     * @param names the columns that it names, as the database stores them
     */
    Plan replace(List<String> names, List<ExpressionList<Expression>> rows) throws Refusal {
        requireRepeatable(rows, List.of(), null);
        InsertedIds given = new InsertedIds(draft, table, open, names, true);
        for (ExpressionList<Expression> row : rows) {
            ids.add(given.of(row));
            cells(names, row);
        }
        InsertPlanner.indexColumns(insert, draft, table, names);
        Plan.Rewritten whole = draft.finish(Plan.Kind.INSERT, table, null, null);
        return new Plan.Stepped(whole, new DuplicateKeySteps(draft, table).replacing(inserted(rows)));
    }

    /** What is evaluated once for the attempt and once for the change must give the same, or be of no matter. */
    private void requireRepeatable(
            List<ExpressionList<Expression>> rows, List<UpdateSet> sets, @Nullable Expression where) throws Refusal {
        for (ExpressionList<Expression> row : rows) {
            for (Expression value : row) {
                requireRepeatable(value, "VALUES");
            }
        }
        for (UpdateSet set : sets) {
            if (set.getColumns().size() == 1
                    && table.isRowId(Written.column(
                            draft.folding(), set.getColumns().get(0).getColumnName()))) {
                // To nothing but itself: OnConflict sees to it.
                continue;
            }
            for (Object value : set.getValues()) {
                requireRepeatable((Expression) value, "SET");
            }
        }
        if (where != null) {
            requireRepeatable(where, "WHERE of ON CONFLICT");
        }
    }

    private void requireRepeatable(Expression value, String clause) throws Refusal {
        String found = RowExpressions.found(value, OnConflict.VALUES);
        if (found != null) {
            throw Refusal.of(
                    clause + " has " + found + ", in an INSERT into \"" + table.name() + "\" that may find its row by"
                            + " another key than the row id",
                    "compute the value in the application");
        }
    }

    /** Rewrites the rows in place, and adds the columns that they get. */
    private @Nullable InsertedIds rows(List<String> names, List<ExpressionList<Expression>> rows, boolean pending)
            throws Refusal {
        boolean known =
                InsertedIds.areKnown(table, names, rows, draft.catalogue().dialect());
        if (!known) {
            requireTold(pending);
        }
        InsertedIds generated = new InsertedIds(draft, table, open, names, true);
        for (ExpressionList<Expression> row : rows) {
            ids.add(known ? generated.of(row) : leftOpen(names, row));
            cells(names, row);
        }
        generated.added().forEach(column -> InsertPlanner.add(insert, draft, column.name()));
        InsertPlanner.indexColumns(insert, draft, table, names);
        if (known && generated.overriding()) {
            insert.setOverridingMode(Insert.OverridingMode.SYSTEM);
            insert.setOverriding(true);
        }
        return known ? generated : null;
    }

    private void requireTold(boolean pending) throws Refusal {
        if (!pending || table.acts().beforeInsert() || table.acts().onUpdate()) {
            throw Refusal.of(
                    "the row id of an upsert into \"" + table.name() + "\" is known only when the row is stored"
                            + (pending ? ", and something in the database acts on its rows" : ""),
                    "give the row id, or look for the row first and then insert or change it");
        }
    }

    /** Leaves a row's id to the stored row. */
    private RowIdSource.@Nullable Given leftOpen(List<String> names, ExpressionList<Expression> row) throws Refusal {
        for (int part = 0; part < table.rowId().size(); part++) {
            RowIdColumn column = table.rowId().get(part);
            int at = names.indexOf(column.name());
            if (at < 0) {
                row.add(draft.add(new Slot.RowPart(column, part, new ValueSource.Null())));
                continue;
            }
            Expression written = row.get(at);
            ValueSource source = AssignedConstants.isDefault(written) ? new ValueSource.Null() : Constants.of(written);
            if (source == null) {
                throw Refusal.of(
                        "row-id column " + table.name() + "." + column.name()
                                + " is given by an expression in an upsert",
                        "give it as a parameter or literal, or leave it to the database");
            }
            row.set(at, draft.replace(written, new Slot.RowPart(column, part, source)));
        }
        return null;
    }

    private void cells(List<String> names, ExpressionList<Expression> row) throws Refusal {
        List<Expression> indexes = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            SealedColumn column = table.sealed().get(names.get(i));
            if (column != null) {
                Assignment assignment = Assignment.of(draft, column, row.get(i));
                row.set(i, assignment.seal(draft, table, new RowIdSource.Locked(table.rowId())));
                if (column.index() != null) {
                    indexes.add(assignment.index(draft));
                }
            } else if (!table.isRowId(names.get(i))) {
                requireOthers(row.get(i));
                open.claim(row.get(i), "VALUES");
            }
        }
        row.addAll(indexes);
    }

    /** MariaDB lets a value of a row read those before it; the row id is the found row's by then. */
    private void requireOthers(Expression value) throws Refusal {
        List<Token> tokens = Lexer.tokens(value.toString());
        for (Token token : tokens == null ? List.<Token>of() : tokens) {
            boolean name = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.QUOTED;
            if (name && table.isRowId(Written.column(draft.folding(), token.text()))) {
                throw Refusal.of(
                        "a value of an INSERT into \"" + table.name() + "\" that may find its row by another key names"
                                + " the row id",
                        "give the value as a parameter");
            }
        }
    }

    private Rows inserted(List<ExpressionList<Expression>> rows) throws Refusal {
        StringBuilder head = new StringBuilder(" INTO " + insert.getTable() + " (");
        for (int i = 0; i < insert.getColumns().size(); i++) {
            head.append(i == 0 ? "" : ", ").append(insert.getColumns().get(i));
        }
        head.append(insert.isOverriding() ? ") OVERRIDING SYSTEM VALUE VALUES " : ") VALUES ");
        Draft.Pieces pieces = draft.new Pieces();
        List<Template> lines = new ArrayList<>();
        for (ExpressionList<Expression> row : rows) {
            lines.add(Template.of(head.toString()).then(pieces.next(row.toString())));
        }
        return new Rows(lines, ids, pieces);
    }

    /**
     * The rows, and what is left of the text behind them.
     *
     * @param lines what stands behind INSERT or REPLACE, for each
     * @param pieces to take the rest from, in the order of the text
     */
    record Rows(List<Template> lines, List<RowIdSource.@Nullable Given> ids, Draft.Pieces pieces) {

        /** Each with what stands behind it in the attempt and in the change. */
        List<Steps.UpsertRow> with(Template attempt, Template change) {
            return with(attempt, "INSERT", change);
        }

        /** Each with what stands behind it in the attempt, and replaced by the change. */
        List<Steps.UpsertRow> replacing(Template attempt) {
            return with(attempt, "REPLACE", Template.of(""));
        }

        private List<Steps.UpsertRow> with(Template attempt, String word, Template change) {
            List<Steps.UpsertRow> rows = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                Template line = lines.get(i);
                List<Slot.Seal> cells = line.slots().stream()
                        .filter(Slot.Seal.class::isInstance)
                        .map(Slot.Seal.class::cast)
                        .toList();
                rows.add(new Steps.UpsertRow(
                        Template.of("INSERT").then(line).then(attempt),
                        Template.of(word).then(line).then(change),
                        cells,
                        ids.get(i)));
            }
            return rows;
        }
    }
}
