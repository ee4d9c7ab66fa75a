package dev.rowseal.jdbc;

import dev.rowseal.catalog.SealedTable;
import dev.rowseal.key.Departure;
import dev.rowseal.plan.Plan;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one execution seals, on its way to the database. To be made before anything is sealed, and asked when the database has
 * taken it and before the application hears of that. One thread's.
 */
final class Underway {

    private static final Underway NOTHING = new Underway(List.of());

    /** What is sealed for one table, since when. */
    private record Part(SealedDatabase database, SealedTable table, Departure departed) {}

    private final List<Part> parts;

    private Underway(List<Part> parts) {
        this.parts = parts;
    }

    /** Of a plan, run in one piece or in steps. */
    static Underway of(Plan plan, SealedDatabase database) {
        SealedTable table = plan.sealsFor();
        return table == null ? NOTHING : to(table, database);
    }

    /** Of nothing. */
    static Underway ofNothing() {
        return NOTHING;
    }

    /** Of what is sealed for a table. */
    static Underway to(SealedTable table, SealedDatabase database) {
        return new Underway(List.of(new Part(database, table, database.cells().departure())));
    }

    /** Of what is sent together: the first that departed for each table. */
    static Underway together(List<Underway> all) {
        Map<SealedTable, Part> first = new LinkedHashMap<>();
        for (Underway one : all) {
            one.parts.forEach(part -> first.putIfAbsent(part.table(), part));
        }
        return new Underway(List.copyOf(first.values()));
    }

    /** Sends it, unless it is late by then; what is late when it has arrived is no more than if the connection had been lost. */
    <T> T send(RowsealConnection connection, StatementResults.Work<T> work) throws SQLException {
        requireInTime();
        T result;
        try {
            result = work.run();
        } catch (BatchUpdateException partly) {
            // Its counts say that the others are there.
            requireArrived(connection);
            throw partly;
        }
        requireArrived(connection);
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
}
