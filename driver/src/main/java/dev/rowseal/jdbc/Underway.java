package dev.rowseal.jdbc;

import dev.rowseal.catalog.SealedTable;
import dev.rowseal.convert.Foreseen;
import dev.rowseal.key.Departure;
import dev.rowseal.plan.Plan;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one execution seals, on its way to the database. To be made before anything is sealed, and asked when the database has
 * taken it and before the application hears of that. One thread's.
 */
final class Underway {

    private static final Underway NOTHING = new Underway(List.of(), 0);

    /** What is sealed for one table, since when. */
    private record Part(SealedDatabase database, SealedTable table, Departure departed) {}

    private final List<Part> parts;
    /** How the schema's changes stood when it was planned. */
    private final long mark;

    private Underway(List<Part> parts, long mark) {
        this.parts = parts;
        this.mark = mark;
    }

    /** Of a plan, run in one piece or in steps, on the connection that has just planned it. */
    static Underway of(Plan plan, RowsealConnection connection) {
        return of(plan, connection.database(), connection.planning().mark());
    }

    /** Of a plan that was made at a mark. */
    static Underway of(Plan plan, SealedDatabase database, long mark) {
        SealedTable table = plan.sealsFor();
        return table == null ? NOTHING : to(table, database, mark);
    }

    /** Of nothing. */
    static Underway ofNothing() {
        return NOTHING;
    }

    /** Of what is sealed for a table, as it was at a mark. */
    static Underway to(SealedTable table, SealedDatabase database, long mark) {
        return new Underway(List.of(new Part(database, table, database.cells().departure())), mark);
    }

    /** Of what is sent together: the first that departed for each table, with the keys of all. */
    static Underway together(List<Underway> all) {
        Map<SealedTable, Part> first = new LinkedHashMap<>();
        Underway one = NOTHING;
        long mark = 0;
        for (Underway next : all) {
            if (next == NOTHING) {
                continue;
            }
            mark = one == NOTHING ? next.mark : PendingDdl.both(mark, next.mark);
            one = next;
            for (Part part : next.parts) {
                Part before = first.putIfAbsent(part.table(), part);
                if (before != null) {
                    before.departed().join(part.departed());
                }
            }
        }
        return new Underway(List.copyOf(first.values()), mark);
    }

    /** To be told the key of each value that is sealed for a table. */
    Departure departed(SealedTable table) {
        for (Part part : parts) {
            if (part.table().id().equals(table.id())) {
                return part.departed();
            }
        }
        // Nobody would ask whether it came in time.
        throw new IllegalStateException("a value is sealed for a table for which nothing was to be");
    }

    /**
     * Sends it, unless it is late by then; what is late when it has arrived is no more than if the connection had been lost.
     * Where a change of the schema pends it is undone unless the tables are, when it has arrived, as it was planned for.
     *
     * @param by the statement that runs it; null where a result set does
     */
    <T> T send(RowsealConnection connection, @Nullable StatementResults by, StatementResults.Work<T> work)
            throws SQLException {
        if (isSettled(connection)) {
            return sent(connection, work, false);
        }
        if (by == null) {
            return sentApart(connection, work);
        }
        Statement statement = by.delegate();
        int fetched = connection.database().vendor().endsCursors() ? statement.getFetchSize() : 0;
        if (fetched != 0) {
            statement.setFetchSize(0);
        }
        try {
            return sentApart(connection, () -> {
                T done = work.run();
                // MariaDB's driver would tell those of the questions behind it.
                by.keep(statement.getWarnings());
                return done;
            });
        } finally {
            if (fetched != 0 && !statement.isClosed()) {
                statement.setFetchSize(fetched);
            }
        }
    }

    private <T> T sentApart(RowsealConnection connection, StatementResults.Work<T> work) throws SQLException {
        connection.planning().apart();
        Vendor vendor = connection.database().vendor();
        boolean begun = connection.planning().mayHaveBegun();
        Sent<T> sent = new Atomically(connection).run(begun, () -> {
            Vendor.Stands stands = vendor.beforeBatch(connection.delegate());
            try {
                return new Sent<>(sent(connection, work, true), null);
            } catch (BatchUpdateException partly) {
                if (vendor.keepsNoFailedBatch()) {
                    throw partly;
                }
                if (!stands(stands, partly)) {
                    // Its counts are of a transaction of which the beginning is lost: so is what came behind.
                    vendor.abandon(connection.delegate(), begun, partly);
                    long[] counts = partly.getLargeUpdateCounts();
                    throw SteppedBatch.none(partly, counts == null ? 0 : counts.length);
                }
                return new Sent<>(null, partly);
            }
        });
        if (sent.partly() != null) {
            throw sent.partly();
        }
        return Objects.requireNonNull(sent.result());
    }

    private static boolean stands(Vendor.Stands stands, BatchUpdateException partly) throws SQLException {
        try {
            return stands.behind(partly);
        } catch (SQLException unknown) {
            unknown.addSuppressed(partly);
            throw unknown;
        }
    }

    /** What came of it: a result, or a batch's failure behind which the other entries are kept. */
    private record Sent<T>(@Nullable T result, @Nullable BatchUpdateException partly) {}

    /** Sends it within what counts as one, and is undone with it. */
    <T> T sendWithin(RowsealConnection connection, StatementResults.Work<T> work) throws SQLException {
        return sent(connection, work, true);
    }

    private <T> T sent(RowsealConnection connection, StatementResults.Work<T> work, boolean undone)
            throws SQLException {
        requireInTime();
        T result;
        try {
            result = work.run();
        } catch (BatchUpdateException partly) {
            // Its counts say that the others are there.
            requireArrived(connection);
            if (!connection.database().vendor().keepsNoFailedBatch()) {
                requireSame(connection, undone);
            }
            throw partly;
        }
        requireArrived(connection);
        requireSame(connection, undone);
        return result;
    }

    /** Throws if it comes so late that its key may be gone. */
    void requireInTime() throws SQLException {
        try {
            for (Part part : parts) {
                part.database().cells().requireArrived(part.table(), part.departed());
            }
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }

    /** The same of what has arrived: in a transaction, it shall not be committed by somebody who goes on all the same. */
    private void requireArrived(RowsealConnection connection) throws SQLException {
        try {
            requireInTime();
        } catch (SQLException late) {
            connection.giveUp(late);
            throw late;
        }
    }

    private boolean isSettled(RowsealConnection connection) {
        return parts.isEmpty() || connection.database().pendingDdl().isNoneSince(mark);
    }

    /**
     * A trigger, a default or an identity that came to be while the statement waited for it may have given rows other ids than
     * those that their values were sealed for.
     */
    private void requireSame(RowsealConnection connection, boolean undone) throws SQLException {
        if (isSettled(connection)) {
            return;
        }
        for (Part part : parts) {
            if (!isStill(part.table(), connection)) {
                connection.database().catalogueChanged();
                throw changed(part.table(), connection, undone);
            }
        }
    }

    private static boolean isStill(SealedTable table, RowsealConnection connection) throws SQLException {
        try {
            return connection.planning().isStill(table);
        } catch (RuntimeException unreadable) {
            throw Failures.unforeseen(unreadable);
        }
    }

    private static SQLException changed(SealedTable table, RowsealConnection connection, boolean undone)
            throws SQLException {
        String what = "table \"" + table.name() + "\" was changed while the statement waited for it; ";
        if (undone) {
            return new Foreseen.Again(what + "nothing of it is stored: run it again");
        }
        Vendor vendor = connection.database().vendor();
        boolean begun = connection.planning().mayHaveBegun() && vendor.mayBeInTransaction(connection.delegate());
        if (connection.delegate().getAutoCommit() && !begun) {
            return new SQLTransactionRollbackException(
                    what + "whether what it stored can be read is unknown: look at the rows", "40003");
        }
        SQLException again = new Foreseen.Again(what + "roll back and begin again");
        vendor.abandon(connection.delegate(), begun, again);
        return again;
    }
}
