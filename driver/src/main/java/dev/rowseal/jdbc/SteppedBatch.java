package dev.rowseal.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch with changes of several steps in it, run entry by entry. A failed entry has the effect on the others that it
 * has in the plain driver's batch: PostgreSQL runs no more and keeps none, the others run the rest.
 */
final class SteppedBatch {

    /** One entry; says how many rows it changed. */
    interface Entry {
        long run() throws SQLException;
    }

    private final RowsealConnection connection;
    private final List<Entry> entries;
    private final boolean asOne;
    private @Nullable SQLException first;

    /** @param asOne whether the plain driver sends the batch as one statement, of which nothing is kept when it fails */
    SteppedBatch(RowsealConnection connection, List<Entry> entries, boolean asOne) {
        this.connection = connection;
        this.entries = entries;
        this.asOne = asOne;
    }

    /** Runs it; gives the counts of its entries. */
    long[] run() throws SQLException {
        boolean together = asOne || connection.database().vendor().keepsNoFailedBatch();
        if (together) {
            return new Atomically(connection).run(connection.planning().mayHaveBegun(), () -> each(true));
        }
        return each(together);
    }

    private long[] each(boolean together) throws SQLException {
        long[] counts = new long[entries.size()];
        for (int i = 0; i < counts.length; i++) {
            try {
                counts[i] = entries.get(i).run();
            } catch (SQLException failure) {
                if (together) {
                    Arrays.fill(counts, Statement.EXECUTE_FAILED);
                    throw failed(failure, counts);
                }
                counts[i] = Statement.EXECUTE_FAILED;
                note(failure);
            }
        }
        if (first != null) {
            throw failed(first, counts);
        }
        return counts;
    }

    private void note(SQLException failure) {
        if (first == null) {
            first = failure;
        } else {
            first.setNextException(failure);
        }
    }

    private BatchUpdateException failed(SQLException first, long[] counts) {
        BatchUpdateException failed = new BatchUpdateException(
                "an entry of the batch failed", first.getSQLState(), first.getErrorCode(), counts, first);
        if (connection.database().vendor().chainsFailures()) {
            failed.setNextException(first);
        }
        return failed;
    }

    /** Runs a batch of which none is kept where one fails, which its counts must say too. */
    static <T> T orNone(int entries, StatementResults.Work<T> batch) throws SQLException {
        try {
            return batch.run();
        } catch (BatchUpdateException failure) {
            throw none(failure, entries);
        }
    }

    /** The failure of a batch of which none is kept. */
    static BatchUpdateException none(BatchUpdateException failure, int entries) {
        long[] counts = new long[entries];
        Arrays.fill(counts, Statement.EXECUTE_FAILED);
        BatchUpdateException none = new BatchUpdateException(
                failure.getMessage(), failure.getSQLState(), failure.getErrorCode(), counts, failure.getCause());
        if (failure.getNextException() != null) {
            none.setNextException(failure.getNextException());
        }
        return none;
    }

    /** The counts as JDBC's older methods give them. */
    static int[] ints(long[] counts) {
        return Arrays.stream(counts)
                .mapToInt(count -> count > Integer.MAX_VALUE ? Statement.SUCCESS_NO_INFO : (int) count)
                .toArray();
    }
}
