package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
import dev.rowseal.plan.ResultShape;
import dev.rowseal.plan.RowIdSource;
import dev.rowseal.plan.Slot;
import dev.rowseal.plan.Steps;
import dev.rowseal.seal.RowId;
import dev.rowseal.value.Value;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT, or a batch of it, whose rows are sealed when their ids are known: inserted with pending envelopes, then
 * updated by the ids that come back. The caller sees to it that both count as one, so that no pending envelope is ever
 * committed.
 */
final class PendingInsert {

    private final SealedDatabase database;
    private final InnerSession session;
    private final Plan.Stepped plan;
    private final Steps.PendingInsert steps;
    private final AskedKeys asked;

    PendingInsert(
            SealedDatabase database,
            InnerSession session,
            Plan.Stepped plan,
            Steps.PendingInsert steps,
            AskedKeys asked) {
        this.database = database;
        this.session = session;
        this.plan = plan;
        this.steps = steps;
        this.asked = asked;
    }

    /** What the rows were, in order; null for one that was not stored. */
    private record Inserted(long[] counts, @Nullable BatchUpdateException failure) {}

    /** Inserts and seals; keeps the generated keys open that the application asked for. */
    Changed run(List<@Nullable Bound[]> entries) throws SQLException {
        List<Filling> fillings = new ArrayList<>();
        for (@Nullable Bound[] entry : entries) {
            fillings.add(new Filling(database, new Values(database.dialect(), entry)));
        }
        PreparedStatement statement = session.open(
                connection -> asked.prepare(connection, plan.whole().sql().prepared(), steps.table()));
        boolean kept = false;
        try {
            Inserted inserted = insert(statement, fillings);
            ResultSet keys = statement.getGeneratedKeys();
            GeneratedKeys.View view = GeneratedKeys.view(steps.table(), keys.getMetaData(), asked);
            List<List<Value>> ids = ids(keys, view.rowId());
            seal(fillings, inserted.counts(), ids);
            Changed.Keys given = null;
            if (asked.any() && database.vendor().rewindsKeys() && GeneratedKeys.areOpen(view.shape())) {
                keys.beforeFirst();
                given = new Changed.Keys(statement, keys, view.shape());
                kept = true;
            } else if (asked.any()) {
                given = stored(ids, keys.getMetaData(), view.shape());
            }
            return new Changed(
                    Arrays.stream(inserted.counts()).filter(count -> count > 0).sum(),
                    session.warnings(),
                    inserted.counts(),
                    given,
                    inserted.failure());
        } finally {
            if (!kept) {
                statement.close();
            }
        }
    }

    /** The keys as the rows have them now, which were fetched before the rows were sealed. */
    private Changed.Keys stored(List<List<Value>> ids, ResultSetMetaData columns, ResultShape shape)
            throws SQLException {
        StoredRows rows = new StoredRows(database, steps.table(), ids);
        String sql = rows.sql(columns);
        PreparedStatement select = session.open(connection -> connection.prepareStatement(sql));
        boolean given = false;
        try {
            rows.bindTo(select);
            Changed.Keys keys = new Changed.Keys(select, select.executeQuery(), shape);
            given = true;
            return keys;
        } finally {
            if (!given) {
                select.close();
            }
        }
    }

    private Inserted insert(PreparedStatement statement, List<Filling> fillings) throws SQLException {
        List<Slot> slots = plan.whole().sql().slots();
        for (Filling filling : fillings) {
            for (int i = 0; i < slots.size(); i++) {
                filling.bind(slots.get(i), null, statement, i + 1);
            }
            if (fillings.size() > 1) {
                statement.addBatch();
            }
        }
        if (fillings.size() == 1) {
            return new Inserted(new long[] {statement.executeUpdate()}, null);
        }
        try {
            return new Inserted(
                    Arrays.stream(statement.executeBatch()).asLongStream().toArray(), null);
        } catch (BatchUpdateException failure) {
            if (database.vendor().keepsNoFailedBatch()) {
                throw failure;
            }
            return new Inserted(failure.getLargeUpdateCounts(), failure);
        }
    }

    /** Seals the rows that came back, which come in the order in which they were inserted. */
    private void seal(List<Filling> fillings, long[] counts, List<List<Value>> ids) throws SQLException {
        List<Filling> owners = new ArrayList<>();
        List<List<Slot.Seal>> cells = new ArrayList<>();
        for (int entry = 0; entry < fillings.size(); entry++) {
            long count = entry < counts.length ? counts[entry] : Statement.EXECUTE_FAILED;
            if (count > 0) {
                requireAll(count);
                for (List<Slot.Seal> row : steps.rows()) {
                    owners.add(fillings.get(entry));
                    cells.add(row);
                }
            }
        }
        if (ids.size() != owners.size()) {
            throw unclear();
        }
        if (steps.seal().isEmpty() || ids.isEmpty()) {
            return;
        }
        session.step(steps.seal(), update -> {
            for (int i = 0; i < ids.size(); i++) {
                seal(owners.get(i), cells.get(i), ids.get(i), update);
            }
            return ids.size();
        });
    }

    private void requireAll(long count) throws SQLException {
        if (count != steps.rows().size() && steps.rows().size() > 1) {
            throw unclear();
        }
    }

    private void seal(Filling filling, List<Slot.Seal> cells, List<Value> id, PreparedStatement update)
            throws SQLException {
        boolean any = false;
        for (Slot.Seal cell : cells) {
            any |= !filling.isNull(cell);
        }
        if (!any) {
            return;
        }
        LockedRow row = LockedRow.of(RowId.of(id));
        for (int i = 0; i < cells.size(); i++) {
            filling.bind(cells.get(i), row, update, i + 1);
        }
        RowIds.bind(id, update, cells.size());
        if (update.executeUpdate() != 1) {
            throw unclear();
        }
    }

    private static List<List<Value>> ids(ResultSet keys, RowIdSource.Fetched rowId) throws SQLException {
        List<List<Value>> ids = new ArrayList<>();
        while (keys.next()) {
            List<Value> id = RowIds.parts(rowId, keys);
            if (id == null) {
                throw unclear();
            }
            ids.add(id);
        }
        return ids;
    }

    private static SQLException unclear() {
        return Failures.refused(
                "an INSERT of which the database does not say which rows it stored",
                "insert one row at a time, or give the row ids");
    }
}
