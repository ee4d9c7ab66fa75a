package dev.rowseal.jdbc;

import dev.rowseal.plan.Slot;
import dev.rowseal.plan.Steps;
import dev.rowseal.plan.Template;
import dev.rowseal.seal.RowId;
import dev.rowseal.value.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A change of rows that are locked first. Every row is checked before any is changed; between, only row ids are kept.
 * Rows are changed in sets of at most {@link #MOST}.
 */
final class LockedRows {

    /** Rows changed by one statement; what it sets is looked for row by row, so that more would be slower. */
    static final int MOST = 250;

    private static final int FETCHED_AT_ONCE = 1000;

    private final SealedDatabase database;
    private final InnerSession session;
    private final Steps.LockedChange steps;
    private final Values values;
    private final Filling filling;

    LockedRows(SealedDatabase database, InnerSession session, Steps.LockedChange steps, Values values) {
        this.database = database;
        this.session = session;
        this.steps = steps;
        this.values = values;
        this.filling = new Filling(database, values);
    }

    /** Locks, checks and changes the rows; says how many. */
    long change() throws SQLException {
        List<List<Value>> rows = lock();
        for (int from = 0; from < rows.size(); from += MOST) {
            change(rows.subList(from, Math.min(rows.size(), from + MOST)));
        }
        return rows.size();
    }

    private List<List<Value>> lock() throws SQLException {
        return session.step(steps.lock().prepared(), statement -> {
            statement.setFetchSize(FETCHED_AT_ONCE);
            List<Slot> slots = steps.lock().slots();
            for (int i = 0; i < slots.size(); i++) {
                filling.bind(slots.get(i), null, statement, i + 1);
            }
            List<List<Value>> found = new ArrayList<>();
            Reading reading = new Reading(database, steps.locked(), values);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reading.moved();
                    reading.arrived(rows);
                    List<Value> row = RowIds.parts(steps.rowId(), rows);
                    if (row == null) {
                        throw new IllegalStateException("a row without a row id was locked");
                    }
                    found.add(row);
                }
            }
            return found;
        });
    }

    private void change(List<List<Value>> rows) throws SQLException {
        String sql = new RowSet(steps, rows.size()).sql();
        int changed = session.step(sql, statement -> {
            bind(rows, statement);
            return statement.executeUpdate();
        });
        if (changed != rows.size()) {
            throw Failures.refused(
                    "a change of " + steps.table().name() + " that did not reach all rows which it had locked",
                    "look for triggers and rules that keep rows from being changed");
        }
    }

    private void bind(List<List<Value>> rows, PreparedStatement statement) throws SQLException {
        List<RowId> ids = rows.stream().map(RowId::of).toList();
        int position = 0;
        Template assignments = steps.assignments();
        if (assignments != null) {
            for (Slot slot : assignments.slots()) {
                if (!RowSet.differs(slot) || rows.size() == 1) {
                    filling.bind(slot, ids.get(0), statement, ++position);
                    continue;
                }
                for (int row = 0; row < rows.size(); row++) {
                    position = RowIds.bind(rows.get(row), statement, position);
                    filling.bind(slot, ids.get(row), statement, ++position);
                }
            }
        }
        for (List<Value> row : rows) {
            position = RowIds.bind(row, statement, position);
        }
    }
}
