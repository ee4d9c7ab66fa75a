package dev.rowseal.jdbc;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.convert.Column;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.plan.ResultShape;
import dev.rowseal.plan.RowIdSource;
import dev.rowseal.plan.Slot;
import dev.rowseal.plan.Steps;
import dev.rowseal.plan.Template;
import dev.rowseal.plan.ValueSource;
import dev.rowseal.seal.RowId;
import dev.rowseal.value.Value;
import java.io.InputStream;
import java.io.Reader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A change of rows that are locked first. Every row is checked before any is changed; between, only row ids are kept.
 * Rows are changed in sets, one statement for each.
 */
final class LockedRows {

    /** Ids that every driver takes as parameters of one statement. */
    private static final int MOST_DELETED = 30_000;

    private static final int FETCHED_AT_ONCE = 1000;

    /** Rows whose new ids are looked at by one query. */
    private static final int READ_AT_ONCE = 250;

    private final SealedDatabase database;
    private final InnerSession session;
    private final Steps.LockedChange steps;
    private final Values values;
    private final Filling filling;
    private @Nullable RowsGathering gathering;

    LockedRows(
            SealedDatabase database, InnerSession session, Underway underway, Steps.LockedChange steps, Values values) {
        this.database = database;
        this.session = session;
        this.steps = steps;
        this.values = values;
        this.filling = new Filling(database, underway, values);
    }

    /** Locks, checks and changes the rows. */
    Changed change() throws SQLException {
        return new Changed(changeAll(), session.warnings());
    }

    /**
     * Locks, checks and changes the rows, and keeps what the changing statements give.
     *
     * @param returned how the rows of RETURNING are read; null where generated keys are asked for
     */
    Changed change(Wanted wanted, @Nullable ResultShape returned) throws SQLException {
        RowsGathering rows = new RowsGathering(session, steps.table(), wanted, returned);
        gathering = rows;
        Changed done = null;
        try {
            long count = changeAll();
            if (count == 0) {
                none(rows);
            }
            GivenRows given = rows.given(values);
            done = returned == null
                    ? new Changed(count, session.warnings(), new long[0], null, given, null)
                    : new Changed(-1, session.warnings(), new long[0], given, null, null);
            return done;
        } finally {
            if (done == null) {
                rows.close();
            }
        }
    }

    /** What has no rows has columns. MariaDB gives none of a change whose condition cannot be true. */
    private void none(RowsGathering rows) throws SQLException {
        Template returning = steps.returning();
        if (returning == null || database.vendor().actsOnNoRow()) {
            actOnNoRow();
            return;
        }
        rows.run(
                "SELECT " + returning.prepared() + " FROM " + steps.target() + " WHERE 1 = 0",
                statement -> bind(returning, statement));
    }

    private long changeAll() throws SQLException {
        List<List<Value>> keys = lock();
        if (steps.once() && keys.size() > steps.most()) {
            throw Failures.refused(
                    "to set " + steps.table().name() + " to the time, or to what is not of the row, in more than "
                            + steps.most() + " rows that are locked first",
                    "bind the value as a parameter, or change fewer rows");
        }
        if (keys.size() > steps.most()) {
            requireNoStream();
        }
        requireApart(keys);
        if (keys.isEmpty() && gathering == null && database.vendor().actsOnNoRow()) {
            actOnNoRow();
        }
        int most = deletesByOneColumn() ? MOST_DELETED : steps.most();
        for (int from = 0; from < keys.size(); from += most) {
            change(rows(keys.subList(from, Math.min(keys.size(), from + most))));
        }
        return keys.size();
    }

    /** Nothing is sent for a row but its id: so all go at once, as foreign keys between them may want it. */
    private boolean deletesByOneColumn() {
        return steps.assignments() == null && steps.columns().size() == 1 && steps.read() == null;
    }

    /** A stream is read once, and would be empty for all rows but the first. */
    private void requireNoStream() throws SQLException {
        List<Slot> slots =
                steps.assignments() == null ? List.of() : steps.assignments().slots();
        for (Slot slot : slots) {
            Object value = slot instanceof Slot.Open open
                    ? filling.values().parameter(open.parameter()).value()
                    : null;
            if (value instanceof InputStream || value instanceof Reader) {
                throw Failures.refused(
                        "to set a column to a stream in more than " + steps.most() + " rows that are locked first",
                        "set it to a String or a byte array");
            }
        }
    }

    private void actOnNoRow() throws SQLException {
        if (database.vendor().judgesConstantsFirst()) {
            convertConstants();
        }
        change(List.of());
    }

    private void convertConstants() throws SQLException {
        if (steps.assignments() != null) {
            filling.convert(steps.assignments().slots().stream()
                    .filter(slot -> slot instanceof Slot.Seal seal && !(seal.value() instanceof ValueSource.Copied))
                    .toList());
        }
    }

    private List<List<Value>> lock() throws SQLException {
        return session.step(steps.lock().prepared(), statement -> {
            statement.setFetchSize(FETCHED_AT_ONCE);
            bind(steps.lock(), statement);
            List<List<Value>> found = new ArrayList<>();
            Reading reading = new Reading(database, steps.locked(), values);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reading.moved();
                    reading.arrived(rows);
                    found.add(key(rows));
                }
            }
            if (statement.getWarnings() != null) {
                database.vendor().requireUnwarned(session.delegate());
            }
            requireFixed(found);
            return steps.repeats() ? List.copyOf(new LinkedHashSet<>(found)) : found;
        });
    }

    /** A server that gives another row than the statement names would have that one's values sealed in its place. */
    private void requireFixed(List<List<Value>> found) throws SQLException {
        RowIdSource.Given fixed = steps.fixed();
        if (fixed == null || found.isEmpty()) {
            return;
        }
        RowId only = RowIds.given(steps.table().name(), fixed, values, database.vendor());
        for (List<Value> key : found) {
            if (only == null || !only.equals(RowId.of(key))) {
                throw new NotAuthentic("the database gave another row of "
                        + steps.table().name() + " than the one whose id the statement gives");
            }
        }
    }

    private int bind(Template template, PreparedStatement statement) throws SQLException {
        int position = 0;
        for (Slot slot : template.slots()) {
            filling.bind(slot, null, statement, ++position);
        }
        return position;
    }

    private List<Value> key(ResultSet rows) throws SQLException {
        List<Value> key = RowIds.parts(steps.rowId(), rows);
        if (key == null) {
            throw new IllegalStateException("a row without a row id was locked");
        }
        return key;
    }

    /** The rows of some keys, with what the change must know of them. */
    private List<LockedRow> rows(List<List<Value>> keys) throws SQLException {
        Steps.RowRead read = steps.read();
        if (read == null) {
            return keys.stream()
                    .map(key -> new LockedRow(key, RowId.of(key), List.of()))
                    .toList();
        }
        String sql = read.query().prepared() + " WHERE " + RowSet.among(steps.columns(), keys.size()) + read.lock();
        List<LockedRow> found = session.step(sql, statement -> {
            int position = bind(read.query(), statement);
            for (List<Value> key : keys) {
                position = RowIds.bind(key, statement, position);
            }
            List<LockedRow> rows = new ArrayList<>();
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    rows.add(row(results, read));
                }
            }
            return rows;
        });
        requireAll(found.size(), keys.size());
        return found;
    }

    private LockedRow row(ResultSet results, Steps.RowRead read) throws SQLException {
        List<Value> key = key(results);
        List<@Nullable CopiedValue> copies = new ArrayList<>();
        int position = key.size();
        for (Steps.Copy copy : read.copies()) {
            copies.add(copy(results, ++position, copy, key));
        }
        RowId id = newRowId(key, read.rowId(), copies);
        List<LockedRow.Held> held = new ArrayList<>();
        for (SealedColumn column : read.held()) {
            byte[] envelope = Cells.envelope(results, ++position, column);
            // Of a row that gets another id no cell stays as it is.
            if (envelope != null && id.equals(RowId.of(key))) {
                held.add(new LockedRow.Held(
                        column, database.cells().open(envelope, steps.table(), column, id), envelope));
            }
        }
        return new LockedRow(key, id, copies, held);
    }

    private @Nullable CopiedValue copy(ResultSet results, int position, Steps.Copy copy, List<Value> key)
            throws SQLException {
        if (copy instanceof Steps.Copy.Open open) {
            return CopiedValue.read(results, position, open, database.vendor());
        }
        Steps.Copy.Sealed sealed = (Steps.Copy.Sealed) copy;
        Value value = database.cells().open(results, position, steps.table(), sealed.column(), RowId.of(key));
        return value == null
                ? null
                : new CopiedValue.Opened(value, sealed.column().type());
    }

    private RowId newRowId(
            List<Value> key, @Nullable List<@Nullable ValueSource> parts, List<@Nullable CopiedValue> copies)
            throws SQLException {
        List<Value> changed = new ArrayList<>(key);
        for (int i = 0; parts != null && i < parts.size(); i++) {
            ValueSource part = parts.get(i);
            if (part != null) {
                RowIdColumn column = steps.rowId().columns().get(i);
                RowIds.requireReadable(steps.table().name(), column, part, values);
                Column named = new Column(steps.table().name(), column.name(), column.type());
                Value value = part instanceof ValueSource.Copied evaluated
                        ? stored(copies.get(evaluated.copy()), named)
                        : values.stored(named, part);
                if (value == null) {
                    throw RowIds.isNull(steps.table().name(), column, database.vendor());
                }
                changed.set(i, value);
            }
        }
        return RowId.of(changed);
    }

    private @Nullable Value stored(@Nullable CopiedValue evaluated, Column named) throws SQLException {
        return evaluated == null ? null : evaluated.in(named, database.dialect());
    }

    /**
     * Refuses to give rows the ids of each other, where it depends on the order in which they are changed whether that
     * works, or only for as long as one statement changes them all.
     */
    private void requireApart(List<List<Value>> keys) throws SQLException {
        boolean together = database.vendor().checksKeysLast() && keys.size() <= steps.most();
        if (steps.read() == null || !steps.read().evaluatesRowId() || keys.size() < 2 || together) {
            return;
        }
        Set<RowId> before = new HashSet<>();
        keys.forEach(key -> before.add(RowId.of(key)));
        for (int from = 0; from < keys.size(); from += READ_AT_ONCE) {
            int to = Math.min(keys.size(), from + READ_AT_ONCE);
            for (LockedRow row : rows(keys.subList(from, to))) {
                if (before.contains(row.sealFor()) && !row.sealFor().equals(RowId.of(row.key()))) {
                    throw Failures.refused(
                            "to give a row of " + steps.table().name()
                                    + " the id of another that the same statement changes",
                            "set ids that no changed row has, and then those that are wanted");
                }
            }
        }
    }

    private void change(List<LockedRow> rows) throws SQLException {
        String sql = new RowSet(steps, rows.size()).sql();
        if (gathering != null) {
            int changed = gathering.run(sql, statement -> bind(rows, statement));
            if (changed >= 0) {
                requireAll(changed, rows.size());
            }
        } else {
            int changed = session.step(sql, statement -> {
                bind(rows, statement);
                return statement.executeUpdate();
            });
            requireAll(changed, rows.size());
        }
        if (steps.table().acts().beforeUpdate() && !rows.isEmpty()) {
            requireAll(new CellsInPlace(database, steps).count(rows, session), rows.size());
        }
    }

    private void requireAll(int reached, int locked) throws SQLException {
        if (reached != locked) {
            throw Failures.refused(
                    "a change of " + steps.table().name() + " that did not reach all rows which it had locked",
                    "look for triggers and rules that keep rows from being changed");
        }
    }

    private void bind(List<LockedRow> rows, PreparedStatement statement) throws SQLException {
        int position = 0;
        Template assignments = steps.assignments();
        if (assignments != null) {
            for (Slot slot : assignments.slots()) {
                if (RowSet.isLeftOut(slot, rows.size())) {
                    continue;
                }
                if (!RowSet.differs(slot) || rows.size() == 1) {
                    filling.bind(slot, rows.isEmpty() ? null : rows.get(0), statement, ++position);
                    continue;
                }
                for (LockedRow row : rows) {
                    position = RowIds.bind(row.key(), statement, position);
                    filling.bind(slot, row, statement, ++position);
                }
            }
        }
        for (LockedRow row : rows) {
            position = RowIds.bind(row.key(), statement, position);
        }
        if (steps.returning() != null) {
            for (Slot slot : steps.returning().slots()) {
                filling.bind(slot, null, statement, ++position);
            }
        }
    }
}
