package dev.rowseal.jdbc;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.plan.Slot;
import dev.rowseal.plan.Steps;
import dev.rowseal.plan.Template;
import dev.rowseal.seal.RowId;
import dev.rowseal.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Looks whether the cells that a change has set open in the rows that it was made for, each beside its own index. A trigger
 * that runs before a row is stored may have given the row another id, or one of the two cells another content.
 */
final class CellsInPlace {

    private final SealedDatabase database;
    private final Steps.LockedChange steps;
    private final List<SealedColumn> set;
    private final List<String> selected;

    CellsInPlace(SealedDatabase database, Steps.LockedChange steps) {
        this.database = database;
        this.steps = steps;
        Template assignments = steps.assignments();
        this.set = assignments == null
                ? List.of()
                : assignments.slots().stream()
                        .filter(Slot.Seal.class::isInstance)
                        .map(slot -> ((Slot.Seal) slot).column())
                        .distinct()
                        .toList();
        this.selected = new ArrayList<>(steps.columns());
        for (SealedColumn column : set) {
            selected.add(database.vendor().quote(column.name()));
            if (column.index() != null) {
                selected.add(database.vendor().quote(column.index().column()));
            }
        }
    }

    /**
     * Reads the rows again.
     *
     * @return how many there are under their ids
     * @throws SQLException RS001 where a cell does not open or its index is another's
     */
    int count(List<LockedRow> rows, InnerSession session) throws SQLException {
        if (set.isEmpty()) {
            return rows.size();
        }
        String sql = "SELECT " + String.join(", ", selected) + " FROM " + steps.target() + " WHERE "
                + RowSet.among(steps.columns(), rows.size());
        return session.step(sql, statement -> {
            int position = 0;
            for (LockedRow row : rows) {
                position = RowIds.bind(row.key(), statement, position);
            }
            int found = 0;
            try (ResultSet results = statement.executeQuery()) {
                for (; results.next(); found++) {
                    check(results);
                }
            }
            return found;
        });
    }

    private void check(ResultSet results) throws SQLException {
        RowId id = RowId.of(Objects.requireNonNull(RowIds.parts(steps.rowId(), results)));
        int position = steps.columns().size();
        for (SealedColumn column : set) {
            Value value = database.cells().open(results, ++position, steps.table(), column, id);
            if (column.index() != null) {
                database.cells().check(results, ++position, column, value);
            }
        }
    }
}
