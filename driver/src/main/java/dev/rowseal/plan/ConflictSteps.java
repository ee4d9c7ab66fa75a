package dev.rowseal.plan;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.update.UpdateSet;
import org.jspecify.annotations.Nullable;

/**
 * The steps of PostgreSQL's ON CONFLICT on another key than the row id. The attempt is the application's own statement with
 * a condition that is never true: so the database itself finds the row that conflicts, locks it, and changes nothing; the
 * condition notes its id in a setting of the transaction.
 */
final class ConflictSteps {

    private static final String SETTING = "'rowseal.row_";

    private final Draft draft;
    private final SealedTable table;
    private final Scope.Source target;
    private final ConflictTarget key;

    ConflictSteps(Draft draft, SealedTable table, Scope.Source target, ConflictTarget key) {
        this.draft = draft;
        this.table = table;
        this.target = target;
        this.key = key;
    }

    /** The steps, when the rows' pieces are taken. */
    Steps steps(UpsertPlanner.Rows rows, Insert insert, List<UpdateSet> sets, @Nullable Expression where)
            throws Refusal {
        StringBuilder assignments = new StringBuilder();
        UpdateSet.appendUpdateSetsTo(assignments, sets);
        String conflict = insert.getConflictTarget() == null
                ? ""
                : insert.getConflictTarget().toString();
        Template set = Template.of(" DO UPDATE SET ").then(rows.pieces().next(assignments.toString()));
        Template condition = where == null ? Template.of("true") : rows.pieces().next(where.toString());
        Template attempt = Template.of(" ON CONFLICT" + conflict)
                .then(set)
                .then(" WHERE CASE WHEN (" + noted() + ") IS NULL THEN ")
                .then(condition)
                .then(" ELSE false END");
        Template change = Template.of(" ON CONFLICT (" + join(table.rowId(), this::quote, ", ") + ")")
                .then(set)
                .then(" WHERE ")
                .then(condition);
        Template returning = insert.getReturningClause() == null
                ? Template.of("")
                : rows.pieces().next(insert.getReturningClause().toString());
        List<Integer> positions = new ArrayList<>();
        List<String> fetched = new ArrayList<>();
        for (RowIdColumn column : table.rowId()) {
            fetched.add(quote(column));
            positions.add(fetched.size());
        }
        RowIdSource.Fetched rowId = new RowIdSource.Fetched(table.rowId(), positions);
        List<ResultShape.LookupCheck> checks = new ArrayList<>();
        for (SealedColumn column : key.lookups()) {
            checks.add(Steps.check(table, column, fetched, rowId, draft.folding()));
        }
        String find = "SELECT " + String.join(", ", fetched) + " FROM "
                + draft.folding().quote(table.schema()) + "."
                + draft.folding().quote(table.name()) + " WHERE " + join(table.rowId(), this::isNoted, " AND ");
        ResultShape found = new ResultShape(List.of(), fetched.size(), Map.of(), checks);
        List<Steps.UpsertRow> all = rows.with(attempt.then(returning), change.then(returning));
        return new Steps.Upsert(table, all, find, found, rowId, List.of(), "", false);
    }

    /** What notes the found row's id, and is never NULL. */
    private String noted() {
        return join(
                table.rowId(),
                column -> "pg_catalog.set_config(" + setting(column) + ", CAST("
                        + draft.folding().quote(target.alias()) + "." + quote(column)
                        + " AS pg_catalog.text), true)",
                " || ");
    }

    private String isNoted(RowIdColumn column) {
        String type = switch (column.type().valueClass()) {
            case INTEGER -> "int8";
            case UUID -> "uuid";
            case BINARY -> "bytea";
            default -> "text";
        };
        return quote(column) + " = CAST(pg_catalog.current_setting(" + setting(column) + ") AS pg_catalog." + type
                + ")";
    }

    private String setting(RowIdColumn column) {
        return SETTING + table.rowId().indexOf(column) + "'";
    }

    private String quote(RowIdColumn column) {
        return draft.folding().quote(column.name());
    }

    private static String join(
            List<RowIdColumn> columns, java.util.function.Function<RowIdColumn, String> text, String between) {
        return columns.stream().map(text).collect(Collectors.joining(between));
    }
}
