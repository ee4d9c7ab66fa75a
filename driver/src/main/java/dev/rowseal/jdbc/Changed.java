package dev.rowseal.jdbc;

import dev.rowseal.plan.ResultShape;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/**
 * What a change of several steps gave.
 *
 * @param count how many rows the statement changed
 * @param warnings what the database warned of
 * @param counts the same for each entry, where a batch was run as one
 * @param keys the generated keys that were asked for; null when there are none to give
 * @param failure what became of the entries of such a batch that failed; the others count
 */
record Changed(
        long count,
        @Nullable SQLWarning warnings,
        long[] counts,
        @Nullable Keys keys,
        @Nullable BatchUpdateException failure) {

    /**
     * Generated keys, before the first row.
     *
     * @param statement what they came from; open as long as they are
     * @param shape how they are read
     */
    record Keys(PreparedStatement statement, ResultSet rows, ResultShape shape) {}

    Changed(long count, @Nullable SQLWarning warnings) {
        this(count, warnings, new long[0], null, null);
    }

    /** The count as JDBC's older methods give it. */
    int intCount() {
        return count > Integer.MAX_VALUE ? java.sql.Statement.SUCCESS_NO_INFO : (int) count;
    }

    /** This when the application has gone on to the next result, which there is not. */
    Changed ended() {
        return new Changed(-1, warnings, counts, keys, failure);
    }

    Changed withoutWarnings() {
        return new Changed(count, null, counts, keys, failure);
    }

    /** Gives up what is still open. */
    void close() throws SQLException {
        if (keys != null) {
            keys.statement().close();
        }
    }
}
