package dev.rowseal.jdbc;

import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/**
 * What a change of several steps gave.
 *
 * @param count how many rows the statement changed
 * @param warnings what the database warned of
 */
record Changed(long count, @Nullable SQLWarning warnings) {

    /** The count as JDBC's older methods give it. */
    int intCount() {
        return count > Integer.MAX_VALUE ? java.sql.Statement.SUCCESS_NO_INFO : (int) count;
    }

    /** This when the application has gone on to the next result, which there is not. */
    Changed ended() {
        return new Changed(-1, warnings);
    }

    Changed withoutWarnings() {
        return new Changed(count, null);
    }
}
