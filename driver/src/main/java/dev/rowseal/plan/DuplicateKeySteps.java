package dev.rowseal.plan;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.sf.jsqlparser.statement.update.UpdateSet;

/**
 * The steps of MariaDB's ON DUPLICATE KEY UPDATE and REPLACE. The attempt sets the found row's id to itself, and a variable to a mark:
 * so the database itself finds the row, whichever key conflicts, locks it, changes nothing, and tells it by RETURNING.
 */
final class DuplicateKeySteps {

    /** Named in an assignment before it is read, or else one that there has not been yet would be NULL. */
    private static final String MARK = "@rowseal_found";

    private final Draft draft;
    private final SealedTable table;

    DuplicateKeySteps(Draft draft, SealedTable table) {
        this.draft = draft;
        this.table = table;
    }

    /** The steps, when the rows' pieces are taken. */
    Steps steps(UpsertPlanner.Rows rows, List<UpdateSet> sets) throws Refusal {
        StringBuilder assignments = new StringBuilder();
        UpdateSet.appendUpdateSetsTo(assignments, sets);
        // Whatever key conflicts now, no other row than the one that was found is changed.
        String kept = table.rowId().stream()
                .map(column -> quote(column.name()))
                .map(name -> name + " = IF(" + name + " = VALUES(" + name + "), " + name + ", NULL), ")
                .collect(Collectors.joining());
        Template change = Template.of(" ON DUPLICATE KEY UPDATE " + kept)
                .then(rows.pieces().next(assignments.toString()));
        return steps("an upsert", false, attempt -> rows.with(attempt, change));
    }

    /** The steps of REPLACE, when the rows' pieces are taken. */
    Steps replacing(UpsertPlanner.Rows rows) throws Refusal {
        return steps("REPLACE", true, rows::replacing);
    }

    private Steps steps(String what, boolean replaces, Function<Template, List<Steps.UpsertRow>> rows) throws Refusal {
        if (table.acts().onUpdate()) {
            throw Refusal.of(
                    "something in the database acts on an UPDATE of \"" + table.name() + "\", which " + what + " makes "
                            + (replaces ? "once" : "twice"),
                    "look for the row first and then insert or change it");
        }
        String id = quote(table.rowId().get(0).name());
        List<Integer> positions = new ArrayList<>();
        List<String> fetched = new ArrayList<>();
        for (RowIdColumn column : table.rowId()) {
            fetched.add(quote(column.name()));
            positions.add(fetched.size());
        }
        RowIdSource.Fetched rowId = new RowIdSource.Fetched(table.rowId(), positions);
        List<ResultShape.LookupCheck> checks = new ArrayList<>();
        List<Steps.HeldCell> held = new ArrayList<>();
        for (SealedColumn column : table.sealed().values()) {
            if (column.index() != null) {
                ResultShape.LookupCheck check = Steps.check(table, column, fetched, rowId, draft.folding());
                checks.add(check);
                held.add(new Steps.HeldCell(column, check.sealed()));
            } else {
                fetched.add(quote(column.name()));
                held.add(new Steps.HeldCell(column, fetched.size()));
            }
        }
        Template attempt = Template.of(" ON DUPLICATE KEY UPDATE " + id + " = IF((" + MARK + " := ?) = '', " + id + ", "
                + id + ") RETURNING " + String.join(", ", fetched) + ", IF(FALSE, " + MARK
                + " := '', " + MARK + ")");
        ResultShape found = new ResultShape(List.of(), fetched.size() + 1, Map.of(), checks);
        List<Steps.UpsertRow> all = rows.apply(attempt);
        String seal = PendingInsertPlanner.seal(draft, table, all.get(0).cells());
        return new Steps.Upsert(table, all, "", found, rowId, held, seal, replaces);
    }

    private String quote(String name) {
        return draft.folding().quote(name);
    }
}
