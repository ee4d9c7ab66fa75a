package dev.rowseal.jdbc;

import dev.rowseal.convert.Foreseen;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A batch of entries that are sealed before the wrapped driver has them. One whose value cannot be stored fails as it would
 * have failed in the database: with none of the others, or alone. One thread's.
 */
final class FilledBatch {

    /** Runs what the wrapped driver was given; gives its counts. */
    interface Rest {
        long[] run() throws SQLException;
    }

    private final Vendor vendor;
    private final int entries;
    private final boolean together;
    private final Map<Integer, SQLException> failures = new TreeMap<>();

    /** @param together whether the plain driver keeps nothing of such a batch when an entry fails */
    FilledBatch(Vendor vendor, int entries, boolean together) {
        this.vendor = vendor;
        this.entries = entries;
        this.together = together;
    }

    int entries() {
        return entries;
    }

    /**
     * Notes that an entry's value cannot be stored.
     *
     * @throws SQLException where the batch ends with that, or where the failure is no value's
     */
    void failed(int entry, SQLException failure) throws SQLException {
        if (!Foreseen.is(failure)) {
            throw failure;
        }
        if (together) {
            long[] counts = new long[entries];
            Arrays.fill(counts, Statement.EXECUTE_FAILED);
            throw of(failure, counts);
        }
        failures.put(entry, failure);
    }

    /** Has the entries run that could be filled; gives the counts of all. */
    long[] run(Rest rest) throws SQLException {
        if (failures.isEmpty()) {
            return rest.run();
        }
        BatchUpdateException further = null;
        long[] counts;
        try {
            counts = rest.run();
        } catch (BatchUpdateException failure) {
            further = failure;
            counts = failure.getLargeUpdateCounts();
        }
        Map<Integer, SQLException> all = new TreeMap<>(failures);
        long[] merged = merged(counts);
        if (further != null) {
            place(further, merged, all);
        }
        Iterator<SQLException> chain = all.values().iterator();
        SQLException first = chain.next();
        chain.forEachRemaining(first::setNextException);
        throw of(first, merged);
    }

    /** Gives the failures of what ran to their entries. */
    private void place(BatchUpdateException ran, long[] counts, Map<Integer, SQLException> all) {
        SQLException next = ran.getNextException() == null ? ran : ran.getNextException();
        for (int i = 0; i < entries && next != null; i++) {
            if (counts[i] == Statement.EXECUTE_FAILED && !failures.containsKey(i)) {
                SQLException after = next.getNextException();
                all.put(i, Failures.alone(next));
                next = after;
            }
        }
    }

    private long[] merged(long @Nullable [] counts) {
        long[] merged = new long[entries];
        int next = 0;
        for (int i = 0; i < entries; i++) {
            boolean ran = !failures.containsKey(i) && counts != null && next < counts.length;
            merged[i] = ran ? java.util.Objects.requireNonNull(counts)[next++] : Statement.EXECUTE_FAILED;
        }
        return merged;
    }

    private BatchUpdateException of(SQLException first, long[] counts) {
        BatchUpdateException failed = new BatchUpdateException(
                "an entry of the batch failed: " + first.getMessage(),
                first.getSQLState(),
                first.getErrorCode(),
                counts,
                first);
        if (vendor.chainsFailures()) {
            failed.setNextException(first);
        }
        return failed;
    }
}
