package dev.rowseal.jdbc;

import dev.rowseal.plan.ResultShape;
import dev.rowseal.plan.RowIdSource;
import dev.rowseal.plan.Slot;
import dev.rowseal.plan.Steps;
import dev.rowseal.plan.Template;
import dev.rowseal.seal.RowId;
import dev.rowseal.value.Value;
import java.io.InputStream;
import java.io.Reader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT that changes the row which another key than the row id finds, row by row: each is inserted, or found, checked
 * and changed under the id that it has. The caller sees to it that all of it counts as one. One thread's.
 */
final class Upserting {

    private static final String SECOND_TIME = "21000";
    /** Fails with the same SQLState. */
    private static final String ENDS_TRANSACTION = "SELECT (SELECT 1 UNION ALL SELECT 2)";

    private final SealedDatabase database;
    private final InnerSession session;
    private final Steps.Upsert steps;
    private final Values values;
    private final Filling filling;
    /** The rows that the statement has inserted or changed: it must not come upon one of them again. */
    private final Set<RowId> touched = new HashSet<>();

    private @Nullable RowsGathering gathering;

    /** @param values those of the execution, with the row ids that were evaluated before it */
    Upserting(SealedDatabase database, InnerSession session, Underway underway, Steps.Upsert steps, Values values) {
        this.database = database;
        this.session = session;
        this.steps = steps;
        this.values = values;
        this.filling = new Filling(database, underway, values);
    }

    /** Inserts or changes all rows. */
    Changed run() throws SQLException {
        return new Changed(runAll(), session.warnings());
    }

    /**
     * Inserts or changes all rows, and keeps what the statements give.
     *
     * @param returned how the rows of RETURNING are read; null where generated keys are asked for
     */
    Changed run(Wanted wanted, @Nullable ResultShape returned) throws SQLException {
        if (tells() && steps.rows().size() > 1) {
            throw Failures.refused(
                    "generated keys of an upsert of several rows", "insert them row by row, or do not ask for keys");
        }
        RowsGathering rows = new RowsGathering(session, steps.table(), wanted, returned);
        gathering = rows;
        Changed done = null;
        try {
            long count = runAll();
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

    private boolean tells() {
        return steps.find().isEmpty();
    }

    private long runAll() throws SQLException {
        long count = 0;
        for (Steps.UpsertRow row : steps.rows()) {
            count += tells() ? tell(row) : attempt(row);
        }
        return count;
    }

    /** A row, where the attempt to insert it says how many there were, and a query which row was found. */
    private long attempt(Steps.UpsertRow row) throws SQLException {
        RowIdSource.Given given = Objects.requireNonNull(row.id());
        RowId id = RowIds.given(steps.table().name(), given, values, database.vendor());
        if (id == null) {
            throw new IllegalStateException("a row without an id is inserted");
        }
        long inserted = run(row.attempt(), LockedRow.of(id));
        if (inserted > 0) {
            touched.add(id);
            return inserted;
        }
        if (gathering != null) {
            gathering.forget();
        }
        LockedRow found = session.step(steps.find(), statement -> {
            try (ResultSet results = statement.executeQuery()) {
                if (!results.next()) {
                    throw new IllegalStateException("a row that was locked is not there");
                }
                return found(results);
            }
        });
        if (touched.contains(found.sealFor())) {
            throw secondTime();
        }
        long changed = run(row.change(), found);
        if (changed > 0) {
            touched.add(found.sealFor());
        }
        return changed;
    }

    /** The database's error for a row that a statement comes upon again; it has ended the transaction, as that does. */
    private SQLException secondTime() {
        SQLException failure = new SQLException(
                "ON CONFLICT DO UPDATE of " + steps.table().name()
                        + " comes upon a row a second time; give each row once",
                SECOND_TIME);
        try {
            session.step(ENDS_TRANSACTION, PreparedStatement::execute);
        } catch (SQLException ended) {
            failure.addSuppressed(Failures.cleaned(ended));
        }
        return failure;
    }

    /**
     * What an attempt tells.
     *
     * @param inserted the id of the row that it has inserted
     * @param found the row that was there before; null when it has inserted one
     */
    private record Told(List<Value> inserted, @Nullable LockedRow found) {}

    /** A row, where the attempt to insert it tells the stored row, whether it was there before or not. */
    private long tell(Steps.UpsertRow row) throws SQLException {
        RowIdSource.Given given = row.id();
        RowId id = given == null ? null : RowIds.given(steps.table().name(), given, values, database.vendor());
        String mark = UUID.randomUUID().toString();
        Told told = session.step(row.attempt().prepared(), statement -> {
            int position = bind(row.attempt(), id == null ? null : LockedRow.of(id), statement);
            statement.setString(position + 1, mark);
            try (ResultSet results = statement.executeQuery()) {
                if (!results.next()) {
                    throw new IllegalStateException("a row that was stored is not told");
                }
                boolean before = mark.equals(results.getString(steps.found().physicalColumns()));
                return before ? new Told(List.of(), found(results)) : new Told(key(results), null);
            }
        });
        LockedRow found = told.found();
        if (found != null) {
            // Another row that has a key of the new one goes; what is stored in its place has nothing of it.
            boolean gone = steps.replaces() && id != null && !id.equals(found.sealFor());
            return run(row.change(), gone ? LockedRow.of(Objects.requireNonNull(id)) : found);
        }
        if (id == null && !steps.seal().isEmpty()) {
            session.step(steps.seal(), update -> {
                PendingInsert.seal(filling, row.cells(), told.inserted(), update);
                return 1;
            });
        }
        if (gathering != null) {
            PendingInsert.requireNumber(steps.table().rowId());
            gathering.add(new StoredRows(database, steps.table(), List.of(told.inserted())).numbers(session));
        }
        return 1;
    }

    /** The row that a result set stands at, checked before any of it counts. */
    private LockedRow found(ResultSet results) throws SQLException {
        Reading reading = new Reading(database, steps.found(), values);
        reading.arrived(results);
        List<Value> key = key(results);
        RowId id = RowId.of(key);
        List<LockedRow.Held> held = new ArrayList<>();
        for (Steps.HeldCell cell : steps.held()) {
            byte[] envelope = Cells.envelope(results, cell.position(), cell.column());
            if (envelope != null) {
                Value value = database.cells().open(envelope, steps.table(), cell.column(), id);
                held.add(new LockedRow.Held(cell.column(), value, envelope));
            }
        }
        return new LockedRow(key, id, List.of(), held);
    }

    private List<Value> key(ResultSet results) throws SQLException {
        List<Value> key = RowIds.parts(steps.rowId(), results);
        if (key == null) {
            throw new IllegalStateException("a row without a row id was found");
        }
        return key;
    }

    /** Runs an INSERT; says how many rows it stored. */
    private long run(Template sql, LockedRow row) throws SQLException {
        if (gathering == null) {
            return session.step(sql.prepared(), statement -> {
                bind(sql, row, statement);
                return statement.executeLargeUpdate();
            });
        }
        int count = gathering.run(sql.prepared(), statement -> bind(sql, row, statement));
        return count >= 0 ? count : gathering.gaveRow() ? 1 : 0;
    }

    /**
     * Sets the parameters.
     *
     * @param row the row; null while only the database knows its id
     */
    private int bind(Template sql, @Nullable LockedRow row, PreparedStatement statement) throws SQLException {
        int position = 0;
        for (Slot slot : sql.slots()) {
            position++;
            requireRepeatable(slot);
            if (slot instanceof Slot.RowPart part) {
                if (row == null || row.key().isEmpty()) {
                    filling.bindGiven(part, statement, position);
                } else {
                    OpenCells.bind(row.key().get(part.part()), statement, position);
                }
            } else if (slot instanceof Slot.Seal seal && row == null) {
                filling.bind(new Slot.Pending(seal.table(), seal.column(), seal.value()), null, statement, position);
            } else {
                filling.bind(slot, row, statement, position);
            }
        }
        return position;
    }

    /** A stream is at its end when it is read again. */
    private void requireRepeatable(Slot slot) throws SQLException {
        if (slot instanceof Slot.Open open) {
            Object value = values.parameter(open.parameter()).value();
            if (value instanceof InputStream || value instanceof Reader) {
                throw Failures.refused(
                        "a stream for an open column in an upsert that may find its row by another key than the row id",
                        "bind a String or bytes");
            }
        }
    }
}
