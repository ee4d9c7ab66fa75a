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
    private @Nullable SQLException first;

    SteppedBatch(RowsealConnection connection, List<Entry> entries) {
        this.connection = connection;
        this.entries = entries;
    }

    /** Runs it; gives the counts of its entries. */
    long[] run() throws SQLException {
        boolean together = connection.database().vendor().keepsNoFailedBatch();
        if (together && connection.delegate().getAutoCommit()) {
            return new Atomically(connection.delegate(), connection.database().vendor())
                    .run(connection.planning().mayHaveBegun(), () -> each(true));
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

    /** The counts as JDBC's older methods give them. */
    static int[] ints(long[] counts) {
        return Arrays.stream(counts)
                .mapToInt(count -> count > Integer.MAX_VALUE ? Statement.SUCCESS_NO_INFO : (int) count)
                .toArray();
    }
}
