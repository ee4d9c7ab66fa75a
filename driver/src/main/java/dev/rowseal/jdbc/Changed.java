package dev.rowseal.jdbc;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/**
 * What a change of several steps gave.
 *
 * @param count how many rows the statement changed; -1 when it gives rows instead
 * @param warnings what the database warned of
 * @param counts the same for each entry, where a batch was run as one
 * @param rows what RETURNING gives; null when it gives nothing, or the application has gone on
 * @param keys the generated keys that were asked for; null when there are none to give
 * @param failure what became of the entries of such a batch that failed; the others count
 */
record Changed(
        long count,
        @Nullable SQLWarning warnings,
        long[] counts,
        @Nullable GivenRows rows,
        @Nullable GivenRows keys,
        @Nullable BatchUpdateException failure) {

    Changed(long count, @Nullable SQLWarning warnings) {
        this(count, warnings, new long[0], null, null, null);
    }

    /** The count as JDBC's older methods give it. */
    int intCount() {
        return count > Integer.MAX_VALUE ? java.sql.Statement.SUCCESS_NO_INFO : (int) count;
    }

    boolean hasRows() {
        return rows != null;
    }

    /** This when the application has gone on to the next result, which there is not. */
    Changed ended() {
        return new Changed(-1, warnings, counts, null, keys, failure);
    }

    Changed withoutWarnings() {
        return new Changed(count, null, counts, rows, keys, failure);
    }

    Changed withKeys(@Nullable GivenRows others) {
        return new Changed(count, warnings, counts, rows, others, failure);
    }

    /** Gives up what is still open. */
    void close() throws SQLException {
        if (rows != null) {
            rows.close();
        }
        if (keys != null) {
            keys.close();
        }
    }
}
