package dev.rowseal.jdbc;

import dev.rowseal.catalog.SealedTable;
import dev.rowseal.key.Departure;
import dev.rowseal.plan.Plan;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What one execution seals, on its way to the database. To be made before anything is sealed, and asked when the database has
 * taken it and before the application hears of that. One thread's.
 */
final class Underway {

    private static final Underway NOTHING = new Underway(null, null, null);

    private final @Nullable SealedDatabase database;
    private final @Nullable SealedTable table;
    private final @Nullable Departure departed;

    private Underway(@Nullable SealedDatabase database, @Nullable SealedTable table, @Nullable Departure departed) {
        this.database = database;
        this.table = table;
        this.departed = departed;
    }

    /** Of a plan that is run in one piece. */
    static Underway of(Plan plan, SealedDatabase database) {
        Plan.Rewritten whole = plan.whole();
        SealedTable target = whole == null ? null : whole.target();
        return whole == null || target == null || whole.kind() == Plan.Kind.DELETE ? NOTHING : to(target, database);
    }

    /** Of what is sealed for a table. */
    static Underway to(SealedTable table, SealedDatabase database) {
        return new Underway(database, table, database.cells().departure());
    }

    /** Throws if it came so late that its key may be gone. */
    void requireArrived() throws SQLException {
        if (database == null || table == null || departed == null) {
            return;
        }
        try {
            database.cells().requireArrived(table, departed);
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }
}
