package dev.rowseal.jdbc;

import dev.rowseal.catalog.Generated;
import dev.rowseal.catalog.RowIdColumn;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT, or a batch of it, whose rows are sealed when their ids are known: inserted with pending envelopes, then
 * updated by the ids that come back. The caller sees to it that both count as one, so that no pending envelope is ever
 * committed.
 */
final class PendingInsert {

    private final SealedDatabase database;
    private final InnerSession session;
    private final Underway underway;
    private final Plan.Stepped plan;
    private final Steps.PendingInsert steps;
    private final AskedKeys asked;

    PendingInsert(
            SealedDatabase database,
            InnerSession session,
            Underway underway,
            Plan.Stepped plan,
            Steps.PendingInsert steps,
            AskedKeys asked) {
        this.database = database;
        this.session = session;
        this.underway = underway;
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
            Values values = entries.size() > 1
                    ? Values.ofBatch(database.dialect(), entry)
                    : new Values(database.dialect(), entry);
            fillings.add(new Filling(database, underway, values));
        }
        if (database.vendor().countsKeys()) {
            return returning(fillings);
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
            GivenRows given = null;
            if (asked.any() && database.vendor().rewindsKeys() && GeneratedKeys.areOpen(view.shape())) {
                keys.beforeFirst();
                given = GivenRows.of(statement, keys, view.shape(), noValues());
                kept = true;
            } else if (asked.any()) {
                given = stored(ids, keys.getMetaData(), view.shape());
            }
            return new Changed(
                    Arrays.stream(inserted.counts()).filter(count -> count > 0).sum(),
                    session.warnings(),
                    inserted.counts(),
                    null,
                    given,
                    inserted.failure());
        } finally {
            if (!kept) {
                statement.close();
            }
        }
    }

    /** One execution where the rows tell their ids by RETURNING. */
    private Changed returning(List<Filling> fillings) throws SQLException {
        if (fillings.size() > 1) {
            throw new IllegalStateException("a batch that tells its ids is run entry by entry");
        }
        List<RowIdColumn> columns = steps.table().rowId();
        List<Integer> positions =
                IntStream.rangeClosed(1, columns.size()).boxed().toList();
        String sql = text(fillings.get(0)) + " RETURNING "
                + columns.stream()
                        .map(column -> database.vendor().quote(column.name()))
                        .collect(Collectors.joining(", "));
        List<List<Value>> ids = session.step(sql, statement -> {
            bind(fillings.get(0), statement);
            try (ResultSet rows = statement.executeQuery()) {
                return ids(rows, new RowIdSource.Fetched(columns, positions));
            }
        });
        long[] counts = {ids.size()};
        seal(fillings, counts, ids);
        GivenRows keys = null;
        if (asked.any()) {
            requireNumber(columns);
            // The server tells the first number of a statement, and MariaDB's driver gives no more.
            StoredRows rows = new StoredRows(database, steps.table(), ids.subList(0, Math.min(1, ids.size())));
            keys = rows.numbers(session);
        }
        return new Changed(ids.size(), session.warnings(), counts, null, keys, null);
    }

    /** Refuses keys of a table whose row ids are no numbers that the database counts up. */
    static void requireNumber(List<RowIdColumn> columns) throws SQLException {
        if (columns.size() != 1 || columns.get(0).generated().how() != Generated.How.IDENTITY) {
            throw Failures.refused(
                    "generated keys of rows that have no number of the database's", "select the row ids instead");
        }
    }

    /** The INSERT, in which floating-point numbers of a batch are what they are in one. */
    private String text(Filling filling) throws SQLException {
        List<Slot> slots = plan.whole().sql().slots();
        String[] marks = new String[slots.size()];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = slots.get(i) instanceof Slot.Open open
                    ? filling.values().parameter(open.parameter()).placeholder()
                    : "?";
        }
        return plan.whole().sql().filled(i -> marks[i]);
    }

    private void bind(Filling filling, PreparedStatement statement) throws SQLException {
        List<Slot> slots = plan.whole().sql().slots();
        for (int i = 0; i < slots.size(); i++) {
            filling.bind(slots.get(i), null, statement, i + 1);
        }
    }

    /** The keys as the rows have them now, which were fetched before the rows were sealed. */
    private GivenRows stored(List<List<Value>> ids, ResultSetMetaData columns, ResultShape shape) throws SQLException {
        StoredRows rows = new StoredRows(database, steps.table(), ids);
        return rows.select(session, rows.sql(columns), shape);
    }

    private Values noValues() {
        return new Values(database.dialect(), new Bound[0]);
    }

    private Inserted insert(PreparedStatement statement, List<Filling> fillings) throws SQLException {
        if (fillings.size() == 1) {
            bind(fillings.get(0), statement);
            return new Inserted(new long[] {statement.executeUpdate()}, null);
        }
        Vendor vendor = database.vendor();
        FilledBatch filled = new FilledBatch(vendor, fillings.size(), vendor.keepsNoFailedBatch());
        for (int i = 0; i < fillings.size(); i++) {
            try {
                bind(fillings.get(i), statement);
            } catch (SQLException failure) {
                filled.failed(i, failure);
                continue;
            }
            statement.addBatch();
        }
        try {
            long[] counts = filled.run(
                    () -> Arrays.stream(statement.executeBatch()).asLongStream().toArray());
            return new Inserted(counts, null);
        } catch (BatchUpdateException failure) {
            if (vendor.keepsNoFailedBatch()) {
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

    /** Seals one row; the UPDATE is {@link Steps.PendingInsert#seal}. */
    static void seal(Filling filling, List<Slot.Seal> cells, List<Value> id, PreparedStatement update)
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
